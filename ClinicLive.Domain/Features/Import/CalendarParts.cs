using System.Text;
using ClinicLive.Domain.Features.Calendars;

namespace ClinicLive.Domain.Features.Import;

/// <summary>Reads the entries of a calendar that is to be taken over.</summary>
internal static class CalendarParts
{
    /// <summary>Lines that hold times.</summary>
    public static readonly string[] OfTimes = ["DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"];

    /// <summary>How its signs are written, where the file shows it.</summary>
    public static string? EncodingOf(ImportFile file, ImportLimits limits)
    {
        using var bytes = new UnfoldedStream(file.Open(limits));
        return TextEncodings.Find(bytes);
    }

    /// <summary>Every part that stands directly in the calendar, with the calendar's own lines.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read to its end.</exception>
    public static IEnumerable<(CalendarPart Part, CalendarPart Calendar)> Read(ImportFile file, ImportLimits limits, string encoding)
    {
        var signs = TextEncodings.Named(encoding) ?? throw file.Unreadable($"cannot be read as \"{encoding}\"");
        var bytes = file.Open(limits);
        using var text = new StreamReader(signs is UnicodeEncoding ? bytes : new UnfoldedStream(bytes), signs, detectEncodingFromByteOrderMarks: true);
        var reader = new CalendarReader(text, ImportLimits.LongestPiece);
        using var parts = reader.Parts().GetEnumerator();
        while (true)
        {
            try
            {
                if (!parts.MoveNext()) break;
            }
            catch (DecoderFallbackException fault)
            {
                throw file.Unreadable("is not written in the encoding that was said", fault);
            }

            if (reader.Calendar!.Find("VERSION")?.Value.Trim() == "1.0") throw file.Unreadable("is a calendar of the old kind (vCalendar 1.0). Please ask the other system for iCalendar 2.0");
            yield return (parts.Current, reader.Calendar);
        }

        if (reader.Problem is { } problem) throw file.Unreadable(problem);
    }

    /// <summary>The begin; null where there is none or it cannot be read.</summary>
    public static CalendarMoment? Start(CalendarPart part) => part.Find("DTSTART") is { } line ? CalendarMoment.Read(line.Value) : null;

    /// <summary>The word for its state, in capitals; null for one that is agreed.</summary>
    public static string? State(CalendarPart part, CalendarPart calendar)
    {
        if (calendar.Find("METHOD")?.Value.Trim().Equals("CANCEL", StringComparison.OrdinalIgnoreCase) == true) return "CANCELLED";
        var word = part.Find("STATUS")?.Text().Trim().ToUpperInvariant();
        return word is null or "" or "CONFIRMED" ? null : word;
    }

    /// <summary>The people who are invited, with their addresses; no rooms and no groups.</summary>
    public static IEnumerable<(string Key, string Name)> Invited(CalendarPart part) =>
        from line in part.All("ATTENDEE")
        where line.Parameter("CUTYPE")?.ToUpperInvariant() is null or "INDIVIDUAL" or "UNKNOWN"
        let address = line.Value.Trim()
        let name = line.Parameter("CN")?.Trim() is { Length: > 0 } called ? called : address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? address[7..] : address
        where name.Length > 0
        select (address.ToLowerInvariant(), name);
}
