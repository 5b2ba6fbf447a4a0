using System.Globalization;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// How fast one person may send: ten messages in ten seconds, twenty at once after a quiet time. One bucket per person for
/// every way of sending, on all nodes together. It is counted in the save that sends.
/// </summary>
public static class ChatPace
{
    /// <summary>Messages that may be sent at once.</summary>
    public const int Burst = 20;

    /// <summary>How often one more may be sent.</summary>
    public static readonly TimeSpan OneEvery = TimeSpan.FromSeconds(1);

    /// <summary>The limit.</summary>
    internal static readonly PaceBucket Limit = new("chat message", Burst, OneEvery);

    /// <summary>Null when the person may send; else a sentence that says when.</summary>
    internal static Refusal? Refuse(PaceAnswer answer)
    {
        if (answer.IsTaken) return null;
        var wait = Math.Max(1, (int)Math.Ceiling(answer.Wait.TotalSeconds));
        return new Refusal(RefusalKind.TooMany, string.Create(
            CultureInfo.InvariantCulture, $"You are sending very fast. Please wait {wait} {(wait == 1 ? "second" : "seconds")}. Your text is kept."));
    }
}
