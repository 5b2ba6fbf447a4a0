using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;

namespace ClinicLive.Web.Hosting;

/// <summary>What web push needs of the host: its settings, and the seal of its key.</summary>
public static class PushServices
{
    private const string Section = "WebPush";

    /// <summary>Adds it.</summary>
    /// <exception cref="ClinicSettingException">It is switched on and a setting cannot be used.</exception>
    public static void AddWebPush(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Section);
        var settings = new PushSettings
        {
            IsOn = section.GetValue("Enabled", false),
            Subject = section[nameof(PushSettings.Subject)] ?? "",
            PublicKey = Given(section[nameof(PushSettings.PublicKey)]),
            PrivateKey = Given(section[nameof(PushSettings.PrivateKey)]),
            AllowPrivateAddresses = section.GetValue(nameof(PushSettings.AllowPrivateAddresses), false),
        };
        if (settings.Check() is { } wrong) throw new ClinicSettingException($"{Section}:{wrong.Name}", wrong.Problem);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<ISecretSeal, SecretSeal>();
        builder.Services.AddSingleton<IDeliveryChannel, PushChannel>();
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
