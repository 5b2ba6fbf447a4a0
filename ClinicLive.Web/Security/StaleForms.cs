using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace ClinicLive.Web.Security;

/// <summary>
/// A form whose token does not fit (the page lay open while somebody signed in or out beside it) ends in the error page with its
/// sentence instead of the framework's words for developers.
/// </summary>
internal static class StaleForms
{
    /// <summary>The error page is only looked at, also when it stands in for the answer to a form: without this it would ask for a token itself.</summary>
    public static Task LookAtErrorPages(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }

    /// <summary>Refuses what the check before has found wrong.</summary>
    public static Task Refuse(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }) return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
