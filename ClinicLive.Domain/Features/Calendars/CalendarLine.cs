using System.Text;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>One line of a calendar, unfolded (RFC 5545, 3.1).</summary>
/// <param name="Name">Its name, in capitals.</param>
/// <param name="Parameters">What stands between name and value, with names in capitals.</param>
/// <param name="Value">The value as it stands there.</param>
internal sealed record CalendarLine(string Name, IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Parameters, string Value)
{
    private const int LongestLine = 75; // octets, without the line break

    /// <summary>Reads one; null where it is none.</summary>
    public static CalendarLine? Read(string line)
    {
        var at = line.AsSpan().IndexOfAny(';', ':', '"');
        if (at <= 0 || line[at] == '"') return null;
        var (name, parameters) = (line[..at].Trim().ToUpperInvariant(), new List<(string, IReadOnlyList<string>)>());
        while (line[at] == ';')
        {
            var equals = line.AsSpan(++at).IndexOfAny('=', ';', ':');
            if (equals < 0) return null;
            var (called, values) = (line.Substring(at, equals).Trim().ToUpperInvariant(), new List<string>());
            at += equals;
            while (line[at] is '=' or ',')
            {
                if (!ReadValue(line, ref at, values)) return null;
            }

            parameters.Add((called, values));
        }

        return new CalendarLine(name, parameters, line[(at + 1)..]);
    }

    /// <summary>The first value of a parameter, or null.</summary>
    public string? Parameter(string name)
    {
        foreach (var (called, values) in Parameters)
        {
            if (called == name && values.Count > 0) return values[0];
        }

        return null;
    }

    /// <summary>The value as text: without its escapes (3.3.11), and out of base 64 where it says so.</summary>
    public string Text()
    {
        if (Parameter("ENCODING") is not { } encoding || !(encoding.Equals("BASE64", StringComparison.OrdinalIgnoreCase) || encoding.Equals("B", StringComparison.OrdinalIgnoreCase))) return Unescape(Value);
        var bytes = new byte[(Value.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(Value, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    /// <summary>The values of a list, as they stand there.</summary>
    public IEnumerable<string> Values() => Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Text as a value; control characters have no place in one.</summary>
    public static string Escape(string text)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");
        return string.Concat(escaped.Where(c => !char.IsControl(c)));
    }

    /// <summary>A value as text: the other way round of <see cref="Escape"/>.</summary>
    public static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal)) return value;
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length) text.Append(value[i]);
            else if (value[++i] is 'n' or 'N') text.Append('\n');
            else if (value[i] is '\\' or ';' or ',') text.Append(value[i]);
            else text.Append('\\').Append(value[i]);
        }

        return text.ToString();
    }

    /// <summary>Writes a line, folded at 75 octets and never within a character. <see cref="CalendarReader"/> undoes it.</summary>
    public static void Fold(StringBuilder file, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                file.Append("\r\n ");
                octets = 1;
            }

            file.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        file.Append("\r\n");
    }

    // From the sign before the value to the sign behind it.
    private static bool ReadValue(string line, ref int at, List<string> values)
    {
        if (++at < line.Length && line[at] == '"')
        {
            var close = line.IndexOf('"', at + 1);
            if (close < 0 || close + 1 == line.Length || line[close + 1] is not (',' or ';' or ':')) return false;
            values.Add(Plain(line[(at + 1)..close]));
            at = close + 1;
            return true;
        }

        var end = at < line.Length ? line.AsSpan(at).IndexOfAny(',', ';', ':') : -1;
        if (end < 0) return false;
        values.Add(Plain(line.Substring(at, end)));
        at += end;
        return true;
    }

    // RFC 6868.
    private static string Plain(string value)
    {
        if (!value.Contains('^', StringComparison.Ordinal)) return value;
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var meant = value[i] == '^' && i + 1 < value.Length ? value[i + 1] switch { 'n' => '\n', '\'' => '"', '^' => '^', _ => '\0' } : '\0';
            text.Append(meant == '\0' ? value[i] : meant);
            if (meant != '\0') i++;
        }

        return text.ToString();
    }
}
