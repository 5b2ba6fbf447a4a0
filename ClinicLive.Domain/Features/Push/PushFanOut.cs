using System.Buffers.Text;
using System.Text.Json;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Push;

/// <summary>What a browser is to show. Worded outside of here, without anything of the clinic's data.</summary>
/// <param name="NotificationId">The notification; a browser shows one of the same id once.</param>
/// <param name="Title">A few words.</param>
/// <param name="Text">One or two sentences.</param>
/// <param name="Link">The page of this app that opens on a click: a local path.</param>
/// <param name="IsUrgent">It stays until somebody has seen it.</param>
/// <param name="TimeToLive">After this it is no news any more and is thrown away.</param>
public sealed record PushMessage(Guid NotificationId, string Title, string Text, string Link, bool IsUrgent, TimeSpan TimeToLive);

/// <summary>Sends one message to all browsers of a person, and keeps the list of them true.</summary>
public sealed class PushFanOut(IDbContextFactory<ClinicDbContext> contexts, ServerKeys keys, PushSender sender, TimeProvider time)
{
    /// <summary>
    /// Sends. A browser that its push service has forgotten is removed; one whose service wants fewer is left alone for that time. What one
    /// browser took is done: others that could not be reached are not worth a second ring. Only who is still signed in there, enabled and
    /// with the same password counts.
    /// </summary>
    /// <param name="accountId">Whom.</param>
    /// <param name="message">What.</param>
    /// <param name="mayHandOverAsync">Asked once, right before the first byte leaves; false: nothing may be sent, and the answer is null.</param>
    /// <param name="gone">How long it may take.</param>
    public async Task<PushAttempt?> SendAsync(Guid accountId, PushMessage message, Func<CancellationToken, Task<bool>> mayHandOverAsync, CancellationToken gone)
    {
        var key = await keys.GetAsync(gone).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var browsers = await AwakeAsync(db, accountId, key.PublicKey, gone).ConfigureAwait(false);
        if (browsers.Count == 0) return new(PushAnswer.Gone, "The person is told on no device.");
        var ready = browsers.FindAll(b => b.RestsUntil is not { } until || until <= now);
        if (ready.Count == 0) return new(PushAnswer.TryLater, "The push service wants fewer messages.", browsers.Min(b => b.RestsUntil!.Value) - now);

        var text = TextOf(message);
        var bodies = ready.ConvertAll(b => MessageEncryption.Encrypt(text, b.Key, b.Secret, PushSender.PaddedLength));
        if (!await mayHandOverAsync(gone).ConfigureAwait(false)) return null;
        var topic = Base64Url.EncodeToString(message.NotificationId.ToByteArray());
        var attempts = await Task.WhenAll(ready.Select((b, i) => sender.SendAsync(b, bodies[i], message.TimeToLive, message.IsUrgent, topic, gone))).ConfigureAwait(false);
        await NoteAsync(ready, attempts).ConfigureAwait(false);
        return Worst(attempts);
    }

    /// <summary>The message as <c>sw.js</c> reads it.</summary>
    internal static byte[] TextOf(PushMessage message) => JsonSerializer.SerializeToUtf8Bytes(
        new { id = message.NotificationId, title = message.Title, text = message.Text, link = message.Link, urgent = message.IsUrgent });

    private static Task<List<PushSubscription>> AwakeAsync(ClinicDbContext db, Guid accountId, string serverKey, CancellationToken gone) => (
        from browser in db.PushSubscriptions.AsNoTracking()
        where browser.AccountId == accountId && browser.ServerKey == serverKey
        join account in db.Accounts on browser.AccountId equals account.Id
        where !account.IsDisabled && account.SecurityStamp == browser.Stamp
            && !db.SignInSessions.Any(s => s.Id == browser.SessionId && s.EndedAt != null && !s.EndedIdle)
        orderby browser.CreatedAt descending, browser.Id
        select browser).Take(PushSubscription.MostPerAccount).ToListAsync(gone);

    // Not tied to the caller's patience: what was learnt is kept.
    private async Task NoteAsync(List<PushSubscription> browsers, PushAttempt[] attempts)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
        var ids = browsers.ConvertAll(b => b.Id);
        var rows = await db.PushSubscriptions.Where(s => ids.Contains(s.Id)).ToListAsync(CancellationToken.None).ConfigureAwait(false);
        var now = time.GetUtcNow();
        foreach (var row in rows)
        {
            var attempt = attempts[ids.IndexOf(row.Id)];
            if (attempt.Answer == PushAnswer.Taken) row.Took(now);
            if (attempt.Answer == PushAnswer.Gone) db.Remove(row);
            if (attempt is { Answer: PushAnswer.TryLater, Pause: { } pause }) row.Rest(now + pause);
        }

        await db.TrySaveAsync(CancellationToken.None).ConfigureAwait(false); // what could not be written is learnt again at the next message
    }

    private static PushAttempt Worst(PushAttempt[] attempts)
    {
        foreach (var answer in (ReadOnlySpan<PushAnswer>)[PushAnswer.Taken, PushAnswer.Unknown, PushAnswer.TryLater, PushAnswer.Refused])
        {
            if (Array.Find(attempts, a => a.Answer == answer) is { } found) return found;
        }

        return attempts[0];
    }
}
