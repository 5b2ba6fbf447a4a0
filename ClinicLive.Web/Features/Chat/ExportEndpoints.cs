using System.Text;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Antiforgery;

namespace ClinicLive.Web.Features.Chat;

/// <summary>The record of a conversation as a file: <c>POST /chat/rooms/{id}/export/{json|html}</c>. A post, because it leaves a line in the log.</summary>
public static class ExportEndpoints
{
    /// <summary>Maps the address.</summary>
    public static void MapChatExport(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/chat/rooms/{id:guid}/export/{format:regex(^(json|html)$)}", ExportAsync).RequireAuthorization().WithOrder(-1).ExcludeFromDescription();

    private static async Task<IResult> ExportAsync(Guid id, string format, HttpContext context, IAntiforgery antiforgery, ChatExportService exports)
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return TypedResults.BadRequest();
        if (CurrentActor.From(context.User) is not { } actor) return TypedResults.Unauthorized();
        Outcome<string> made;
        try
        {
            made = await exports.ExportAsync(actor, id, context.RequestAborted);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            made = Refusal.Unavailable;
        }

        if (!made.Succeeded)
        {
            return made.Refusal.Kind switch
            {
                RefusalKind.Unavailable => TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable),
                RefusalKind.NotAllowed => TypedResults.Problem(made.Refusal.Sentence, statusCode: StatusCodes.Status422UnprocessableEntity),
                _ => TypedResults.NotFound(),
            };
        }

        SandboxedFile.Mark(context);
        context.Response.Headers.CacheControl = "private, no-store";
        return format == "json"
            ? TypedResults.File(Encoding.UTF8.GetBytes(made.Value), "application/json", "conversation.json")
            : TypedResults.File(Encoding.UTF8.GetBytes(ChatRecordPage.Of(made.Value)), "text/html; charset=utf-8", "conversation.html");
    }
}
