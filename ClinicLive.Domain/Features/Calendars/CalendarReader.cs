using System.Text;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>A part of a calendar with its lines and its own parts, such as an event with its reminders.</summary>
internal sealed class CalendarPart(string name)
{
    /// <summary>Its name, in capitals.</summary>
    public string Name { get; } = name;

    public List<CalendarLine> Lines { get; } = [];

    public List<CalendarPart> Parts { get; } = [];

    /// <summary>The first of its lines that cannot be read, or null.</summary>
    public string? Fault { get; set; }

    /// <summary>The first line of that name, or null.</summary>
    public CalendarLine? Find(string name) => Lines.Find(l => l.Name == name);

    /// <summary>All lines of that name.</summary>
    public IEnumerable<CalendarLine> All(string name) => Lines.Where(l => l.Name == name);
}

/// <summary>
/// Reads calendars (RFC 5545) part by part, so that memory holds one event at a time. Lines end with CRLF, LF or CR; empty ones do not count; folded
/// ones were unfolded by <see cref="UnfoldedStream"/>, or are here.
/// </summary>
internal sealed class CalendarReader(TextReader text, int longest)
{
    private const int Deepest = 8;
    private const int MostLines = 100_000;
    private readonly Stack<CalendarPart> _open = new();
    private readonly StringBuilder _line = new();
    private int _next = -2;
    private long _size;

    /// <summary>Why the file cannot be read to its end, as in "it ends in the middle"; null where it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>The lines of the calendar itself that have been read so far.</summary>
    public CalendarPart? Calendar { get; private set; }

    /// <summary>Every part that stands directly in a calendar. Look at <see cref="Problem"/> when they have ended.</summary>
    public IEnumerable<CalendarPart> Parts()
    {
        while (Problem is null && ReadLine() is { } line && Problem is null)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (CalendarLine.Read(line) is not { } read) Spoil(line);
            else if (read.Name == "BEGIN") Begin(read.Value.Trim().ToUpperInvariant());
            else if (read.Name == "END" && End(read.Value.Trim().ToUpperInvariant()) is { } part) yield return part;
            else if (read.Name != "END") Keep(read, line.Length);
        }

        if (Problem is null && _open.TryPeek(out var open)) Problem = $"ends in the middle: END:{open.Name} is missing";
        else if (Problem is null && Calendar is null) Problem = "holds no calendar";
    }

    private void Begin(string name)
    {
        if (_open.Count == 0 && name != "VCALENDAR") Problem = name == "VCARD" ? "holds addresses (vCard) and no calendar" : $"is no calendar: it begins with {Short(name)} and not with VCALENDAR";
        else if (_open.Count == Deepest) Problem = $"is nested more than {Deepest} deep";
        if (Problem is not null) return;
        var part = new CalendarPart(name);
        if (_open.Count == 0) Calendar = part;
        if (_open.Count <= 1) _size = 0;
        _open.Push(part);
    }

    private CalendarPart? End(string name)
    {
        if (!_open.TryPop(out var part) || part.Name != name)
        {
            Problem = part is null ? $"is broken: END:{Short(name)} ends nothing" : $"is broken: END:{Short(name)} stands where END:{Short(part.Name)} was to come";
            return null;
        }

        if (_open.Count == 1) return part;
        if (_open.TryPeek(out var around)) around.Parts.Add(part);
        return null;
    }

    private void Keep(CalendarLine line, int length)
    {
        if (!_open.TryPeek(out var part))
        {
            Problem = $"is broken: {Short(line.Name)} stands outside of a calendar";
            return;
        }

        _size += length;
        if (_size > longest || part.Lines.Count == MostLines) Problem = "holds an entry that is too long";
        part.Lines.Add(line);
    }

    private void Spoil(string line)
    {
        if (_open.TryPeek(out var part)) part.Fault ??= Short(line.Trim());
        else Problem = $"is broken: \"{Short(line.Trim())}\" stands outside of a calendar";
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..(char.IsHighSurrogate(text[58]) ? 58 : 59)]}…";

    // An unfolded line, or null at the end.
    private string? ReadLine()
    {
        if (_next == -2) _next = text.Read();
        if (_next < 0) return null;
        _line.Clear();
        while (true)
        {
            var sign = _next;
            if (sign is '\r' or '\n')
            {
                _next = text.Read();
                if (sign == '\r' && _next == '\n') _next = text.Read();
                if (_next is not (' ' or '\t') || IsBlank()) break;
            }
            else if (sign < 0)
            {
                break;
            }
            else
            {
                _line.Append((char)sign);
            }

            if (_line.Length > longest)
            {
                Problem = "has a line that is too long";
                break;
            }

            _next = text.Read();
        }

        return _line.ToString();
    }

    private bool IsBlank()
    {
        for (var i = 0; i < _line.Length; i++)
        {
            if (!char.IsWhiteSpace(_line[i])) return false;
        }

        return true;
    }
}
