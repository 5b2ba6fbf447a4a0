using System.Globalization;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Displays;

/// <summary>
/// Asks whether somebody stands before a screen of his clinic: the code that he typed is on one. Six digits are few, so wrong
/// ones are counted per person, on all nodes together; an attempt takes its place before the code is looked at and gets it back when it was right, so
/// that a thousand attempts at once are not a thousand free ones.
/// </summary>
public sealed class CheckInGate(DisplayQueries displays, PaceKeeper paces)
{
    /// <summary>Wrong codes that one person has in <see cref="Window"/>: with one screen, a chance of 1 in 100,000 to guess right.</summary>
    public const int WrongCodes = 5;

    /// <summary>How long a wrong code counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private static readonly PaceWindow Limit = new("check-in code", WrongCodes, Window);

    /// <summary>Null when the code is right; else why not, for the field "Code".</summary>
    public async Task<Refusal?> CheckAsync(Actor actor, string? typed, CancellationToken gone = default)
    {
        var code = DigitsOf(typed);
        if (code.Length != CheckInCode.Digits || !code.All(char.IsAsciiDigit)) return Refusal.Invalid("Code", "Please type the six digits that are on the screen in the waiting room.");
        var attempt = await paces.TakeAsync(Limit, $"{actor.UserId:N}", gone).ConfigureAwait(false);
        if (attempt.IsUnknown) return Refusal.Unavailable;
        if (!attempt.IsTaken)
        {
            var minutes = Math.Max(1, (int)Math.Ceiling(attempt.Wait.TotalMinutes));
            return new Refusal(RefusalKind.TooMany, $"That were too many wrong codes. Please go to the desk, or try again in {minutes} {(minutes == 1 ? "minute" : "minutes")}.", "Code");
        }

        if (!await displays.IsOnAScreenAsync(actor.OrganizationId, code, gone).ConfigureAwait(false))
        {
            return Refusal.Invalid("Code", "This code is not on the screen any more. Please type the one that is there now.");
        }

        await paces.GiveBackAsync(Limit, $"{actor.UserId:N}").ConfigureAwait(false);
        return null;
    }

    // The screen writes a gap in the middle, and a phone may write the digits of another script.
    private static string DigitsOf(string? typed) => typed is { Length: <= 20 }
        ? string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c != '-').Select(c => char.IsDigit(c) ? char.GetNumericValue(c).ToString(CultureInfo.InvariantCulture) : "x"))
        : "";
}
