using ClinicLive.Domain.Features.Displays;
using Microsoft.AspNetCore.Authorization;

namespace ClinicLive.Web.Features.Displays;

/// <summary>Who may open the line of a circuit: whoever is signed in, and a browser that came through a screen's door.</summary>
public sealed class CircuitLine : IAuthorizationRequirement
{
    /// <summary>The policy's name.</summary>
    public const string Policy = "circuit-line";

    /// <summary>Puts the rule on the addresses of the line, and on no page.</summary>
    public static void Guard(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder route && route.RoutePattern.RawText?.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal) == true)
        {
            endpoint.Metadata.Add(new AuthorizeAttribute(Policy));
        }
    }
}

internal sealed class CircuitLineHandler(DisplayCookie cookie, DisplayQueries displays) : AuthorizationHandler<CircuitLine>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, CircuitLine requirement)
    {
        if (context.User.Identity is { IsAuthenticated: true }
            || (context.Resource is HttpContext request && cookie.Read(request) is { } pass && await displays.IsGoodAsync(pass, request.RequestAborted)))
        {
            context.Succeed(requirement);
        }
    }
}
