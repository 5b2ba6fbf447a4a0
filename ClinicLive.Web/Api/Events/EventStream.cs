using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Practitioners;

namespace ClinicLive.Web.Api.Events;

/// <summary>
/// One person's stream. The logs are the truth and give the ids; the bus only says when to read on. Subscribe, then read, then listen: so
/// nothing falls between, and what the bell forgets is read with the next beat.
/// </summary>
internal sealed class EventStream(Actor actor, EventSources sources, EventWriter writer, CancellationToken gone)
{
    /// <summary>Lines of the log that a stream can take up again; whoever was away for longer reads everything.</summary>
    internal const long FurthestBack = 50_000;

    /// <summary>Longest silence.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    private readonly LogEvents _log = new(actor, sources, writer, gone);
    private readonly Dictionary<Guid, PractitionerView> _presence = [];
    private HashSet<Guid> _rooms = [];
    private (object? Busy, object? Doctors) _told;

    /// <summary>Writes until the person is gone or has lost the right to it.</summary>
    public async Task RunAsync(LogPlace? resumed)
    {
        await writer.BeginAsync();
        var isFirst = true;
        while (!gone.IsCancellationRequested)
        {
            _rooms = [.. (await sources.Chats.RoomsAsync(actor, take: 4 * ChatQueries.RoomsPageSize, gone: gone)).Select(r => r.Id)];
            await using var mailbox = sources.Bus.Subscribe([.. Topics()], nameof(EventStream));
            var wasFirst = isFirst;
            if (isFirst)
            {
                await BeginAsync(resumed);
                isFirst = false;
            }

            await _log.ReadOnAsync(lines: true, notifications: true);
            await PresenceAsync();
            if (!wasFirst) await writer.WriteAsync("unread", new UnreadEvent(await sources.Notifications.UnreadCountAsync(actor, gone))); // the bell may have rung for that as well
            await writer.FlushAsync();
            if (!await ListenAsync(mailbox)) return;
        }
    }

    private IEnumerable<Topic> Topics()
    {
        yield return Topic.Practitioners(actor.OrganizationId);
        yield return Topic.Notifications(actor.UserId);
        yield return Topic.ChatList(actor.UserId);
        if (actor.IsStaff) yield return Topic.Appointments(actor.OrganizationId);
        if (actor.PatientId is { } patient) yield return Topic.PatientAppointments(patient);
        if (actor.IsFrontDesk)
        {
            yield return Topic.ChatDesk(actor.OrganizationId);
            yield return Topic.SignInFeed(actor.OrganizationId);
        }

        foreach (var room in _rooms) yield return Topic.Room(room);
    }

    private async Task BeginAsync(LogPlace? resumed)
    {
        var end = await sources.Log.EndAsync(gone);
        var isLost = resumed is not null && (resumed.Line > end.Line || resumed.Notification > end.Notification // a place of another database
            || end.Line - resumed.Line > FurthestBack);
        _log.Place = resumed is null || isLost ? end : resumed;
        var (now, place) = (sources.Time.GetUtcNow(), EventPlace.Text(_log.Place));
        if (isLost) await writer.WriteAsync("reset", new ResetEvent(now), place);
        await writer.WriteAsync("ready", new ReadyEvent(now, (int)Beat.TotalSeconds), place);
        await writer.WriteAsync("unread", new UnreadEvent(await sources.Notifications.UnreadCountAsync(actor, gone)));
    }

    /// <summary>Listens until the rooms are others than were listened to (true), or the mailbox is closed (false).</summary>
    private async Task<bool> ListenAsync(ILiveSubscription mailbox)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        await using var batches = mailbox.ReadAllAsync(over.Token).GetAsyncEnumerator(over.Token);
        var next = batches.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (!await CameAsync(next))
                {
                    await _log.CatchUpAsync();
                    await writer.BeatAsync();
                    await writer.FlushAsync();
                    continue;
                }

                if (!await next) return false;
                var isOther = await AnswerAsync(batches.Current);
                await writer.FlushAsync();
                if (isOther) return true;
                next = batches.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await over.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default); // an enumerator may not be let go while it moves
        }
    }

    private async Task<bool> CameAsync(Task<bool> next)
    {
        if (next.IsCompleted) return true;
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var beat = Task.Delay(Beat, sources.Time, rest.Token);
        var came = await Task.WhenAny(next, beat) == next;
        await rest.CancelAsync();
        return came || gone.IsCancellationRequested;
    }

    /// <summary>Reads what the bell rang for; true when the person's rooms are others now.</summary>
    private async Task<bool> AnswerAsync(LiveBatch batch)
    {
        if (batch.Resync || batch.Events.Any(e => e is ChatListChanged or RoomChanged))
        {
            HashSet<Guid> now = [.. (await sources.Chats.RoomsAsync(actor, take: 4 * ChatQueries.RoomsPageSize, gone: gone)).Select(r => r.Id)];
            var isOther = !now.SetEquals(_rooms);
            _rooms = now;
            if (isOther)
            {
                await SignalAsync(batch);
                return true; // listen to a new room first, then read it: whoever has read its first message also hears who answers
            }
        }

        var isAboutNotifications = batch.Events.Any(e => e is NotificationsChanged);
        await _log.ReadOnAsync(batch.Resync || batch.Events.Any(e => e is not NotificationsChanged), batch.Resync || isAboutNotifications);
        if (batch.Resync || isAboutNotifications) await writer.WriteAsync("unread", new UnreadEvent(await sources.Notifications.UnreadCountAsync(actor, gone)));
        await PresenceAsync();
        await SignalAsync(batch);
        return false;
    }

    private async Task SignalAsync(LiveBatch batch)
    {
        foreach (var signal in batch.Events) await SignalAsync(signal);
    }

    private Task SignalAsync(IClinicEvent signal) => signal switch
    {
        TypingSignalled typing when typing.AccountId != actor.UserId && _rooms.Contains(typing.RoomId) =>
            writer.WriteAsync("chat.typing", new ChatTypingEvent(typing.RoomId, typing.AccountId, typing.Until)),
        ReceiptMoved receipt when _rooms.Contains(receipt.RoomId) =>
            writer.WriteAsync("chat.receipt", new ChatReceiptEvent(receipt.RoomId, receipt.AccountId, receipt.Delivered, receipt.Read)),
        _ => Task.CompletedTask,
    };

    /// <summary>Doctors whose one word is another than was told last. Both reads are shared by the whole node.</summary>
    private async Task PresenceAsync()
    {
        var (busy, doctors) = (await sources.Appointments.DoctorsWithPatientsAsync(actor, gone), await sources.Practitioners.ListAsync(actor, gone));
        if (ReferenceEquals(busy, _told.Busy) && ReferenceEquals(doctors, _told.Doctors)) return;
        _told = (busy, doctors);
        foreach (var row in doctors.Rows)
        {
            var view = PractitionerView.Of(row, busy.Contains(row.Id));
            if (_presence.TryGetValue(row.Id, out var told) && told == view) continue;
            _presence[row.Id] = view;
            await writer.WriteAsync("presence", view);
        }
    }
}
