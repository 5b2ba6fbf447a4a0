using ClinicLive.Domain.Features.Chat;

namespace ClinicLive.Web.Features.Chat;

/// <summary>
/// The part of a conversation that a screen holds: a run of messages without a gap, never more than <see cref="Most"/>, however
/// long the conversation is. What is further up or down is read again when somebody scrolls there.
/// </summary>
public sealed class ChatWindow
{
    /// <summary>Messages of one page.</summary>
    public const int Page = 60;

    /// <summary>Most messages on a screen.</summary>
    public const int Most = 180;

    private List<ChatMessageRow> _rows = [];

    /// <summary>What is shown, oldest first.</summary>
    public IReadOnlyList<ChatMessageRow> Rows => _rows;

    /// <summary>True while there are older messages than the first one shown.</summary>
    public bool HasOlder { get; private set; }

    /// <summary>True while there are newer messages than the last one shown.</summary>
    public bool HasNewer { get; private set; }

    /// <summary>The number of the first message shown; 0 when there is none.</summary>
    public int First => _rows.Count == 0 ? 0 : _rows[0].Sequence;

    /// <summary>The number of the last message shown; 0 when there is none.</summary>
    public int Last => _rows.Count == 0 ? 0 : _rows[^1].Sequence;

    /// <summary>Shows another part.</summary>
    public void Show(IEnumerable<ChatMessageRow> rows, bool hasOlder, bool hasNewer)
    {
        var before = _rows.ToDictionary(r => r.Id);
        _rows = [.. rows.Select(r => before.TryGetValue(r.Id, out var old) && IsSame(old, r) ? old : r)];
        (HasOlder, HasNewer) = (hasOlder, hasNewer);
    }

    /// <summary>Adds what came after; what is too much goes at the top when <paramref name="trims"/>. What is there already is not added twice.</summary>
    public void Append(IReadOnlyList<ChatMessageRow> rows, bool hasNewer, bool trims = true)
    {
        var last = Last;
        _rows.AddRange(rows.Where(r => r.Sequence > last));
        HasNewer = hasNewer;
        var tooMuch = _rows.Count - Most;
        if (!trims || tooMuch <= 0) return;
        _rows.RemoveRange(0, tooMuch);
        HasOlder = true;
    }

    /// <summary>Adds what came before; what is too much goes at the bottom.</summary>
    public void Prepend(IReadOnlyList<ChatMessageRow> rows)
    {
        var first = First;
        _rows.InsertRange(0, rows.Where(r => first == 0 || r.Sequence < first));
        HasOlder = rows.Count == Page;
        var tooMuch = _rows.Count - Most;
        if (tooMuch <= 0) return;
        _rows.RemoveRange(Most, tooMuch);
        HasNewer = true;
    }

    /// <summary>Puts changed messages in the place of those shown before.</summary>
    public void Replace(IEnumerable<ChatMessageRow> rows)
    {
        foreach (var row in rows)
        {
            var at = _rows.FindIndex(r => r.Id == row.Id);
            if (at >= 0) _rows[at] = row;
        }
    }

    /// <summary>Something newer exists beyond what is shown.</summary>
    public void NoteNewer() => HasNewer = true;

    private static bool IsSame(ChatMessageRow one, ChatMessageRow other) =>
        one with { Reactions = other.Reactions, Attachments = other.Attachments } == other && one.Reactions.SequenceEqual(other.Reactions) && one.Attachments.SequenceEqual(other.Attachments);
}
