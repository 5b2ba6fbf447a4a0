using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Features.Notifications;

/// <summary>Notifications for programs: everybody reads his own, staff send.</summary>
public static class NotificationApi
{
    /// <summary>Maps <c>/api/notifications</c>.</summary>
    public static void MapNotificationApi(this RouteGroupBuilder api)
    {
        var notifications = api.MapGroup("/notifications").WithTags("Notifications");
        notifications.MapGet("", ListAsync).WithName("listNotifications").WithSummary("Your notifications, newest first")
            .WithDescription("A page of 50, or of limit (1 to 200). When there are more, the Link header names the next page (rel=\"next\").")
            .Reads<IReadOnlyList<NotificationView>>().Refuses(400, 401, 422);
        notifications.MapGet("/unread-count", async (Caller caller, NotificationQueries queries, CancellationToken gone) =>
                (IResult)Answers.Tagged(new UnreadView(await queries.UnreadCountAsync(caller.Actor, gone))))
            .WithName("unreadNotifications").WithSummary("How many you have not read").Reads<UnreadView>().Refuses(401);
        notifications.MapPost("/{id:guid}/read", async (Caller caller, Guid id, NotificationService service) =>
                (await service.ReadAsync(caller.Actor, id, CancellationToken.None)).Refusal is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent())
            .WithName("readNotification").WithSummary("You have read one").Answers(204).Refuses(401, 403, 404, 503);
        notifications.MapPost("/read-all", async (Caller caller, NotificationService service) =>
                (await service.ReadAllAsync(caller.Actor, gone: CancellationToken.None)).Refusal is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent())
            .WithName("readAllNotifications").WithSummary("You have read all").Answers(204).Refuses(401, 403, 503);
        notifications.MapPost("", SendAsync).WithName("sendNotification").WithSummary("Tell somebody something")
            .WithDescription("For staff. The person is named by the account or by the patient. The same commandId again is one notification, with 200.")
            .Answers<SentView>(201).Answers<SentView>(200).Refuses(400, 401, 403, 413, 415, 422, 503);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, HttpContext context, NotificationQueries queries, long? before, int? limit, bool? unread, Named<NotificationKind>? kind, CancellationToken gone)
    {
        if (limit is < 1 or > NotificationQueries.LongestPage) return Problems.OfField("limit", $"A page has 1 to {NotificationQueries.LongestPage} rows.");
        var size = limit ?? NotificationQueries.PageSize;
        var rows = await queries.PageAsync(caller.Actor, new NotificationFilter(unread ?? false, kind?.Value), before, size, gone);
        if (rows.Count == size)
        {
            var rest = new QueryString().Add("before", $"{rows[^1].Sequence}").Add("limit", $"{size}");
            if (unread is { } only) rest = rest.Add("unread", only ? "true" : "false");
            if (kind is { } one) rest = rest.Add("kind", $"{one.Value}");
            context.Response.Headers.Link = $"<{ApiRoutes.Root}/notifications{rest}>; rel=\"next\"";
        }

        return Answers.Tagged<IReadOnlyList<NotificationView>>([.. rows.Select(NotificationView.Of)]);
    }

    private static async Task<IResult> SendAsync(Caller caller, Body<NotificationBody> body, NotificationService service)
    {
        var wish = body.Value;
        if (wish.CommandId == Guid.Empty) return Problems.OfField("commandId", "A command needs an id of its own.");
        var message = new NotificationMessage([wish.UserId], [wish.UserId], wish.Kind, wish.Title, wish.Text, wish.Link, wish.Severity);
        var outcome = await service.SendAsync(caller.Actor, message, wish.CommandId ?? Guid.CreateVersion7(), CancellationToken.None);
        if (outcome.Value is not { } sent) return Problems.Of(outcome.Refusal!);
        var view = new SentView(sent.FirstId, wish.UserId, wish.Kind, wish.Title, wish.Text, wish.Link, wish.Severity);
        return outcome.Changed ? Answers.Made(view) : Answers.Done(view);
    }

    /// <summary>How many are unread.</summary>
    /// <param name="Count">Notifications.</param>
    public sealed record UnreadView(int Count);

    /// <summary>Something to tell one person.</summary>
    /// <param name="UserId">The account, or the patient.</param>
    /// <param name="Kind">What it is about.</param>
    /// <param name="Title">What it is about, in a few words.</param>
    /// <param name="Text">The rest of it; may be empty.</param>
    /// <param name="Link">Where one goes on: a local path.</param>
    /// <param name="Severity">How much attention it asks for.</param>
    /// <param name="CommandId">The program's own id of this command; the same id is one notification for ever.</param>
    public sealed record NotificationBody(
        Guid UserId, NotificationKind Kind, string Title, string Text, string? Link = null, NotificationSeverity Severity = NotificationSeverity.Normal, Guid? CommandId = null) : IRequestBody;

    /// <summary>What was told.</summary>
    /// <param name="Id">The notification.</param>
    /// <param name="UserId">Whom.</param>
    /// <param name="Kind">What it is about.</param>
    /// <param name="Title">In a few words.</param>
    /// <param name="Text">The rest of it.</param>
    /// <param name="Link">Where one goes on.</param>
    /// <param name="Severity">How much attention it asks for.</param>
    public sealed record SentView(Guid Id, Guid UserId, NotificationKind Kind, string Title, string Text, string? Link, NotificationSeverity Severity);
}

/// <summary>A notification as programs read it.</summary>
/// <param name="Id">The notification.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Text">The rest of it; may be empty.</param>
/// <param name="Link">The page where one goes on, or null.</param>
/// <param name="Severity">How much attention it asks for.</param>
/// <param name="CreatedAt">When, in UTC.</param>
/// <param name="ReadAt">When it was read, in UTC, or null.</param>
public sealed record NotificationView(
    Guid Id, NotificationKind Kind, string Title, string Text, string? Link, NotificationSeverity Severity, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt)
{
    /// <summary>The view of a row.</summary>
    public static NotificationView Of(NotificationRow row) => new(row.Id, row.Kind, row.Title, row.Text, row.Link, row.Severity, row.CreatedAt, row.ReadAt);
}
