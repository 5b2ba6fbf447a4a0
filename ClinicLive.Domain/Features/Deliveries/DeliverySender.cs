using System.Diagnostics.CodeAnalysis;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Presence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>One leased row from being looked at to its end: is it still wanted, send it, say how that ended, begin the next way.</summary>
public sealed class DeliverySender(
    IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, IAttention attention, DeliveryRules rules, TimeProvider time, ILogger<DeliverySender>? log = null)
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
    private const int SaveAttempts = 20;

    /// <summary>This running process, as owner of leases.</summary>
    public Guid Node { get; } = Guid.NewGuid();

    /// <summary>Works a row that <see cref="Node"/> holds. Never throws for what concerns this row alone: a poison row stops nobody.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever is wrong with one row, the others go on; its lease ends and it is looked at again.")]
    public async Task WorkAsync(Guid deliveryId, IDeliveryChannel? channel, CancellationToken stopping)
    {
        try
        {
            if (await LookAsync(deliveryId, channel, stopping).ConfigureAwait(false) is not { } letter) return;
            var result = await SendAsync(letter, channel!, stopping).ConfigureAwait(false);
            log?.LogDebug("Delivery {Delivery} was tried by {Channel}: {End}.", deliveryId, channel!.Kind, result.End);
            if (result.End != DeliveryEnd.NotMine) await CloseAsync(deliveryId, result).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            log?.LogWarning("A delivery could not be worked ({Fault}); it is looked at again when its lease is over.", fault.GetType().Name); // its text may name a person
        }
    }

    /// <summary>Begins the way after this one: at once where this one reached nobody, else after the time that the person is given.</summary>
    internal static async Task ClimbAsync(ClinicDbContext db, Delivery delivery, DeliveryRules rules, DateTimeOffset now, CancellationToken gone)
    {
        var next = await db.Deliveries.SingleOrDefaultAsync(d => d.NotificationId == delivery.NotificationId && d.Step == delivery.Step + 1, gone).ConfigureAwait(false);
        var reachedNobody = delivery.State is DeliveryState.Skipped or DeliveryState.NotConfigured or DeliveryState.Dead;
        next?.BeginAt(reachedNobody && next.Channel != DeliveryChannel.Colleague ? now : now + rules.Before(next.Channel));
    }

    /// <summary>The message where it is to be sent now; null where the row was dealt with.</summary>
    private async Task<DeliveryMessage?> LookAsync(Guid deliveryId, IDeliveryChannel? channel, CancellationToken stopping)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var delivery = await db.Deliveries.SingleAsync(d => d.Id == deliveryId, CancellationToken.None).ConfigureAwait(false);
        if (!delivery.IsHeldBy(Node)) return null;
        var letter = await DeliveryLetter.ReadAsync(db, delivery, CancellationToken.None).ConfigureAwait(false);
        if (stopping.IsCancellationRequested)
        {
            delivery.Postpone(now); // given back: whoever runs next takes it up
        }
        else if (letter.WhyOver(now) is { } over)
        {
            await WithdrawAsync(db, delivery, over, now, CancellationToken.None).ConfigureAwait(false);
        }
        else if (letter.IsDisabled)
        {
            delivery.End(DeliveryState.Skipped, now, "The account is disabled.");
        }
        else if (!letter.IsWanted)
        {
            delivery.End(DeliveryState.Skipped, now, "The person has switched this way off.");
        }
        else if (delivery.Channel == DeliveryChannel.Colleague)
        {
            var told = await ColleagueOnDuty.TellAsync(db, letter.Notification, now, CancellationToken.None).ConfigureAwait(false);
            delivery.End(told > 0 ? DeliveryState.Sent : DeliveryState.Skipped, now, told > 0 ? null : "Everybody on duty was told already.");
        }
        else if (channel is not { IsConfigured: true })
        {
            delivery.End(DeliveryState.NotConfigured, now, "This way is not set up.");
        }
        else if (!delivery.IsTest && await attention.IsLookingAsync(delivery.RecipientId, CancellationToken.None).ConfigureAwait(false))
        {
            delivery.Postpone(now + rules.LookAgain(now - delivery.CreatedAt)); // the window shows it
        }
        else if (!delivery.IsTest && letter.QuietUntil(await organizations.PolicyAsync(delivery.OrganizationId, CancellationToken.None).ConfigureAwait(false), now) is { } morning)
        {
            delivery.Postpone(morning);
            await ClimbAsync(db, delivery, rules, now, CancellationToken.None).ConfigureAwait(false); // what wakes nobody does not wait for the morning
        }
        else
        {
            return letter.Message(rules.Address, gone => MayHandOverAsync(deliveryId, gone));
        }

        if (!delivery.IsOpen && delivery.State != DeliveryState.Withdrawn) await ClimbAsync(db, delivery, rules, now, CancellationToken.None).ConfigureAwait(false);
        log?.LogDebug("Delivery {Delivery} by {Channel} is not sent now: {State}, {Why}", deliveryId, delivery.Channel, delivery.State, delivery.LastError ?? "looked at again later.");
        db.PublishAfterSave(new DeliveriesChanged(delivery.OrganizationId, now));
        await db.TrySaveAsync(CancellationToken.None).ConfigureAwait(false); // else the lease ends and the next look decides
        return null;
    }

    private async Task<bool> MayHandOverAsync(Guid deliveryId, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var delivery = await db.Deliveries.SingleAsync(d => d.Id == deliveryId, gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        if (!delivery.IsTest && delivery.IsHeldBy(Node) && await db.Notifications.AnyAsync(n => n.Id == delivery.NotificationId && n.AcknowledgedAt != null, gone).ConfigureAwait(false))
        {
            // Read or taken back while the line was being opened: then it stays here.
            await WithdrawAsync(db, delivery, "It was read, or somebody took it on.", now, gone).ConfigureAwait(false);
            db.PublishAfterSave(new DeliveriesChanged(delivery.OrganizationId, now));
            await db.TrySaveAsync(gone).ConfigureAwait(false); // else its lease ends and the next look withdraws it
            return false;
        }

        return delivery.HandOver(Node, now) && await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved;
    }

    private static async Task WithdrawAsync(ClinicDbContext db, Delivery delivery, string why, DateTimeOffset now, CancellationToken gone)
    {
        var others = await db.Deliveries.Where(d => d.NotificationId == delivery.NotificationId && d.Id != delivery.Id).ToListAsync(gone).ConfigureAwait(false);
        delivery.End(DeliveryState.Withdrawn, now, why);
        foreach (var other in others) other.Withdraw(now);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a channel throws is an attempt that failed, and is noted as such.")]
    private async Task<DeliveryResult> SendAsync(DeliveryMessage letter, IDeliveryChannel channel, CancellationToken stopping)
    {
        var isHandedOver = false;
        var mayHandOver = letter.MayHandOverAsync;
        letter = letter with { MayHandOverAsync = async gone => await mayHandOver(gone).ConfigureAwait(false) && (isHandedOver = true) };
        using var limit = new CancellationTokenSource(rules.TimeLimit, time);
        await using var ending = stopping.Register(() => limit.CancelAfter(Farewell)).ConfigureAwait(false);
        try
        {
            // Also a channel that does not listen to its token is left behind; its row is not.
            return await channel.SendAsync(letter, limit.Token).WaitAsync(rules.TimeLimit + Farewell, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or TimeoutException)
        {
            return Missed("The other side did not answer in time.");
        }
        catch (Exception fault)
        {
            log?.LogWarning("A message could not be sent by {Channel} ({Fault}).", channel.Kind, fault.GetType().Name);
            return Missed("The message could not be sent.");
        }

        DeliveryResult Missed(string why) => isHandedOver ? DeliveryResult.Unknown(why) : DeliveryResult.TryLater(why);
    }

    // What the other side said must not get lost because the database is busy for a moment.
    private async Task CloseAsync(Guid deliveryId, DeliveryResult result)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
            var now = time.GetUtcNow();
            var delivery = await db.Deliveries.SingleAsync(d => d.Id == deliveryId, CancellationToken.None).ConfigureAwait(false);
            if (!delivery.IsHeldBy(Node)) return; // it took so long that it was noted as maybe sent
            Close(delivery, result, now);
            await ClimbAsync(db, delivery, rules, now, CancellationToken.None).ConfigureAwait(false);
            db.PublishAfterSave(new DeliveriesChanged(delivery.OrganizationId, now));
            if (await db.TrySaveAsync(CancellationToken.None).ConfigureAwait(false) == SaveResult.Saved || attempt == SaveAttempts) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void Close(Delivery delivery, DeliveryResult result, DateTimeOffset now)
    {
        switch (result.End)
        {
            case DeliveryEnd.Sent:
                delivery.End(DeliveryState.Sent, now);
                break;
            case DeliveryEnd.Unknown:
                delivery.End(DeliveryState.MaybeSent, now, result.Why);
                break;
            case DeliveryEnd.NoAddress:
                delivery.End(DeliveryState.Skipped, now, result.Why);
                break;
            case DeliveryEnd.TryLater when delivery.Attempts + 1 < rules.MostAttempts:
                delivery.TryAgain(now + rules.PauseAfter(delivery.Attempts + 1, result.Pause), result.Why ?? "It was not taken.");
                break;
            default:
                delivery.End(DeliveryState.Dead, now, result.Why);
                break;
        }
    }
}
