using System.Globalization;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Displays;

/// <summary>
/// Asks whether somebody stands before a screen of his clinic: the code that he typed is on one. Six digits are few, so wrong
/// ones are counted per person; an attempt takes its place before the code is looked at and gets it back when it was right, so
/// that a thousand attempts at once are not a thousand free ones.
/// </summary>
public sealed class CheckInGate(DisplayQueries displays, TimeProvider time)
{
    /// <summary>Wrong codes that one person has in <see cref="Window"/>: with one screen, a chance of 1 in 100,000 to guess right.</summary>
    public const int WrongCodes = 5;

    /// <summary>How long a wrong code counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, List<DateTimeOffset>> _wrong = [];

    /// <summary>Null when the code is right; else why not, for the field "Code".</summary>
    public async Task<Refusal?> CheckAsync(Actor actor, string? typed, CancellationToken gone = default)
    {
        var code = DigitsOf(typed);
        if (code.Length != CheckInCode.Digits || !code.All(char.IsAsciiDigit)) return Refusal.Invalid("Code", "Please type the six digits that are on the screen in the waiting room.");
        if (!TryTake(actor.UserId, out var wait))
        {
            var minutes = Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes));
            return new Refusal(RefusalKind.TooMany, $"That were too many wrong codes. Please go to the desk, or try again in {minutes} {(minutes == 1 ? "minute" : "minutes")}.", "Code");
        }

        if (!await displays.IsOnAScreenAsync(actor.OrganizationId, code, gone).ConfigureAwait(false))
        {
            return Refusal.Invalid("Code", "This code is not on the screen any more. Please type the one that is there now.");
        }

        GiveBack(actor.UserId);
        return null;
    }

    // The screen writes a gap in the middle, and a phone may write the digits of another script.
    private static string DigitsOf(string? typed) => typed is { Length: <= 20 }
        ? string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c != '-').Select(c => char.IsDigit(c) ? char.GetNumericValue(c).ToString(CultureInfo.InvariantCulture) : "x"))
        : "";

    private bool TryTake(Guid who, out TimeSpan wait)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_wrong.TryGetValue(who, out var attempts))
            {
                if (_wrong.Count >= Capacity) MakeRoom(now);
                _wrong.Add(who, attempts = []);
            }

            attempts.RemoveAll(at => at <= now - Window);
            wait = attempts.Count < WrongCodes ? TimeSpan.Zero : attempts[0] + Window - now;
            if (wait > TimeSpan.Zero) return false;
            attempts.Add(now);
            return true;
        }
    }

    private void GiveBack(Guid who)
    {
        lock (_gate)
        {
            if (!_wrong.TryGetValue(who, out var attempts)) return;
            attempts.RemoveAt(attempts.Count - 1);
            if (attempts.Count == 0) _wrong.Remove(who);
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (who, attempts) in _wrong)
        {
            if (attempts.Count == 0 || attempts[^1] <= now - Window) _wrong.Remove(who);
        }

        if (_wrong.Count >= Capacity) _wrong.Remove(_wrong.MinBy(pair => (pair.Value.Count, pair.Value[^1])).Key);
    }
}
