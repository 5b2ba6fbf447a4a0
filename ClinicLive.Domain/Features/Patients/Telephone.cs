using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Patients;

/// <summary>Telephone numbers as people write them: with or without blanks, with a country's code or the zero that stands for it.</summary>
internal static class Telephone
{
    private const int MostGroups = 6;
    private const int FewestDigits = 3; // as an extension within the house
    private const int Ending = 7; // however the number's begin is written

    // ITU-T E.164, list of country codes: 1 and 7 have one digit, these two, all others three.
    private static readonly HashSet<string> TwoDigits =
    [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58",
        "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];

    /// <summary>True for what can be (a part of) a number: digits, and the marks that people set between them.</summary>
    public static bool IsPart(string text) => text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '-' or '.' or '/' or '(' or ')');

    /// <summary>Why nobody could be called at what was typed, or null; no number at all is fine, and so are words beside it: "after 6, son's".</summary>
    public static Refusal? Refuse(string? typed) =>
        string.IsNullOrWhiteSpace(typed) || typed.Count(char.IsDigit) >= FewestDigits
            ? null
            : Refusal.Invalid("Phone", $"Please enter a phone number with at least {FewestDigits} digits.");

    /// <summary>The last digits, which stay the same with and without the country's code; empty where there are none.</summary>
    public static string End(string? text) => Digits(text ?? "") is { Length: > Ending } digits ? digits[^Ending..] : Digits(text ?? "");

    /// <summary>The digits alone.</summary>
    public static string Digits(string text) => string.Concat(PlainText.Fold(text).Where(char.IsAsciiDigit));

    /// <summary>True when the number begins with its country's code.</summary>
    public static bool IsInternational(string text) => text.TrimStart(' ', '(').StartsWith('+') || Digits(text).StartsWith("00", StringComparison.Ordinal);

    /// <summary>The number within its country, without the zero in front.</summary>
    public static string National(string text)
    {
        if (!IsInternational(text)) return Digits(text).TrimStart('0');
        var digits = Digits(text.Replace("(0)", "", StringComparison.Ordinal)).TrimStart('0');
        var code = digits.Length == 0 || digits[0] is '1' or '7' ? 1 : digits.Length > 1 && TwoDigits.Contains(digits[..2]) ? 2 : 3;
        return digits.Length <= code ? "" : digits[code..].TrimStart('0');
    }

    /// <summary>From where on the number may be typed: its begin with and without the country, and each of its groups.</summary>
    public static IEnumerable<string> Beginnings(string text)
    {
        var (digits, groups, inGroup) = (new System.Text.StringBuilder(), new List<int>(), false);
        foreach (var sign in PlainText.Fold(text))
        {
            if (char.IsAsciiDigit(sign))
            {
                if (!inGroup && groups.Count < MostGroups) groups.Add(digits.Length);
                digits.Append(sign);
            }

            inGroup = char.IsAsciiDigit(sign);
        }

        var all = digits.ToString();
        return groups.Select(g => all[g..]).Append(National(text)).Where(n => n.Length > 0);
    }
}
