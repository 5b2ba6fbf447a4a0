using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicLive.Web.Hosting.Operations;

/// <summary>The private address for metrics and health.</summary>
/// <param name="Url">As in <c>http://127.0.0.1:9464</c>.</param>
public sealed record OperationsAddress(string Url)
{
    /// <summary>The setting. Empty: there is none.</summary>
    public const string Key = "Operations:Url";

    /// <summary>Adds the private address where the settings name one.</summary>
    /// <exception cref="ClinicSettingException">It is none, or it is the public one.</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        if (builder.Configuration[Key] is not { Length: > 0 } url) return;
        if (!TryRead(url, out var port)) throw new ClinicSettingException(Key, $"is \"{url}\", but must be an address as in \"http://127.0.0.1:9464\"");
        var open = (builder.Configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (port > 0 && open.Any(o => TryRead(o, out var other) && other == port)) throw new ClinicSettingException(Key, $"names the port {port}, which is the public one");
        builder.Services.AddSingleton(new OperationsAddress(url));
        builder.Services.AddSingleton<ClinicGauges>();
        builder.Services.TryAddSingleton<MetricStore>();
        builder.Services.AddSingleton<OperationsServer>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<OperationsServer>());
    }

    private static bool TryRead(string text, out int port)
    {
        port = 0;
        try
        {
            var address = BindingAddress.Parse(text);
            port = address.Port;
            return address.Scheme == "http" && address.Host.Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
