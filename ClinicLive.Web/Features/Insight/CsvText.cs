using System.Globalization;
using System.Text;

namespace ClinicLive.Web.Features.Insight;

/// <summary>
/// A table as CSV (RFC 4180, CRLF). A cell that a spreadsheet would take for a formula (it begins with = + - @, also in full width, a
/// tab or a line break) gets an apostrophe in front, so that it is only text.
/// </summary>
public static class CsvText
{
    /// <summary>The whole table.</summary>
    public static string Of(IEnumerable<string> header, IEnumerable<IEnumerable<object?>> rows)
    {
        var text = new StringBuilder();
        Append(text, header);
        foreach (var row in rows) Append(text, row);
        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<object?> cells) =>
        text.AppendJoin(',', cells.Select(cell => Cell(Convert.ToString(cell, CultureInfo.InvariantCulture) ?? ""))).Append("\r\n");

    private static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠') text = $"'{text}";
        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
