using System.Globalization;
using System.Text;
using System.Text.Json;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Tests.Support;

/// <summary>The strings and sequences of the shared data (text), as messages that can be sent.</summary>
internal static class RealTexts
{
    /// <summary>The Big List of Naughty Strings, without those of which nothing can be seen.</summary>
    public static List<string> Naughty() => [.. JsonSerializer.Deserialize<string[]>(File.ReadAllText(SharedData.Find("text", "blns", "blns.json")))!.Where(t => MessageText.Refuse(t) is null)];

    /// <summary>Every emoji, every sequence of graphemes, and every text of Unicode's normalization test as it was typed, once each.</summary>
    public static List<string> Sequences() => [.. Codes("emoji-test.txt", line => line.Split(';')[0])
        .Concat(Codes("emoji-zwj-sequences.txt", line => line.Split(';')[0]))
        .Concat(Codes("GraphemeBreakTest.txt", line => line.Split('#')[0].Replace("÷", "", StringComparison.Ordinal).Replace("×", "", StringComparison.Ordinal)))
        .Concat(Normalization()).Where(s => s.Length > 0 && !PlainText.HasBrokenCharacter(s) && !s.Contains('\0')).Distinct()];

    /// <summary>Short texts put together to messages, a line each.</summary>
    public static List<string> Together(IEnumerable<string> texts, int lines) => [.. texts.Chunk(lines).Select(chunk => string.Join('\n', chunk)).Where(b => MessageText.Refuse(b) is null)];

    public static string Bytes(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Normalization() => Encoding.UTF8.GetString(BZip2.Unpack(File.ReadAllBytes(SharedData.Find("text", "unicode", "NormalizationTest.txt.bz2"))))
        .Split('\n').Where(l => l.Length > 0 && l[0] is not ('#' or '@')).Select(l => Text(l.Split(';')[0]));

    private static IEnumerable<string> Codes(string file, Func<string, string> codes) =>
        File.ReadLines(SharedData.Find("text", "unicode", file)).Where(l => l.Length > 0 && l[0] != '#').Select(l => Text(codes(l)));

    private static string Text(string codes) => string.Concat(codes.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Select(h => int.Parse(h, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).Select(v => v is >= 0xD800 and <= 0xDFFF ? ((char)v).ToString() : char.ConvertFromUtf32(v)));
}
