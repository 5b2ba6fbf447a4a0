using ClinicLive.Domain.Data;
using ClinicLive.Web.Features.Fhir;
using ClinicLive.Web.Security;

namespace ClinicLive.Web.Api;

/// <summary>Programs get every "no" as problem details, also those of the framework and of faults; never a page, a stack, a query or a path.</summary>
internal sealed class ApiErrors(RequestDelegate next, ILogger<ApiErrors> log)
{
    internal static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments(ApiRoutes.Root, StringComparison.OrdinalIgnoreCase) || FhirRoutes.IsFor(context);

    public async Task InvokeAsync(HttpContext context)
    {
        Problem? problem = null;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            problem = Problems.OfStatus(fault.StatusCode) with { Detail = Sentence(fault) };
        }
        catch (SignedOutException) when (!context.Response.HasStarted)
        {
            problem = Problems.Unauthenticated;
        }
        catch (Exception fault) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var id = context.TraceIdentifier;
            if (Saving.IsPassing(fault))
            {
                log.LogWarning(fault, "A request could not be answered just now ({Id}).", id);
                problem = Problems.Unavailable;
            }
            else
            {
                log.LogError(fault, "A request failed ({Id}).", id);
                problem = Problems.Fault with { Id = id };
            }
        }

        if (problem is not null)
        {
            context.Response.Clear();
        }
        else if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null or 0, ContentType: null })
        {
            problem = Problems.OfStatus(context.Response.StatusCode);
        }

        if (problem is not null) await Problems.Of(problem).ExecuteAsync(context);
    }

    // The framework's words name our types; the parameter's own name stands between the last two quotes before "from".
    private static string Sentence(BadHttpRequestException fault) =>
        fault.Message.Split('"') is [_, var declared, ..] && declared.Split(' ') is [.., var name]
            ? $"The value of \"{name}\" in the address cannot be used."
            : "The request cannot be read.";
}
