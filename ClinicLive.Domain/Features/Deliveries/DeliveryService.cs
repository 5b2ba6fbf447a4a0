using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>What an admin does with deliveries. Every command leaves a line in the activity log, and its id is one command for ever.</summary>
public sealed class DeliveryService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Most that one command sends again.</summary>
    public const int MostAtOnce = 1_000;

    /// <summary>Sends one again that was given up, may have been sent, or had nowhere to go. Refuses one that is open, was sent, or is needed or news no more.</summary>
    public Task<Outcome<Guid>> SendAgainAsync(Actor actor, Guid deliveryId, Guid commandId, CancellationToken gone = default) =>
        ChangeAsync(actor, commandId, ActivityKind.DeliverySentAgain, async (db, now) =>
        {
            var delivery = await db.Deliveries.SingleOrDefaultAsync(d => d.Id == deliveryId && d.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
            if (delivery is null) return Refusal.NotFound("delivery");
            var before = delivery.State;
            if ((await DeliveryLetter.ReadAsync(db, delivery, gone).ConfigureAwait(false)).WhyOver(now) is { } over) return Refusal.NotAllowed($"{over} Nothing was sent.");
            if (!delivery.Requeue(now)) return Refusal.NotAllowed("This one is on its way, was sent, or is not needed any more.");
            Note(db, actor, ActivityKind.DeliverySentAgain, delivery.Id, delivery.Version, before.ToString(), delivery.Channel.ToString(), now, commandId);
            return Outcome<Guid>.Done(deliveryId);
        }, gone);

    /// <summary>Sends everything again that was given up and is still news, and answers how much that is. Refuses where there is nothing.</summary>
    public Task<Outcome<int>> SendAllAgainAsync(Actor actor, Guid commandId, CancellationToken gone = default) =>
        ChangeAsync<int>(
            actor,
            commandId,
            line => line.Kind == ActivityKind.DeliverySentAgain && line.SubjectId == commandId ? int.Parse(line.To!, CultureInfo.InvariantCulture) : null,
            async (db, now) =>
            {
                var (since, callsSince) = (now - DeliveryLetter.NewsIsGoodFor, now - DeliveryLetter.CallIsGoodFor);
                var dead = await db.Deliveries
                    .Where(d => d.OrganizationId == actor.OrganizationId && d.State == DeliveryState.Dead && d.CreatedAt >= since)
                    .Where(d => db.Notifications.Any(n => n.Id == d.NotificationId && n.AcknowledgedAt == null // as DeliveryLetter.WhyOver, for many at once
                        && (n.Kind != NotificationKind.PatientCall || n.CreatedAt >= callsSince)
                        && (n.Kind != NotificationKind.Reminder || !db.Appointments.Any(v => v.Id == n.SubjectId && (v.Start <= now || v.Status != AppointmentStatus.Booked)))))
                    .OrderBy(d => d.CreatedAt).Take(MostAtOnce).ToListAsync(gone).ConfigureAwait(false);
                var count = dead.Count(d => d.Requeue(now));
                if (count == 0) return Refusal.NotAllowed("Nothing that was given up is still news. Nothing was sent.");
                Note(db, actor, ActivityKind.DeliverySentAgain, commandId, 0, nameof(DeliveryState.Dead), count.ToString(CultureInfo.InvariantCulture), now, commandId);
                return Outcome<int>.Done(count);
            },
            gone);

    /// <summary>Sends the admin himself a trial by one way. An address is needed where his account has none, such as a telephone number.</summary>
    public Task<Outcome<Guid>> SendTestAsync(Actor actor, DeliveryChannel channel, string? address, Guid commandId, CancellationToken gone = default) =>
        ChangeAsync(actor, commandId, ActivityKind.DeliveryTested, (db, now) =>
        {
            if (channel is not (DeliveryChannel.WebPush or DeliveryChannel.Email or DeliveryChannel.Sms)) return Task.FromResult<Outcome<Guid>>(Refusal.Invalid("Channel", "This way cannot be tried."));
            if (address?.Length > Delivery.AddressLimit) return Task.FromResult<Outcome<Guid>>(Refusal.Invalid("Address", $"This is longer than {Delivery.AddressLimit} characters."));
            if (channel == DeliveryChannel.Sms && !PlainText.HasVisibleCharacter(address)) return Task.FromResult<Outcome<Guid>>(Refusal.Invalid("Address", "Please type the telephone number that the test goes to."));
            var notice = new Notice(NotificationKind.SystemMessage, "A test of what leaves the app", "", "/admin/deliveries", $"test:{commandId:N}") { StaysInside = true };
            var told = db.Tell(actor.OrganizationId, actor.UserId, notice, now);
            var delivery = Delivery.For(told, channel, 0, now, isTest: true, address: PlainText.HasVisibleCharacter(address) ? address.Trim() : null);
            db.Deliveries.Add(delivery);
            Note(db, actor, ActivityKind.DeliveryTested, delivery.Id, delivery.Version, null, delivery.Channel.ToString(), now, commandId);
            return Task.FromResult(Outcome<Guid>.Done(delivery.Id));
        }, gone);

    private Task<Outcome<Guid>> ChangeAsync(
        Actor actor, Guid commandId, ActivityKind kind, Func<ClinicDbContext, DateTimeOffset, Task<Outcome<Guid>>> act, CancellationToken gone) =>
        ChangeAsync<Guid>(actor, commandId, line => line.Kind == kind ? line.SubjectId : null, act, gone);

    private async Task<Outcome<T>> ChangeAsync<T>(
        Actor actor, Guid commandId, Func<ActivityEntry, T?> answerOf, Func<ClinicDbContext, DateTimeOffset, Task<Outcome<T>>> act, CancellationToken gone)
        where T : struct
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (actor.Role != Role.Admin) return Refusal.Forbidden("Only an admin looks after what leaves the app.");
        return await CommandLog.ChangeAsync(db, actor, commandId, answerOf, () => act(db, time.GetUtcNow()), gone).ConfigureAwait(false);
    }

    private static void Note(ClinicDbContext db, Actor actor, ActivityKind kind, Guid subjectId, int version, string? from, string to, DateTimeOffset now, Guid commandId)
    {
        db.Activity.Add(new ActivityEntry
        {
            OrganizationId = actor.OrganizationId,
            ActorId = actor.UserId,
            Kind = kind,
            Category = ActivityCategory.Notification,
            SubjectId = subjectId,
            SubjectVersion = version,
            From = from,
            To = to,
            At = now,
            CommandId = commandId,
        });
        db.PublishAfterSave(new DeliveriesChanged(actor.OrganizationId, now));
    }
}
