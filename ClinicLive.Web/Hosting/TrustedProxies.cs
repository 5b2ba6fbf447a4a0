using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace ClinicLive.Web.Hosting;

/// <summary>
/// Behind a proxy every request seems to come from it: limits per address would then be limits for the whole clinic, and the
/// scheme would be wrong. The headers that tell the truth are believed from the named proxies only.
/// </summary>
public static class TrustedProxies
{
    private const string Key = "Security:TrustedProxies";

    /// <summary>Believes X-Forwarded-For and X-Forwarded-Proto from the addresses in the setting; from nobody when it is empty.</summary>
    /// <exception cref="ClinicSettingException">An entry is not an IP address.</exception>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var addresses = app.Configuration.GetSection(Key).Get<string[]>() ?? [];
        if (addresses.Length == 0) return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        foreach (var address in addresses)
        {
            options.KnownProxies.Add(IPAddress.TryParse(address, out var known) ? known : throw new ClinicSettingException(Key, $"has \"{address}\", which is not an IP address"));
        }

        app.UseForwardedHeaders(options);
    }
}
