using System.Text;

namespace ClinicLive.Domain.Features.Import;

/// <summary>One row of a table.</summary>
/// <param name="Number">Which row, from 1 for the first under the header.</param>
/// <param name="Fields">Its cells.</param>
internal readonly record struct CsvRow(long Number, string[] Fields);

/// <summary>
/// Reads CSV (RFC 4180) row by row: cells in quotes may hold the delimiter, quotes twice and line ends; lines end with CRLF, LF or CR.
/// Empty lines are no rows.
/// </summary>
internal sealed class CsvRows(TextReader text, char delimiter, string name)
{
    private readonly char[] _buffer = new char[1 << 15];
    private readonly StringBuilder _cell = new();
    private int _at;
    private int _end;

    /// <summary>Every row, the header as number 0.</summary>
    public IEnumerable<CsvRow> Read()
    {
        var (number, cells) = (0L, new List<string>());
        while (ReadRow(cells))
        {
            if (cells is [""]) continue;
            yield return new CsvRow(number++, [.. cells]);
        }
    }

    private bool ReadRow(List<string> cells)
    {
        cells.Clear();
        if (Peek() < 0) return false;
        var length = 0;
        while (true)
        {
            var isQuoted = Peek() == '"';
            _cell.Clear();
            if (isQuoted) ReadQuoted();
            while (Peek() is >= 0 and var sign && sign != delimiter && sign is not ('\r' or '\n'))
            {
                _cell.Append((char)sign); // also what stands behind a closing quote
                _at++;
                if (_cell.Length > ImportLimits.LongestPiece) throw TooLong();
            }

            length += _cell.Length;
            if (length > ImportLimits.LongestPiece || cells.Count > 5_000) throw TooLong();
            cells.Add(_cell.ToString());
            switch (Next())
            {
                case '\r':
                    if (Peek() == '\n') _at++;
                    return true;
                case < 0 or '\n':
                    return true;
            }
        }
    }

    private void ReadQuoted()
    {
        _at++;
        while (true)
        {
            var sign = Next();
            if (sign < 0) throw new UnreadableFileException($"{name} ends inside a cell in quotes: a closing quote is missing.");
            if (sign != '"') _cell.Append((char)sign);
            else if (Peek() == '"') _cell.Append((char)Next());
            else return;
            if (_cell.Length > ImportLimits.LongestPiece) throw TooLong();
        }
    }

    private UnreadableFileException TooLong() => new($"{name} has a row that is too long for a table.");

    private int Next()
    {
        var sign = Peek();
        if (sign >= 0) _at++;
        return sign;
    }

    private int Peek()
    {
        if (_at < _end) return _buffer[_at];
        (_at, _end) = (0, text.Read(_buffer, 0, _buffer.Length));
        return _end == 0 ? -1 : _buffer[0];
    }
}

/// <summary>How the signs of a text file are written.</summary>
internal static class TextEncodings
{
    /// <summary>What can be answered where it cannot be found out.</summary>
    public static IReadOnlyList<string> Choices { get; } = ["utf-8", "windows-1252", "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250", "windows-1251", "macintosh", "utf-16"];

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding of a name, strict: a sign that is none is a fault and no question mark. Null for a name of none.</summary>
    public static Encoding? Named(string name)
    {
        if (!Choices.Contains(name, StringComparer.OrdinalIgnoreCase)) return null;
        return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }

    /// <summary>
    /// What the file says itself: by its mark, or because it is plain ASCII or faultless UTF-8, which a text in another encoding with
    /// letters beyond ASCII practically never is. Null where it has to be asked.
    /// </summary>
    public static string? Find(Stream stream)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (bytes, signs, isFirst) = (new byte[1 << 15], new char[1 << 15], true);
        while (true)
        {
            var read = stream.Read(bytes);
            if (isFirst && bytes.AsSpan(0, read) is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return "utf-16";
            isFirst = false;
            try
            {
                decoder.GetChars(bytes.AsSpan(0, read), signs, flush: read == 0);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }

            if (read == 0) return "utf-8";
        }
    }
}
