using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Notifications;

/// <summary>How a person wants to be told. Everybody chooses for himself only.</summary>
public sealed class NotificationChoiceService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Switches a way on or off for one kind.</summary>
    public Task<Outcome<bool>> ChooseAsync(Actor actor, NotificationKind kind, NotificationChannel channel, bool isOn, CancellationToken gone = default) =>
        KeepAsync(actor, async db =>
        {
            if (!Enum.IsDefined(kind) || channel is not (NotificationChannel.Popup or NotificationChannel.Sound)) return Refusal.Invalid("Kind", "This is not a kind of notification.");
            var chosen = await db.NotificationPreferences
                .SingleOrDefaultAsync(p => p.AccountId == actor.UserId && p.Kind == kind && p.Channel == channel, gone).ConfigureAwait(false);
            if (chosen is not null) chosen.IsOn = isOn;
            else if (!isOn) db.Add(new NotificationPreference { AccountId = actor.UserId, Kind = kind, Channel = channel, IsOn = false });
            return null;
        }, gone);

    /// <summary>Says what of a kind leaves the app by a way. Only for ways that leave it; <see cref="OutgoingChoice.Urgent"/> is what counts where nobody chose.</summary>
    public Task<Outcome<bool>> ChooseOutgoingAsync(Actor actor, NotificationKind kind, NotificationChannel channel, OutgoingChoice choice, CancellationToken gone = default) =>
        KeepAsync(actor, async db =>
        {
            if (!Enum.IsDefined(kind) || !Enum.IsDefined(choice) || channel is not (NotificationChannel.WebPush or NotificationChannel.Email or NotificationChannel.Sms))
            {
                return Refusal.Invalid("Kind", "This is not a way that leaves the app.");
            }

            var chosen = await db.NotificationPreferences
                .SingleOrDefaultAsync(p => p.AccountId == actor.UserId && p.Kind == kind && p.Channel == channel, gone).ConfigureAwait(false);
            if (choice == OutgoingChoice.Urgent)
            {
                if (chosen is not null) db.Remove(chosen);
            }
            else if (chosen is not null)
            {
                chosen.IsOn = choice == OutgoingChoice.Always;
            }
            else
            {
                db.Add(new NotificationPreference { AccountId = actor.UserId, Kind = kind, Channel = channel, IsOn = choice == OutgoingChoice.Always });
            }

            return null;
        }, gone);

    /// <summary>
    /// Says in which hours nothing sounds, on the clock of the person's time zone. Equal ends mean never. A zone that is not
    /// known here is refused.
    /// </summary>
    public Task<Outcome<bool>> BeQuietAsync(Actor actor, TimeOnly from, TimeOnly until, string timeZoneId, CancellationToken gone = default) =>
        KeepAsync(actor, async db =>
        {
            if (timeZoneId.Length > 100 || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZoneId, out _)) return Refusal.Invalid("TimeZone", "This time zone is not known.");
            var hours = await db.QuietHours.SingleOrDefaultAsync(q => q.AccountId == actor.UserId, gone).ConfigureAwait(false);
            if (hours is null) db.Add(new QuietHours { AccountId = actor.UserId, From = from, Until = until, TimeZoneId = timeZoneId });
            else (hours.From, hours.Until, hours.TimeZoneId) = (from, until, timeZoneId);
            return null;
        }, gone);

    private async Task<Outcome<bool>> KeepAsync(Actor actor, Func<ClinicDbContext, Task<Refusal?>> choose, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            db.ChangeTracker.Clear();
            if (await choose(db).ConfigureAwait(false) is { } refusal) return refusal;
            if (!db.ChangeTracker.HasChanges()) return Outcome<bool>.Already(true);
            db.PublishAfterSave(new NotificationsChanged(actor.OrganizationId, actor.UserId, time.GetUtcNow()));
            var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
            if (saved == SaveResult.Saved) return Outcome<bool>.Done(true);
            if (saved != SaveResult.Stale) break; // another tab made the row first: the last word counts
        }

        return Refusal.Unavailable;
    }
}
