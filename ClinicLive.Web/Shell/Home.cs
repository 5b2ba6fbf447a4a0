using System.Security.Claims;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;

namespace ClinicLive.Web.Shell;

/// <summary>Where a person's day begins.</summary>
public static class Home
{
    /// <summary>The start page of a role.</summary>
    public static string Of(Role role) => role switch
    {
        Role.Practitioner => "/doctor",
        Role.Patient => "/portal",
        _ => "/dashboard",
    };

    /// <summary>The clinic's bare address, where every sign-in leads: sends on before any page is loaded.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/", (ClaimsPrincipal person) => TypedResults.LocalRedirect(CurrentActor.From(person) is { } actor ? Of(actor.Role) : "/account/denied")).ExcludeFromDescription();
}
