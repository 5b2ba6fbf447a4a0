namespace ClinicLive.Domain.Shared;

/// <summary>
/// A cell of CSV (RFC 4180). One that a spreadsheet would take for a formula (it begins with = + - @, also in full width, a tab or a line
/// break) gets an apostrophe in front, so that it is only text.
/// </summary>
public static class CsvCell
{
    /// <summary>The text as a cell.</summary>
    public static string Of(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠') text = $"'{text}";
        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
