using System.Globalization;

namespace ClinicLive.Domain.Shared;

/// <summary>The sentence for the slower of two people who changed one thing.</summary>
internal static class SomebodyElse
{
    public static Refusal ChangedIt(string? name, DateTimeOffset? at, DateTimeOffset now)
    {
        var minutes = at is { } then ? (int)(now - then).TotalMinutes : 0;
        var ago = minutes switch
        {
            < 1 => "just now",
            1 => "a minute ago",
            < 120 => string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes ago"),
            _ => "meanwhile",
        };
        return new Refusal(RefusalKind.Moved, $"{name ?? "The clinic"} changed this {ago}. Nothing of yours was saved. What you see now is the newest.");
    }
}
