using System.Globalization;
using System.Text;

namespace ClinicLive.Domain.Shared;

/// <summary>Questions about text that people typed.</summary>
public static class PlainText
{
    /// <summary>True when at least one character would leave a mark on a screen: not only spaces, controls and invisible formats.</summary>
    public static bool HasVisibleCharacter([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? text)
    {
        if (text is null) return false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) continue;
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text as searches compare it: without case and without marks on letters, so that "ozdemir" finds "Özdemir".</summary>
    public static string Fold(string text)
    {
        if (HasBrokenCharacter(text) || text.Contains('\uFFFE', StringComparison.Ordinal)) return text.ToLowerInvariant(); // cannot be taken apart
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark) folded.Append(Rune.ToLowerInvariant(rune));
        }

        return folded.ToString();
    }

    /// <summary>
    /// True for the signs of scripts that set no blanks between words. Blocks of UAX #44: Thai and Lao, Burmese, Khmer, kana, Han with its extensions.
    /// </summary>
    public static bool HasNoBlanks(Rune rune) => rune.Value is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x3040 and <= 0x30FF)
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);

    /// <summary>True when half of a character stands alone, which no database keeps: it would come back as another sign. Or a zero, which PostgreSQL does not take.</summary>
    public static bool HasBrokenCharacter([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            if (text[i] == '\0') return true;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }

        return false;
    }
}
