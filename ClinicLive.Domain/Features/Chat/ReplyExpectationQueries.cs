using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>When somebody who writes can expect an answer.</summary>
/// <param name="UsuallyWithin">Three of four answers came within this time, rounded up; null where there are too few to say.</param>
/// <param name="AwayUntil">When the doctor is there again, in UTC; null while he is there, or away only for the night.</param>
public sealed record ReplyExpectation(TimeSpan? UsuallyWithin, DateTimeOffset? AwayUntil);

/// <summary>Reads how fast answers came and when the one who gives them is there; from the record and the schedule, nothing is promised by hand.</summary>
public sealed class ReplyExpectationQueries(IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, ScheduleQueries schedule, TimeProvider time)
{
    /// <summary>Answers of this long are looked at.</summary>
    public static readonly TimeSpan LooksBack = TimeSpan.FromDays(60);

    /// <summary>Fewer answers than this say nothing.</summary>
    public const int FewestAnswers = 3;

    private const int MostMessages = 4_000;
    private const int DaysAhead = 28;
    private static readonly TimeSpan OnlyTheNight = TimeSpan.FromHours(20);

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3),
        TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(3), TimeSpan.FromDays(7),
    ];

    /// <summary>For a patient's room with a doctor or the desk; null for groups, for staff, and for a room that does not exist for this person.</summary>
    public async Task<ReplyExpectation?> OfAsync(Actor actor, Guid roomId, CancellationToken gone = default)
    {
        if (actor.Role != Role.Patient) return null;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var room = await ChatRights.Rooms(db, actor).Where(r => r.Id == roomId).Select(r => new { r.Kind, r.PractitionerId }).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        if (room is null || room.Kind == ChatRoomKind.Group) return null;
        var now = time.GetUtcNow();
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var usual = await snapshots.ReadAsync<Usual>(
            Topic.ReplyTimes(room.PractitionerId ?? actor.OrganizationId, book.Policy.DayOf(now)), (_, shared) => ReadAsync(actor.OrganizationId, room.PractitionerId, now, shared), gone).ConfigureAwait(false);
        return new ReplyExpectation(usual.Within, room.PractitionerId is { } doctor ? AwayUntil(book, doctor, now) : null);
    }

    /// <summary>When a doctor who is away now is there again; null while he is there or only the night lies between.</summary>
    internal static DateTimeOffset? AwayUntil(OpeningBook book, Guid practitionerId, DateTimeOffset now)
    {
        var today = book.Policy.DayOf(now);
        var open = book.OpenTimes(practitionerId, today, today.AddDays(DaysAhead));
        if (open.Any(s => s.From <= now && now < s.To)) return null;
        var absence = book.TimeOff.Where(t => t.PractitionerId == practitionerId && t.From <= now && now < t.Until).Select(t => (DateTimeOffset?)t.Until).Max();
        var next = open.Where(s => s.From > now).Select(s => (DateTimeOffset?)s.From).Min();
        if (absence is null && (next is null || next - now <= OnlyTheNight)) return null;
        return next ?? absence;
    }

    /// <summary>The step that three of four waits lie within; null for too few.</summary>
    internal static TimeSpan? Within(List<TimeSpan> waits)
    {
        if (waits.Count < FewestAnswers) return null;
        waits.Sort();
        var typical = waits[(int)Math.Ceiling(waits.Count * 0.75) - 1];
        return Steps.Where(s => typical <= s).Select(s => (TimeSpan?)s).FirstOrDefault();
    }

    // How long the first of several unanswered messages waited for the next answer.
    private async Task<Usual> ReadAsync(Guid organizationId, Guid? practitionerId, DateTimeOffset now, CancellationToken shared)
    {
        var since = now - LooksBack;
        await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
        var rooms = db.ChatRooms.Where(r => r.OrganizationId == organizationId && r.LastMessageAt > since
            && (practitionerId == null ? r.Kind == ChatRoomKind.FrontDesk : r.Kind == ChatRoomKind.Direct && r.PractitionerId == practitionerId));
        var lines = await (
            from m in db.ChatMessages.AsNoTracking()
            join r in rooms on m.RoomId equals r.Id
            where m.SentAt > since && m.Kind == ChatMessageKind.Text
            orderby m.Number descending
            select new { m.RoomId, m.Sequence, m.IsFromPatient, m.SentAt }).Take(MostMessages).ToListAsync(shared).ConfigureAwait(false);
        var waits = new List<TimeSpan>();
        foreach (var room in lines.GroupBy(l => l.RoomId))
        {
            DateTimeOffset? asked = null;
            foreach (var line in room.OrderBy(l => l.Sequence))
            {
                if (line.IsFromPatient) asked ??= line.SentAt;
                else if (asked is { } at)
                {
                    waits.Add(line.SentAt - at);
                    asked = null;
                }
            }
        }

        return new Usual(Within(waits));
    }

    private sealed record Usual(TimeSpan? Within);
}
