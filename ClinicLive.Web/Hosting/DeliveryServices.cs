using System.Globalization;
using System.Net.Mail;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Webhooks;

namespace ClinicLive.Web.Hosting;

/// <summary>The ways out of the app, as the settings say. A way that is off is kept as not set up, which is no error.</summary>
public static class DeliveryServices
{
    /// <summary>Adds the ways and what works them.</summary>
    /// <exception cref="ClinicSettingException">A way is on and cannot be used.</exception>
    public static void AddDeliveries(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Rules(builder.Configuration));
        var (email, sms) = (Email(builder.Configuration), Sms(builder.Configuration));
        builder.Services.AddSingleton<IDeliveryChannel>(new EmailChannel(email));
        builder.Services.AddSingleton<IDeliveryChannel>(_ => new SmsChannel(sms));
        builder.Services.AddSingleton(new WebhookSettings(IsOn(builder.Configuration, "Webhooks:AllowPrivateAddresses")));
        builder.Services.AddHostedService<DeliveryWorker>();
    }

    private static DeliveryRules Rules(ConfigurationManager settings)
    {
        var usual = new DeliveryRules();
        return usual with
        {
            Grace = Seconds("Deliveries:GraceSeconds", usual.Grace),
            EmailAfter = Seconds("Deliveries:EmailAfterSeconds", usual.EmailAfter),
            SmsAfter = Seconds("Deliveries:SmsAfterSeconds", usual.SmsAfter),
            ColleagueAfter = Seconds("Deliveries:ColleagueAfterSeconds", usual.ColleagueAfter),
            Address = Address(settings),
        };

        TimeSpan Seconds(string key, TimeSpan otherwise)
        {
            if (settings[key] is not { Length: > 0 } text) return otherwise;
            return int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 86_400
                ? TimeSpan.FromSeconds(seconds)
                : throw new ClinicSettingException(key, "must be 0 to 86400 seconds");
        }
    }

    private static Uri Address(ConfigurationManager settings)
    {
        const string Key = "Deliveries:Address";
        if (settings[Key] is { Length: > 0 } own) return Web(own) ?? throw new ClinicSettingException(Key, "must be the address of this app, as in \"https://clinic.example\"");
        var first = (settings["urls"] ?? "").Split(';')[0].Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal);
        return Web(first) ?? new DeliveryRules().Address;
    }

    private static EmailSettings? Email(ConfigurationManager settings)
    {
        if (!IsOn(settings, "Email:Enabled")) return null;
        var host = settings["Email:Host"] is { Length: > 0 } name ? name : throw new ClinicSettingException("Email:Host", "must name the mail server while \"Email:Enabled\" is on");
        var from = MailAddress.TryCreate(settings["Email:From"], out var address) ? address.Address : throw new ClinicSettingException("Email:From", "must be the address that mails come from while \"Email:Enabled\" is on");
        var port = int.TryParse(settings["Email:Port"] ?? "587", CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65_536 ? number : throw new ClinicSettingException("Email:Port", "must be a port from 1 to 65535");
        return new EmailSettings(host, port, from, settings["Email:FromName"] ?? "Your clinic", settings["Email:UserName"], settings["Email:Password"], IsOn(settings, "Email:StartTls", otherwise: true));
    }

    private static SmsSettings? Sms(ConfigurationManager settings)
    {
        if (!IsOn(settings, "Sms:Enabled")) return null;
        var gateway = Web(settings["Sms:Gateway"]) ?? throw new ClinicSettingException("Sms:Gateway", "must be the http address of the gateway while \"Sms:Enabled\" is on");
        return new SmsSettings(gateway, settings["Sms:Token"], settings["Sms:From"]);
    }

    private static bool IsOn(ConfigurationManager settings, string key, bool otherwise = false) => settings[key] switch
    {
        null or "" => otherwise,
        var text when bool.TryParse(text, out var isOn) => isOn,
        _ => throw new ClinicSettingException(key, "must be \"true\" or \"false\""),
    };

    private static Uri? Web(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
