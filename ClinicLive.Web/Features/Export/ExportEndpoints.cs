using System.Text;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Export;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace ClinicLive.Web.Features.Export;

/// <summary>
/// Records as files: <c>POST /admin/export/{shape}</c> for the clinic, <c>POST /admin/export/patient</c> and <c>POST /account/manage/export</c> for one patient.
/// Each asks for the password in the same request, and for the code where the account has a second factor, so that an unlocked screen gives
/// nothing out, and leaves a line in the log.
/// </summary>
public static class ExportEndpoints
{
    private const string AdminPage = "/admin/export";
    private const string OwnPage = "/account/manage/export";

    /// <summary>Maps the addresses.</summary>
    public static void MapExportEndpoints(this IEndpointRouteBuilder routes)
    {
        var admin = new AuthorizeAttribute { Roles = ClinicRoles.Admin };
        routes.MapPost("/admin/export/{shape:regex(^(fhir|patients|doctors|visits)$)}", ClinicAsync).RequireAuthorization(admin).WithOrder(-1).ExcludeFromDescription();
        routes.MapPost("/admin/export/patient", PatientAsync).RequireAuthorization(admin).WithOrder(-1).ExcludeFromDescription();
        routes.MapPost("/account/manage/export", OwnAsync).RequireAuthorization(new AuthorizeAttribute { Roles = ClinicRoles.Patient }).WithOrder(-1).ExcludeFromDescription();
    }

    private static async Task<IResult> ClinicAsync(string shape, HttpContext context, [AsParameters] Asking asking, ExportService exports)
    {
        if (await RefuseAsync(context, asking, AdminPage) is { } refused) return refused;
        var actor = CurrentActor.From(context.User)!;
        var kind = Enum.Parse<ClinicExportShape>(shape, ignoreCase: true);
        var made = await AskAsync(() => exports.ClinicAsync(actor, kind, $"{context.Request.Scheme}://{context.Request.Host}/fhir/R4", context.RequestAborted));
        if (!made.Succeeded) return Back(AdminPage, made.Refusal);
        Mark(context);
        return TypedResults.Stream(to => made.Value.WriteAsync(to, context.RequestAborted), kind == ClinicExportShape.Fhir ? "application/fhir+json" : "text/csv; charset=utf-8", kind == ClinicExportShape.Fhir ? "clinic.fhir.json" : $"{shape}.csv");
    }

    private static async Task<IResult> PatientAsync(HttpContext context, [AsParameters] Asking asking, ExportService exports)
    {
        if (await RefuseAsync(context, asking, AdminPage) is { } refused) return refused;
        return Guid.TryParse((await context.Request.ReadFormAsync(context.RequestAborted))["patient"], out var patient)
            ? await RecordAsync(context, exports, CurrentActor.From(context.User)!, patient, AdminPage)
            : TypedResults.LocalRedirect($"{AdminPage}?problem=patient");
    }

    private static async Task<IResult> OwnAsync(HttpContext context, [AsParameters] Asking asking, ExportService exports)
    {
        if (await RefuseAsync(context, asking, OwnPage) is { } refused) return refused;
        return CurrentActor.From(context.User) is { PatientId: { } own } actor ? await RecordAsync(context, exports, actor, own, OwnPage) : TypedResults.NotFound();
    }

    private static async Task<IResult> RecordAsync(HttpContext context, ExportService exports, Actor actor, Guid patient, string page)
    {
        var made = await AskAsync(() => exports.PatientAsync(actor, patient, context.RequestAborted));
        if (!made.Succeeded) return Back(page, made.Refusal);
        Mark(context);
        return (await context.Request.ReadFormAsync(context.RequestAborted))["format"] == "html"
            ? TypedResults.File(Encoding.UTF8.GetBytes(PatientRecordPage.Of(made.Value)), "text/html; charset=utf-8", "record.html")
            : TypedResults.File(Encoding.UTF8.GetBytes(made.Value), "application/json", "record.json");
    }

    /// <summary>Null when the person at the screen has just shown to be the one who is signed in: by the password, and by a code where there is a second factor.</summary>
    private static async Task<IResult?> RefuseAsync(HttpContext context, Asking asking, string page)
    {
        if (!await asking.Antiforgery.IsRequestValidAsync(context)) return TypedResults.BadRequest();
        if (CurrentActor.From(context.User) is not { } actor) return TypedResults.Unauthorized();
        var (form, from) = (await context.Request.ReadFormAsync(context.RequestAborted), context.Connection.RemoteIpAddress);
        var account = await asking.Users.FindByIdAsync(actor.UserId.ToString());
        var known = await asking.Passwords.CheckAsync(account?.Email, form["password"], from, context.RequestAborted);
        if (!known.Succeeded || known.Value.Id != actor.UserId) return Back(page, known.Refusal ?? PasswordCheck.Wrong);
        if (!known.Value.TwoFactorEnabled) return null;
        var shown = await asking.Codes.CheckAsync(new SecondStepNote(known.Value.Id, known.Value.SecurityStamp!), form["code"], from, context.RequestAborted);
        return shown.Succeeded ? null : Back(page, shown.Refusal, "code");
    }

    private static async Task<Outcome<T>> AskAsync<T>(Func<Task<Outcome<T>>> ask)
        where T : notnull
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return Refusal.Unavailable;
        }
    }

    private static IResult Back(string page, Refusal refusal, string field = "password") => refusal.Kind is RefusalKind.NotFound or RefusalKind.Forbidden
        ? TypedResults.NotFound()
        : TypedResults.LocalRedirect($"{page}?problem={(refusal.Kind switch { RefusalKind.TooMany => "wait", RefusalKind.Invalid => field, _ => "busy" })}");

    private static void Mark(HttpContext context)
    {
        SandboxedFile.Mark(context);
        context.Response.Headers.CacheControl = "private, no-store";
    }

    /// <summary>By whom it is found out that the person at the screen is the one who is signed in.</summary>
    internal sealed record Asking(IAntiforgery Antiforgery, PasswordCheck Passwords, SecondStep Codes, UserManager<Account> Users);
}
