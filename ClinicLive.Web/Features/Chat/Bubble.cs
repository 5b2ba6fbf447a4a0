using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Chat;

/// <summary>How far an own message has come.</summary>
public enum Tick
{
    /// <summary>Not an own message.</summary>
    None,

    /// <summary>Stored.</summary>
    Sent,

    /// <summary>On a screen of everybody else.</summary>
    Delivered,

    /// <summary>Read by everybody else.</summary>
    Read,
}

/// <summary>One message as the screen shows it: the row, and what follows from its neighbours and its readers.</summary>
/// <param name="Row">The message.</param>
/// <param name="IsOwn">On the reader's side.</param>
/// <param name="Begins">First of several by one person.</param>
/// <param name="ShowsName">The person's name stands above.</param>
/// <param name="Day">The line between two days, or null.</param>
/// <param name="IsFirstUnread">The line "New" stands above.</param>
/// <param name="Tick">How far it has come.</param>
public sealed record Bubble(ChatMessageRow Row, bool IsOwn, bool Begins, bool ShowsName, string? Day, bool IsFirstUnread, Tick Tick)
{
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(5);

    /// <summary>What was looked for and is marked in the text, or null.</summary>
    public string? Found { get; init; }

    /// <summary>True when nothing that is drawn has changed.</summary>
    public bool LooksLike(Bubble? other) => other is not null && ReferenceEquals(Row, other.Row)
        && (IsOwn, Begins, ShowsName, Day, IsFirstUnread, Tick, Found) == (other.IsOwn, other.Begins, other.ShowsName, other.Day, other.IsFirstUnread, other.Tick, other.Found);

    /// <summary>All messages of a window.</summary>
    public static List<Bubble> Of(IReadOnlyList<ChatMessageRow> rows, ChatRoomView room, Guid me, bool isDesk, int? firstUnread, ChatTimes times)
    {
        var bubbles = new List<Bubble>(rows.Count);
        var (delivered, read) = Reached(room, me, isDesk);
        ChatMessageRow? before = null;
        foreach (var row in rows)
        {
            var day = times.Policy.DayOf(row.SentAt);
            var isNewDay = before is null || times.Policy.DayOf(before.SentAt) != day;
            var isOwn = row.SenderId == me || (isDesk && room.Row.Kind == ChatRoomKind.FrontDesk && !row.IsFromPatient);
            var begins = isNewDay || before!.Kind != ChatMessageKind.Text || before.SenderId != row.SenderId || row.SentAt - before.SentAt > Together || row.Sequence == firstUnread;
            var showsName = begins && row.SenderId != me && (room.Row.Kind != ChatRoomKind.Direct || IsInPlace(row, room)) && !(room.Row.Kind == ChatRoomKind.FrontDesk && isDesk && row.IsFromPatient);
            var tick = !isOwn || row.Kind != ChatMessageKind.Text || row.DeletedAt is not null ? Tick.None
                : row.Sequence <= read ? Tick.Read
                : row.Sequence <= delivered ? Tick.Delivered : Tick.Sent;
            bubbles.Add(new Bubble(row, isOwn, begins, showsName, isNewDay ? times.Day(day) : null, row.Sequence == firstUnread, tick));
            before = row;
        }

        return bubbles;
    }

    /// <summary>Said by a doctor in the place of the room's own: his name stands above.</summary>
    private static bool IsInPlace(ChatMessageRow row, ChatRoomView room) => !row.IsFromPatient && row.SenderId != room.Row.DoctorAccountId;

    // In a front-desk room the desk is one person; it has received what was sent.
    private static (int Delivered, int Read) Reached(ChatRoomView room, Guid me, bool isDesk)
    {
        if (room.Row.Kind == ChatRoomKind.FrontDesk && !isDesk) return (room.Row.LastSequence, room.DeskRead);
        var others = room.People.Where(p => p.AccountId != me).ToList();
        if (room.Row.Kind == ChatRoomKind.Direct && others.Count > 1)
        {
            // Whichever of the doctors has read it has read it for the patient; a colleague's reading says nothing of the patient's.
            var doctors = others.Where(p => p.Role != Role.Patient).ToList();
            if (doctors.Count == others.Count) return (doctors.Max(p => p.Delivered), doctors.Max(p => p.Read));
            others.RemoveAll(p => p.Role != Role.Patient);
        }

        return others.Count == 0 ? (0, 0) : (others.Min(p => p.Delivered), others.Min(p => p.Read));
    }
}
