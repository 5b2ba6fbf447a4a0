using System.Text.RegularExpressions;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>What a quick reply can be filled with in one conversation; null where there is nothing to be said.</summary>
/// <param name="Patient">The patient's name.</param>
/// <param name="Doctor">"Dr" and the family name: of the conversation, else of the next appointment.</param>
/// <param name="NextAppointment">When the patient comes next, on the clinic's clock.</param>
/// <param name="Clinic">The clinic's name.</param>
/// <param name="Me">Who writes.</param>
public sealed record QuickReplyFacts(string? Patient, string? Doctor, string? NextAppointment, string? Clinic, string? Me);

/// <summary>The placeholders of quick replies, and what becomes of them.</summary>
public static partial class QuickReplyText
{
    /// <summary>What stands where nothing is known: the writer sees the gap and fills it in before sending.</summary>
    public const string Gap = "___";

    /// <summary>All placeholders.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["{patient}", "{doctor}", "{next appointment}", "{clinic}", "{me}"];

    /// <summary>The first thing in braces that is no placeholder, or null.</summary>
    public static string? UnknownIn(string text) =>
        Braces().Matches(text).Select(m => m.Value).FirstOrDefault(v => !Placeholders.Contains(v, StringComparer.OrdinalIgnoreCase));

    /// <summary>The text with everything filled in that is known, and the placeholders that could not be.</summary>
    public static (string Text, IReadOnlyList<string> Missing) Fill(string text, QuickReplyFacts facts)
    {
        var missing = new List<string>();
        var filled = Braces().Replace(text, match =>
        {
            if (!Placeholders.Contains(match.Value, StringComparer.OrdinalIgnoreCase)) return match.Value;
            if (Of(match.Value, facts) is { Length: > 0 } known) return known;
            missing.Add(match.Value);
            return Gap;
        });
        return (filled, missing);
    }

    private static string? Of(string placeholder, QuickReplyFacts facts) => placeholder.ToLowerInvariant() switch
    {
        "{patient}" => facts.Patient,
        "{doctor}" => facts.Doctor,
        "{next appointment}" => facts.NextAppointment,
        "{clinic}" => facts.Clinic,
        _ => facts.Me,
    };

    [GeneratedRegex(@"\{[^{}\n]{1,40}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Braces();
}
