using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>How fast one person may upload: <see cref="Most"/> files in <see cref="Window"/>, on all nodes together.</summary>
public static class UploadPace
{
    /// <summary>Files in one window.</summary>
    public const int Most = 30;

    /// <summary>The window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly PaceWindow Limit = new("chat file", Most, Window);

    /// <summary>Null when the person may upload now, which is then counted; else a sentence that says when.</summary>
    internal static async Task<Refusal?> TakeAsync(PaceKeeper paces, Guid accountId, CancellationToken gone)
    {
        var answer = await paces.TakeAsync(Limit, $"{accountId:N}", gone).ConfigureAwait(false);
        if (answer.IsUnknown) return Refusal.Unavailable;
        return answer.IsTaken ? null : new Refusal(RefusalKind.TooMany, $"That were many files. Please wait {(int)Math.Ceiling(answer.Wait.TotalSeconds)} seconds.");
    }
}
