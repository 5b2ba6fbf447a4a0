using System.Globalization;
using System.Text;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Insight;

/// <summary>
/// A table as CSV (RFC 4180, CRLF); its cells are never formulas (<see cref="CsvCell"/>).
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
        text.AppendJoin(',', cells.Select(cell => CsvCell.Of(Convert.ToString(cell, CultureInfo.InvariantCulture) ?? ""))).Append("\r\n");
}
