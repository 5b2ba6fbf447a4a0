using System.Globalization;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>What a message may say: anything, to the letter, within a length that people count as they see it.</summary>
public static class MessageText
{
    /// <summary>Longest message in characters as people count them: extended grapheme clusters (Unicode UAX #29).</summary>
    public const int Limit = 4_000;

    /// <summary>Longest message in UTF-16 units: 4,000 of the longest usual emoji; a few signs cannot carry endless marks.</summary>
    public const int UnitLimit = 60_000;

    /// <summary>Null when the text can be sent.</summary>
    public static Refusal? Refuse(string body)
    {
        if (!PlainText.HasVisibleCharacter(body)) return Refusal.Invalid("Body", "Please write something.");
        if (body.Length > UnitLimit) return TooLong(new StringInfo(body[..UnitLimit]).LengthInTextElements, isMore: true);
        if (body.Length > Limit && new StringInfo(body).LengthInTextElements is var length and > Limit) return TooLong(length);
        return PlainText.HasBrokenCharacter(body) ? Refusal.Invalid("Body", "A character of the message is broken. Please type it again.") : null;
    }

    private static Refusal TooLong(int length, bool isMore = false) => Refusal.Invalid("Body", string.Create(
        CultureInfo.InvariantCulture,
        $"A message has at most {Limit:N0} characters; this one has {(length <= Limit ? "too many signs in one character" : isMore ? $"more than {length:N0}" : $"{length:N0}")}. Nothing was sent and your text is kept."));
}
