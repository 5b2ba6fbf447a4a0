using System.Globalization;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Web.Hosting;

namespace ClinicLive.Web.Security;

/// <summary>How many windows may be open at the same time, and how long one may be left alone.</summary>
/// <param name="PerAccount">Lines to circuits of one account; 0: no limit.</param>
/// <param name="InTotal">Lines to circuits of this node; 0: no limit.</param>
public sealed record CircuitLimits(int PerAccount, int InTotal)
{
    /// <summary>Windows of one account where nothing else is said: as many as a person can look after.</summary>
    public const int UsualPerAccount = 10;

    /// <summary>Windows of a node where nothing else is said: what fits into eight gigabytes.</summary>
    public const int UsualInTotal = 10_000;

    /// <summary>Reads the settings <c>Limits:*</c> and <c>Sessions:*</c>.</summary>
    /// <exception cref="ClinicSettingException">A number is none, or out of its range.</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        // The accounts of a demo are everybody's.
        var isDemo = settings.GetValue("Demo:Enabled", builder.Environment.IsDevelopment());
        builder.Services.AddSingleton(new CircuitLimits(
            Number(settings, "Limits:CircuitsPerAccount", isDemo ? 0 : UsualPerAccount, least: 0, most: 1_000_000),
            Number(settings, "Limits:Circuits", UsualInTotal, least: 0, most: 1_000_000)));
        builder.Services.AddSingleton(new IdleLimits(
            TimeSpan.FromMinutes(Number(settings, "Sessions:StaffIdleMinutes", (int)IdleLimits.Usual.Staff.TotalMinutes, least: 2, most: 720)),
            TimeSpan.FromMinutes(Number(settings, "Sessions:PatientIdleMinutes", (int)IdleLimits.Usual.Patient.TotalMinutes, least: 2, most: 720))));
    }

    private static int Number(ConfigurationManager settings, string key, int usual, int least, int most)
    {
        if (settings[key] is not { Length: > 0 } text) return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ClinicSettingException(key, $"is \"{text}\", but must be a whole number from {least} to {most}");
    }
}
