using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.House;

/// <summary>A start that cannot succeed says why in one sentence, to whoever starts the program.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Database:Provider", "Abacus", "The setting \"Database:Provider\" is \"Abacus\", but only \"Sqlite\" and \"PostgreSql\" can be used.")]
    [InlineData("ConnectionStrings:Clinic", "Data Source=/proc/no/such/folder/clinic.db", "The setting \"ConnectionStrings:Clinic\" names a place that cannot be written to (/proc/no/such/folder).")]
    [InlineData("Database:Provider", "PostgreSql", "The setting \"ConnectionStrings:Clinic\" is no connection string for PostgreSql.")] // what stands there is SQLite's
    [InlineData("Email:Enabled", "true", "The setting \"Email:Host\" must name the mail server while \"Email:Enabled\" is on.")]
    [InlineData("Sms:Enabled", "true", "The setting \"Sms:Gateway\" must be the http address of the gateway while \"Sms:Enabled\" is on.")]
    [InlineData("Deliveries:GraceSeconds", "soon", "The setting \"Deliveries:GraceSeconds\" must be 0 to 86400 seconds.")]
    [InlineData("Demo:TimeZone", "Atlantis/Old_Town", "The setting \"Demo:TimeZone\" is \"Atlantis/Old_Town\", which is no IANA time zone.")]
    public async Task A_start_with_an_unusable_setting_ends_with_one_sentence_that_names_the_key(string key, string value, string sentence)
    {
        var start = async () => await AppHost.StartAsync(settings: new Dictionary<string, string> { [key] = value });

        var printed = (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message;

        printed.Should().Contain("exit code 1 ").And.Contain(sentence).And.NotContain("   at ClinicLive");
    }
}
