using ClinicLive.Web.Features.Displays;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ClinicLive.Web.Hosting;

/// <summary>What waiting-room screens need of the host: their door, the line of their circuits, and their clock.</summary>
public static class DisplayServices
{
    /// <summary>Adds it.</summary>
    public static void AddDisplays(this IServiceCollection services)
    {
        services.AddSingleton<DisplayCookie>();
        services.AddScoped<DisplayScreen>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<DisplayScreen>());
        services.AddSingleton<IAuthorizationHandler, CircuitLineHandler>();
        services.AddAuthorizationBuilder().AddPolicy(CircuitLine.Policy, policy => policy.AddRequirements(new CircuitLine()));
        services.AddHostedService<DisplaySweeper>();
    }

    /// <summary>Puts the door in front of the screens.</summary>
    public static void UseDisplays(this IApplicationBuilder app) => app.UseMiddleware<DisplayDoor>();
}
