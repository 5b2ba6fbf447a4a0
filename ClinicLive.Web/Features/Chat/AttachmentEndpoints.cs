using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ClinicLive.Web.Features.Chat;

/// <summary>
/// The way of files: <c>POST /api/chat/rooms/{id}/attachments</c> brings one in, <c>GET /chat/files/{id}</c> and
/// <c>/chat/files/{id}/thumbnail</c> hand it out. Rights are asked for each request; whoever may not sees what nobody sees.
/// </summary>
public static class AttachmentEndpoints
{
    private const string TokenHeader = "RequestVerificationToken";
    private const int FieldLimit = 200;
    private const int MostFields = 8;
    private const long Frame = 512 * 1024; // what a form adds around its file: fields, boundaries, the small picture

    /// <summary>Maps the three addresses.</summary>
    public static void MapAttachmentEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/chat/rooms/{id:guid}/attachments", UploadAsync).RequireAuthorization().WithMetadata(new SizeLimit()).WithOrder(-1)
            .WithName("uploadAttachment").WithTags("Conversations").WithSummary("Bring a file into a conversation")
            .WithDescription("Up to 20 MB: pdf, jpg, png, webp, txt, and sound. Name it in a message as attachmentIds. Its content is at /chat/files/{id}, for the same token. With the cookie the form needs the page's antiforgery header.")
            .WithMetadata(new FileBody()).Answers<AttachmentView>(201).Answers<AttachmentView>(200).Refuses(400, 401, 404, 413, 422, 429, 503);
        routes.MapGet("/chat/files/{id:guid}", (Guid id, HttpContext context, AttachmentQueries files) => DownloadAsync(id, isThumbnail: false, context, files))
            .RequireAuthorization().ExcludeFromDescription();
        routes.MapGet("/chat/files/{id:guid}/thumbnail", (Guid id, HttpContext context, AttachmentQueries files) => DownloadAsync(id, isThumbnail: true, context, files))
            .RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> DownloadAsync(Guid id, bool isThumbnail, HttpContext context, AttachmentQueries files)
    {
        if (CurrentActor.From(context.User) is not { } actor) return TypedResults.Unauthorized();
        OpenedAttachment? opened;
        try
        {
            opened = await files.OpenAsync(actor, id, isThumbnail, context.RequestAborted);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (opened is null) return TypedResults.NotFound();
        SandboxedFile.Mark(context);
        context.Response.Headers.CacheControl = "private, no-store";
        var type = isThumbnail ? "image/jpeg" : opened.Row.ContentType;
        return TypedResults.Stream(opened.Content, type, opened.Row.Name, enableRangeProcessing: true); // a name makes it an attachment; images and sound show on the page all the same
    }

    private static async Task<IResult> UploadAsync(Guid id, HttpContext context, AttachmentService service, IAntiforgery antiforgery)
    {
        if (CurrentActor.From(context.User) is not { } actor) return TypedResults.Unauthorized();

        // A cookie is sent by itself, so whoever comes with one proves that a page of the clinic asked. In the header: the form is not read for it.
        var isByCookie = context.User.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme;
        if (isByCookie && (context.Request.Headers[TokenHeader].Count == 0 || !await antiforgery.IsRequestValidAsync(context))) return Problem(StatusCodes.Status400BadRequest, "Please load the page again.");
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 200 } boundary)
        {
            return Problem(StatusCodes.Status400BadRequest, "A file is sent as multipart/form-data.");
        }

        try
        {
            var outcome = await ReadAsync(actor, id, service, new MultipartReader(boundary.ToString(), context.Request.Body), context.RequestAborted);
            return outcome is null ? Problem(StatusCodes.Status400BadRequest, "There is no file in this form.") : Answer(context, outcome);
        }
        catch (Exception fault) when (fault is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return Problem(StatusCodes.Status413PayloadTooLarge, "The file is larger than 20 MB.");
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return Problem(StatusCodes.Status503ServiceUnavailable, Refusal.Unavailable.Sentence);
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException or IOException)
        {
            return Problem(StatusCodes.Status400BadRequest, "The file did not arrive whole. Please try again.");
        }
    }

    // Fields stand before the file, which is read as it comes and never held in memory as a whole.
    private static async Task<Outcome<AttachmentRow>?> ReadAsync(Actor actor, Guid room, AttachmentService service, MultipartReader form, CancellationToken gone)
    {
        var uploadId = Guid.CreateVersion7();
        int? seconds = null;
        byte[]? thumbnail = null;
        for (var fields = 0; await form.ReadNextSectionAsync(gone) is { } section; fields++)
        {
            if (fields == MostFields) throw new InvalidDataException("More fields than a file has.");
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
            var field = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            switch (field)
            {
                case "uploadId":
                    if (Guid.TryParse(await TextAsync(section, gone), out var given)) uploadId = given;
                    break;
                case "seconds":
                    if (int.TryParse(await TextAsync(section, gone), NumberStyles.None, CultureInfo.InvariantCulture, out var length)) seconds = length;
                    break;
                case "thumbnail":
                    thumbnail = await BytesAsync(section, AttachmentService.ThumbnailLimit, gone);
                    break;
                case "file":
                    var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
                    return await service.TakeInAsync(actor, room, new NewAttachment(uploadId, name.ToString(), section.ContentType, seconds, thumbnail), new SentFile(section.Body), gone);
            }
        }

        return null;
    }

    private static async Task<string> TextAsync(MultipartSection section, CancellationToken gone) =>
        System.Text.Encoding.UTF8.GetString(await BytesAsync(section, FieldLimit, gone) ?? []);

    // Null for more than is allowed; the rest is skipped by the reader.
    private static async Task<byte[]?> BytesAsync(MultipartSection section, int limit, CancellationToken gone)
    {
        var buffer = new byte[limit + 1];
        var read = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, gone);
        return read > limit ? null : buffer[..read];
    }

    private static IResult Answer(HttpContext context, Outcome<AttachmentRow> outcome)
    {
        if (outcome.Succeeded) return TypedResults.Json(new { id = outcome.Value.Id, name = outcome.Value.Name, size = outcome.Value.Size, contentType = outcome.Value.ContentType }, statusCode: outcome.Changed ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        if (outcome.Refusal.Kind == RefusalKind.TooMany) context.Response.Headers.RetryAfter = "10";
        return Problem(outcome.Refusal.Kind switch
        {
            RefusalKind.NotFound or RefusalKind.Forbidden => StatusCodes.Status404NotFound,
            RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
            RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status422UnprocessableEntity,
        }, outcome.Refusal.Sentence);
    }

    private static IResult Problem(int status, string sentence) => Problems.Of(Problems.OfStatus(status) with { Detail = sentence });

    private sealed class SizeLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => ChatAttachment.SizeLimit + Frame;
    }
}
