using ClinicLive.Domain.Features.Import;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Authorization;

namespace ClinicLive.Web.Features.Import;

/// <summary>The rows that an import did not take, as a file: <c>GET /admin/import/rejects/{id}.csv</c>, for the admins of the clinic that it was tried in.</summary>
public static class ImportEndpoints
{
    /// <summary>Maps the address.</summary>
    public static void MapImportEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/import/rejects/{id:guid}.csv", Download).RequireAuthorization(new AuthorizeAttribute { Roles = ClinicRoles.Admin }).ExcludeFromDescription();

    private static IResult Download(Guid id, HttpContext context, ImportQueries imports)
    {
        if (CurrentActor.From(context.User) is not { } actor || imports.RejectsOf(actor, id) is not { } path) return TypedResults.NotFound();
        SandboxedFile.Mark(context);
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.PhysicalFile(path, "text/csv; charset=utf-8", "not-taken-over.csv");
    }
}
