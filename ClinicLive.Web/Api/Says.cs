using Microsoft.AspNetCore.Http.Metadata;

namespace ClinicLive.Web.Api;

/// <summary>What an endpoint says of itself to the document of the API.</summary>
internal static class Says
{
    /// <summary>Answers with a body.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]));

    /// <summary>Is read, and again only when it has changed (<see cref="Tagged{T}"/>).</summary>
    public static RouteHandlerBuilder Reads<T>(this RouteHandlerBuilder route) => route.Answers<T>(StatusCodes.Status200OK).Answers(StatusCodes.Status304NotModified);

    /// <summary>Answers without a body.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, int status) => route.WithMetadata(new ProducesResponseTypeMetadata(status));

    /// <summary>Refuses with problem details.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params int[] statuses) =>
        route.WithMetadata([.. statuses.Select(status => (object)new ProducesResponseTypeMetadata(status, typeof(Problem), [Problems.MediaType]))]);
}
