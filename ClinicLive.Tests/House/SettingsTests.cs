using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.House;

/// <summary>A start that cannot succeed says why in one sentence, to whoever starts the program.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Database:Provider", "Abacus", "The setting \"Database:Provider\" is \"Abacus\", but only \"Sqlite\" can be used.")]
    [InlineData("ConnectionStrings:Clinic", "Data Source=/proc/no/such/folder/clinic.db", "The setting \"ConnectionStrings:Clinic\" names a place that cannot be written to (/proc/no/such/folder).")]
    [InlineData("Demo:TimeZone", "Atlantis/Old_Town", "The setting \"Demo:TimeZone\" is \"Atlantis/Old_Town\", which is no IANA time zone.")]
    public async Task A_start_with_an_unusable_setting_ends_with_one_sentence_that_names_the_key(string key, string value, string sentence)
    {
        var start = async () => await AppHost.StartAsync(settings: new Dictionary<string, string> { [key] = value });

        var printed = (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message;

        printed.Should().Contain("exit code 1 ").And.Contain(sentence).And.NotContain("   at ClinicLive");
    }
}
