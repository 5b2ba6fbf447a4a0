using ClinicLive.Web.Live;
using ClinicLive.Web.Security;
using ClinicLive.Web.Shell;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Radzen;

namespace ClinicLive.Web.Hosting;

/// <summary>Circuits: how they are kept, watched and let go.</summary>
public static class LiveComponents
{
    /// <summary>Adds components and circuits.</summary>
    public static WebApplicationBuilder AddLiveComponents(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents()
            .AddInteractiveServerComponents(circuits =>
            {
                circuits.DetailedErrors = builder.Environment.IsDevelopment();
                circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3); // longer gaps reload, which is right too
            })
            .AddHubOptions(hub =>
            {
                // Both ends notice a silent line within ten seconds.
                hub.KeepAliveInterval = TimeSpan.FromSeconds(4);
                hub.ClientTimeoutInterval = TimeSpan.FromSeconds(10);
                hub.MaximumReceiveMessageSize = 320 * 1024; // the longest message that can be written comes in one piece
            });
        CircuitLimits.Add(builder);
        builder.Services.AddScoped<CircuitHandler, PresenceCircuitHandler>();
        builder.Services.AddScoped<WindowAttention>();
        builder.Services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<WindowAttention>());
        builder.Services.AddScoped<DialogService>();
        builder.Services.AddScoped<ToastTray>();
        return builder;
    }

    /// <summary>
    /// Compression is off: boards of this kind were seen to need half the memory and a third less time per update without it (README,
    /// Decisions).
    /// </summary>
    public static void Configure(ServerComponentsEndpointOptions endpoint)
    {
        endpoint.DisableWebSocketCompression = true;
        endpoint.ContentSecurityFrameAncestorsPolicy = null; // the policy header says it
    }
}
