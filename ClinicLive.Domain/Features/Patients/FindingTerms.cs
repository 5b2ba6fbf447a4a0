using System.Text;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Patients;

/// <summary>
/// By which terms a patient is found, and what is looked for when somebody types: the words of the name as <see cref="PlainText.Fold"/>
/// makes them, what stands in them behind a hyphen or the like, the telephone number's digits, the date of birth. Whatever is typed is
/// looked for as the beginning of a term; a telephone number also as its end.
/// </summary>
public static class FindingTerms
{
    /// <summary>Longest term, in UTF-16 units; what is longer is found by its beginning.</summary>
    public const int TermLimit = 60;

    private const int MostTerms = 100; // of one patient
    private const int MostWords = 20; // of one search
    private const int ShortestEnd = 3; // digits of a telephone number that are looked for at its end
    private const int ShortestNational = 4; // digits behind a zero that may stand for a country: "0123" is no "123"
    private const string BornMark = "\uE000"; // private use: no word of any language begins with it
    private const string EndMark = "\uE001";

    /// <summary>The text and the terms of a patient. The text holds each term behind a blank, beside name and number as they are written.</summary>
    public static (string Text, IReadOnlyList<string> Terms) Of(string name, string? phone, DateOnly? born)
    {
        var (words, written) = (Split(name), Split(phone ?? ""));
        List<string> more = [.. words.SelectMany(Parts), .. written.Where(w => w.Any(char.IsLetter))];
        if (phone is not null && Telephone.Digits(phone) is { Length: > 0 } digits)
        {
            more.AddRange(Telephone.Beginnings(phone));
            more.Add(EndMark + Reversed(digits));
        }

        if (born is { } date) more.Add(BornMark + Written(date));
        var text = $" {string.Join(' ', words)}  {string.Join(' ', written)}  {string.Join(' ', more)}";
        return (text, Needed([.. words.Concat(more).Select(Cut).Distinct(StringComparer.Ordinal).Take(MostTerms)]));
    }

    /// <summary>
    /// What was typed, word by word: a patient fits when each word is the beginning of a term in one of the ways that the word can be
    /// read. Numbers that follow one another are one telephone number if <paramref name="joinsNumbers"/>.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Typed(string typed, bool joinsNumbers)
    {
        var words = Split(typed).Take(MostWords).ToArray();
        var read = new List<IReadOnlyList<string>>();
        for (var i = 0; i < words.Length;)
        {
            var (dates, length) = TypedDates.Read(words.AsSpan(i));
            if (dates.Count > 0)
            {
                read.Add([.. dates.Select(d => BornMark + Written(d)), .. length == 1 ? words[i..(i + 1)] : []]);
                i += length;
                continue;
            }

            var next = i + 1;
            if (Telephone.IsPart(words[i]))
            {
                while (joinsNumbers && next < words.Length && Telephone.IsPart(words[next]) && TypedDates.Read(words.AsSpan(next)).Dates.Count == 0) next++;
            }

            read.Add(next == i + 1 ? [.. new[] { words[i] }.Concat(Numbers(words[i])).Distinct(StringComparer.Ordinal)] : Numbers(string.Join(' ', words[i..next])));
            i = next;
        }

        return read;
    }

    /// <summary>The beginning of a date of birth's term, from a beginning of the date such as 1961 or 1961-04.</summary>
    public static string Born(string beginning) => BornMark + beginning;

    /// <summary>The words of a text as they are compared.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var sign in PlainText.Fold(text))
        {
            if (!char.IsWhiteSpace(sign) && !char.IsControl(sign)) word.Append(sign);
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    /// <summary>A term, or what is looked for as one, at its full length or cut between two signs.</summary>
    public static string Cut(string term) => term.Length <= TermLimit ? term : term[..(char.IsHighSurrogate(term[TermLimit - 1]) ? TermLimit - 1 : TermLimit)];

    /// <summary>What stands in a word behind a mark, behind a digit, or with each sign of a script that has no blanks between words: "neu" of "alt-neu".</summary>
    private static IEnumerable<string> Parts(string word)
    {
        var (at, before) = (0, Kind.None);
        foreach (var rune in word.EnumerateRunes())
        {
            var kind = KindOf(rune);
            if (at > 0 && kind != Kind.None && (kind != before || kind == Kind.Sign)) yield return word[at..];
            (at, before) = (at + rune.Utf16SequenceLength, kind);
        }
    }

    private static Kind KindOf(Rune rune) => Rune.IsDigit(rune) ? Kind.Digit
        : PlainText.HasNoBlanks(rune) ? Kind.Sign
        : Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.SpacingCombiningMark ? Kind.Letter : Kind.None;

    // Typed as "020 7946", "+44 20 7946", "7946", or "0123" for the last four digits.
    private static List<string> Numbers(string text)
    {
        if (!Telephone.IsPart(text)) return [];
        var digits = Telephone.Digits(text);
        List<string> read = [digits];
        var national = Telephone.National(text);
        if (national != digits && national.Length >= (Telephone.IsInternational(text) ? 2 : ShortestNational)) read.Add(national);
        if (digits.Length >= ShortestEnd) read.Add(EndMark + Reversed(digits));
        return read;
    }

    // Whoever is found by a longer term is found by its beginning.
    private static List<string> Needed(List<string> terms)
    {
        terms.Sort(StringComparer.Ordinal);
        return [.. terms.Where((term, i) => i + 1 == terms.Count || !terms[i + 1].StartsWith(term, StringComparison.Ordinal))];
    }

    private static string Written(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Reversed(string digits) => string.Concat(digits.Reverse());

    private enum Kind
    {
        None,
        Letter,
        Digit,
        Sign,
    }
}
