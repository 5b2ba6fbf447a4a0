using System.Globalization;
using System.Text;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// Text as the full-text index sees it, the same for what is stored and for what is looked for: folded like every search of
/// the clinic, words as they are, and one term per sign where a script has no spaces between words (Han, kana, Thai, Lao,
/// Khmer, Burmese) and for every emoji and punctuation mark. Terms are separated by blanks and hold no ASCII but letters and digits.
/// </summary>
public static class SearchTerms
{
    private const char SignMark = '\uE000'; // private use: no word of any language begins with it

    // Letters that Unicode does not take apart although people type them without their strokes.
    private static readonly Dictionary<int, string> Plain = new()
    {
        ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['ø'] = "o", ['ł'] = "l", ['đ'] = "d", ['ð'] = "d", ['ı'] = "i", ['þ'] = "th",
    };

    /// <summary>The terms of a text, in its order.</summary>
    public static string Of(string text)
    {
        var terms = new StringBuilder(text.Length + 16);
        var inWord = false;
        foreach (var rune in PlainText.Fold(text).EnumerateRunes())
        {
            if (IsNothing(rune))
            {
                if (!IsJoiner(rune)) inWord = false;
                continue;
            }

            var isWord = IsWordPart(rune);
            if (terms.Length > 0 && !(isWord && inWord)) terms.Append(' ');
            inWord = isWord;
            if (!isWord && !Rune.IsLetter(rune)) terms.Append(SignMark).Append(rune.Value.ToString("x", CultureInfo.InvariantCulture));
            else if (Plain.TryGetValue(rune.Value, out var plain)) terms.Append(plain);
            else terms.Append(rune);
        }

        return terms.ToString();
    }

    /// <summary>
    /// What is looked for: every word typed must occur, as its terms one after the other, the last of them as a beginning. Null when
    /// nothing was typed that can be looked for.
    /// </summary>
    public static IReadOnlyList<string>? Question(string typed)
    {
        var phrases = typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Of).Where(t => t.Length > 0).Take(10).ToList();
        return phrases.Count == 0 ? null : phrases;
    }

    private static bool IsNothing(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D or 0xAD; // inside words of Persian, of Indic scripts, and where a word may be broken

    private static bool IsWordPart(Rune rune) => !PlainText.HasNoBlanks(rune) && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.SpacingCombiningMark;
}
