using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Chat;
using ClinicLive.Web.Features.Notifications;

namespace ClinicLive.Web.Api.Events;

/// <summary>The part of a stream that is read from the logs: each line once, in its order, with its place as the id.</summary>
internal sealed class LogEvents(Actor actor, EventSources sources, EventWriter writer, CancellationToken gone)
{
    /// <summary>Everything up to here has been written.</summary>
    public LogPlace Place { get; set; } = new(0, 0);

    /// <summary>Writes what came after <see cref="Place"/>.</summary>
    public async Task ReadOnAsync(bool lines, bool notifications)
    {
        while (lines)
        {
            var page = await sources.Log.LinesAfterAsync(actor, Place.Line, gone);
            foreach (var line in page) await WriteAsync(line);
            lines = page.Count == LogQueries.PageSize;
            if (lines) await writer.FlushAsync();
        }

        while (notifications)
        {
            var page = await sources.Log.NotificationsAfterAsync(actor, Place.Notification, gone);
            foreach (var row in page)
            {
                Place = Place with { Notification = row.Sequence };
                await writer.WriteAsync("notification", NotificationView.Of(row), EventPlace.Text(Place));
            }

            notifications = page.Count == LogQueries.PageSize;
            if (notifications) await writer.FlushAsync();
        }
    }

    /// <summary>The same, and goes on from the end: what is not for this person is not looked at again.</summary>
    public async Task CatchUpAsync()
    {
        var end = await sources.Log.EndAsync(gone);
        await ReadOnAsync(lines: true, notifications: true);
        Place = new LogPlace(Math.Max(Place.Line, end.Line), Math.Max(Place.Notification, end.Notification));
    }

    private async Task WriteAsync(LogLine line)
    {
        Place = Place with { Line = line.Sequence };
        var id = EventPlace.Text(Place);
        switch (line.Category)
        {
            case ActivityCategory.Appointment:
                var row = await RowAsync(line);
                Guid? by = actor.IsStaff && line.ActorId != Guid.Empty ? line.ActorId : null;
                await writer.WriteAsync("appointment", new AppointmentEvent(
                    line.Kind, line.At, line.SubjectId, line.SubjectVersion, line.From, line.To, by, row is null ? null : AppointmentView.Of(row)), id);
                break;
            case ActivityCategory.Practitioner:
                await writer.WriteAsync("availability", new AvailabilityEvent(line.At, line.SubjectId, line.SubjectVersion, line.From, line.To), id);
                break;
            case ActivityCategory.SignIn:
                await writer.WriteAsync("sign-in", new SignInEvent(line.Kind, line.At, line.SubjectId), id);
                break;
            case ActivityCategory.Chat:
                await WriteChatAsync(line, id);
                break;
        }
    }

    /// <summary>For staff from the board of today, which the whole node reads once per change, unless the line is newer or about another day.</summary>
    private async Task<BoardRow?> RowAsync(LogLine line)
    {
        if (actor.IsStaff)
        {
            var today = (await sources.Organizations.PolicyAsync(actor.OrganizationId, gone)).DayOf(sources.Time.GetUtcNow());
            if ((await sources.Appointments.DayAsync(actor, today, gone)).Find(line.SubjectId) is { } shared && shared.Version >= line.SubjectVersion) return shared;
        }

        return await sources.Appointments.FindAsync(actor, line.SubjectId, gone);
    }

    private async Task WriteChatAsync(LogLine line, string id)
    {
        if (line.Kind is ActivityKind.ChatMessageSent or ActivityKind.ChatMessageEdited or ActivityKind.ChatMessageDeleted)
        {
            // Nothing for whoever came into the room later and may not see what was said before.
            if (await sources.Chats.AfterAsync(actor, line.SubjectId, line.SubjectVersion - 1, limit: 1, gone) is not [var message] || message.Sequence != line.SubjectVersion) return;
            await writer.WriteAsync("chat.message", new ChatMessageEvent(line.Kind, line.At, line.SubjectId, MessageView.Of(message)), id);
        }
        else if (await sources.Chats.RoomAsync(actor, line.SubjectId, gone) is { } room)
        {
            await writer.WriteAsync("chat.room", new ChatRoomEvent(line.Kind, line.At, line.SubjectId, RoomView.Of(room.Row)), id);
        }
    }
}
