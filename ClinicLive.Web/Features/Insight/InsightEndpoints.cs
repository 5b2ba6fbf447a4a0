using System.Globalization;
using System.Text;
using ClinicLive.Domain.Features.Insight;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicLive.Web.Features.Insight;

/// <summary>The tables of the insight page as files: the same read, the same rights.</summary>
public static class InsightEndpoints
{
    /// <summary>Maps <c>GET /admin/insight/{table}.csv?from=&amp;to=&amp;doctor=</c>.</summary>
    public static void MapInsightEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/insight/{table}.csv", DownloadAsync)
            .RequireAuthorization(new AuthorizeAttribute { Roles = ClinicRoles.Admin })
            .ExcludeFromDescription();

    private static async Task<Results<FileContentHttpResult, BadRequest<string>, NotFound>> DownloadAsync(
        HttpContext context, string table, string? from, string? to, string? doctor, InsightQueries insight, OrganizationQueries organizations, TimeProvider time, CancellationToken gone)
    {
        if (CurrentActor.From(context.User) is not { } actor) return TypedResults.NotFound();
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone);
        var (range, refusal) = InsightRange.Parse(from, to, doctor, policy.DayOf(time.GetUtcNow()));
        if (range is null) return TypedResults.BadRequest(refusal!.Sentence);
        if (await insight.ReadAsync(actor, range, gone) is not { } report || InsightTables.Csv(report, table) is not { } csv) return TypedResults.NotFound();

        context.Response.Headers.CacheControl = "no-store";
        var name = string.Create(CultureInfo.InvariantCulture, $"{table}-{range.From:yyyy-MM-dd}-{range.To:yyyy-MM-dd}.csv");
        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv)], "text/csv; charset=utf-8", name);
    }
}
