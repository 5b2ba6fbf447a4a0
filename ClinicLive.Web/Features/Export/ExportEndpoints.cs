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
/// Each asks for the password in the same request, so that an unlocked screen gives nothing out, and leaves a line in the log. A patient with
/// a second factor gives its code, too.
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

    private static async Task<IResult> ClinicAsync(string shape, HttpContext context, IAntiforgery antiforgery, PasswordCheck passwords, UserManager<Account> users, ExportService exports)
    {
        if (await RefuseAsync(context, antiforgery, passwords, users, AdminPage) is { } refused) return refused;
        var actor = CurrentActor.From(context.User)!;
        var kind = Enum.Parse<ClinicExportShape>(shape, ignoreCase: true);
        var made = await AskAsync(() => exports.ClinicAsync(actor, kind, $"{context.Request.Scheme}://{context.Request.Host}/fhir/R4", context.RequestAborted));
        if (!made.Succeeded) return Back(AdminPage, made.Refusal);
        Mark(context);
        return TypedResults.Stream(to => made.Value.WriteAsync(to, context.RequestAborted), kind == ClinicExportShape.Fhir ? "application/fhir+json" : "text/csv; charset=utf-8", kind == ClinicExportShape.Fhir ? "clinic.fhir.json" : $"{shape}.csv");
    }

    private static async Task<IResult> PatientAsync(HttpContext context, IAntiforgery antiforgery, PasswordCheck passwords, UserManager<Account> users, ExportService exports)
    {
        if (await RefuseAsync(context, antiforgery, passwords, users, AdminPage) is { } refused) return refused;
        return Guid.TryParse((await context.Request.ReadFormAsync(context.RequestAborted))["patient"], out var patient)
            ? await RecordAsync(context, exports, CurrentActor.From(context.User)!, patient, AdminPage)
            : TypedResults.LocalRedirect($"{AdminPage}?problem=patient");
    }

    private static async Task<IResult> OwnAsync(HttpContext context, IAntiforgery antiforgery, PasswordCheck passwords, SecondStep codes, UserManager<Account> users, ExportService exports)
    {
        if (await RefuseAsync(context, antiforgery, passwords, users, OwnPage) is { } refused) return refused;
        if (CurrentActor.From(context.User) is not { PatientId: { } own } actor) return TypedResults.NotFound();
        if (await users.FindByIdAsync(actor.UserId.ToString()) is { TwoFactorEnabled: true } account)
        {
            var code = (await context.Request.ReadFormAsync(context.RequestAborted))["code"];
            var checkedCode = await codes.CheckAsync(new SecondStepNote(account.Id, account.SecurityStamp!), code, context.Connection.RemoteIpAddress, context.RequestAborted);
            if (!checkedCode.Succeeded) return Back(OwnPage, checkedCode.Refusal, "code");
        }

        return await RecordAsync(context, exports, actor, own, OwnPage);
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

    /// <summary>Null when the person at the screen has just given the password of the account that is signed in.</summary>
    private static async Task<IResult?> RefuseAsync(HttpContext context, IAntiforgery antiforgery, PasswordCheck passwords, UserManager<Account> users, string page)
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return TypedResults.BadRequest();
        if (CurrentActor.From(context.User) is not { } actor) return TypedResults.Unauthorized();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var account = await users.FindByIdAsync(actor.UserId.ToString());
        var checkedNow = await passwords.CheckAsync(account?.Email, form["password"], context.Connection.RemoteIpAddress, context.RequestAborted);
        return checkedNow.Succeeded && checkedNow.Value.Id == actor.UserId ? null : Back(page, checkedNow.Refusal ?? PasswordCheck.Wrong);
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
}
