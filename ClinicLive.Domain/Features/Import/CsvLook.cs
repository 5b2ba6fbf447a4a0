using System.Globalization;
using System.Text;

namespace ClinicLive.Domain.Features.Import;

/// <summary>What a column holds, over the whole table.</summary>
/// <param name="Name">The header.</param>
/// <param name="Samples">Up to three of its cells.</param>
/// <param name="Words">Its different cells, where they are few.</param>
public sealed record CsvColumn(string Name, IReadOnlyList<string> Samples, IReadOnlyList<string> Words)
{
    internal int Dates { get; init; }

    internal int NeedOrder { get; init; }

    internal int OnlyDayFirst { get; init; }

    internal int OnlyMonthFirst { get; init; }

    internal int WithOffset { get; init; }

    internal int WithoutOffset { get; init; }
}

/// <summary>What was found in a table.</summary>
/// <param name="Header">The names of the columns.</param>
/// <param name="Columns">What each holds.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Delimiter">What divides the cells; null where it has to be asked.</param>
/// <param name="Encoding">How the signs are written; null where it has to be asked.</param>
public sealed record CsvLook(IReadOnlyList<string> Header, IReadOnlyList<CsvColumn> Columns, long Rows, char? Delimiter, string? Encoding)
{
    private const int MostWords = 40;
    private const int Probed = 200;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Stands for the names of the columns, in their order.</summary>
    public string Signature => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Header))));

    internal CsvColumn? Column(string? name) => Columns.FirstOrDefault(c => c.Name == name);

    /// <summary>Looks through a whole table. What the plan says of delimiter and encoding is taken; else it is found, or left open.</summary>
    internal static CsvLook At(ImportFile file, ImportLimits limits, CsvPlan? plan, CancellationToken gone)
    {
        var encoding = plan?.Encoding;
        if (encoding is null)
        {
            using var bytes = file.Open(limits);
            encoding = TextEncodings.Find(bytes);
        }

        if (encoding is null) return new CsvLook([], [], 0, null, null);
        var delimiter = plan?.Delimiter ?? FindDelimiter(file, limits, encoding);
        if (delimiter is null) return new CsvLook([], [], 0, null, encoding);
        using var text = Open(file, limits, encoding);
        var (header, counts, rows) = (Array.Empty<string>(), Array.Empty<Counts>(), 0L);
        foreach (var row in RowsOf(file, text, delimiter.Value))
        {
            if (row.Number == 0)
            {
                header = [.. row.Fields.Select(f => f.Trim())];
                if (header.Any(h => h.Length is 0 or > 200) || header.Distinct(StringComparer.Ordinal).Count() != header.Length) throw file.Unreadable("needs a first row that names each column once");
                counts = [.. header.Select(_ => new Counts())];
                continue;
            }

            gone.ThrowIfCancellationRequested();
            rows++;
            for (var i = 0; i < Math.Min(counts.Length, row.Fields.Length); i++) counts[i].See(row.Fields[i]);
        }

        return new CsvLook(header, [.. counts.Select((c, i) => c.Column(header[i]))], rows, delimiter, encoding);
    }

    internal static StreamReader Open(ImportFile file, ImportLimits limits, string encoding) =>
        new(file.Open(limits), TextEncodings.Named(encoding) ?? throw file.Unreadable($"cannot be read as \"{encoding}\""), detectEncodingFromByteOrderMarks: true);

    internal static IEnumerable<CsvRow> RowsOf(ImportFile file, TextReader text, char delimiter)
    {
        using var rows = new CsvRows(text, delimiter, file.Name).Read().GetEnumerator();
        while (true)
        {
            try
            {
                if (!rows.MoveNext()) yield break;
            }
            catch (DecoderFallbackException fault)
            {
                throw file.Unreadable("is not written in the encoding that was said", fault);
            }

            yield return rows.Current;
        }
    }

    // The one that divides the header, and most rows alike (a row may be broken), into more than one cell. None or several: it has to be asked.
    private static char? FindDelimiter(ImportFile file, ImportLimits limits, string encoding)
    {
        var fitting = new List<char>();
        foreach (var candidate in Delimiters)
        {
            using var text = Open(file, limits, encoding);
            try
            {
                var widths = RowsOf(file, text, candidate).Take(Probed).Select(r => r.Fields.Length).ToList();
                if (widths.Count > 0 && widths[0] > 1 && widths.Count(w => w == widths[0]) > widths.Count / 2) fitting.Add(candidate);
            }
            catch (UnreadableFileException) when (candidate != ',')
            {
                // Not with this one.
            }
        }

        return fitting is [var one] ? one : null;
    }

    /// <summary>Counts on the way.</summary>
    private sealed class Counts
    {
        private readonly List<string> _samples = [];
        private readonly HashSet<string> _words = new(StringComparer.OrdinalIgnoreCase);
        private (int Dates, int NeedOrder, int OnlyDay, int OnlyMonth, int With, int Without) _seen;

        public void See(string cell)
        {
            var text = cell.Trim();
            if (text.Length == 0) return;
            if (_samples.Count < 3 && !_samples.Contains(text, StringComparer.Ordinal)) _samples.Add(text.Length > 60 ? string.Create(CultureInfo.InvariantCulture, $"{text[..59]}…") : text);
            if (_words.Count <= MostWords && text.Length <= 60) _words.Add(text);
            if (!char.IsAsciiDigit(text[0]) || CellTime.Read(text) is not { } time) return;
            if (time.Numbers is { } n)
            {
                _seen.Dates++;
                if (!time.YearFirst)
                {
                    _seen.NeedOrder++;
                    if (n.A > 12 && n.B <= 12) _seen.OnlyDay++;
                    if (n.B > 12 && n.A <= 12) _seen.OnlyMonth++;
                }
            }

            if (time.Time is null) return;
            if (time.Offset is null) _seen.Without++;
            else _seen.With++;
        }

        public CsvColumn Column(string name) => new(name, _samples, _words.Count <= MostWords ? [.. _words.Order(StringComparer.OrdinalIgnoreCase)] : [])
        {
            Dates = _seen.Dates,
            NeedOrder = _seen.NeedOrder,
            OnlyDayFirst = _seen.OnlyDay,
            OnlyMonthFirst = _seen.OnlyMonth,
            WithOffset = _seen.With,
            WithoutOffset = _seen.Without,
        };
    }
}
