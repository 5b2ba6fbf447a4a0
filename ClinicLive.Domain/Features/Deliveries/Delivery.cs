using ClinicLive.Domain.Features.Notifications;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>
/// One notification on one way out of the app. Written with the notification, in the same transaction; there is never a second row for
/// the same <see cref="Key"/>. Holds no text of the clinic: what leaves is worded from the kind alone (<see cref="OutgoingText"/>).
/// </summary>
public sealed class Delivery
{
    /// <summary>Longest key.</summary>
    public const int KeyLimit = 100;

    /// <summary>Longest address of a trial.</summary>
    public const int AddressLimit = 200;

    /// <summary>Longest error.</summary>
    public const int ErrorLimit = 200;

    private Delivery()
    {
    }

    /// <summary>A version 7 GUID (RFC 9562).</summary>
    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>The clinic.</summary>
    public Guid OrganizationId { get; private init; }

    /// <summary>The notification that it carries out.</summary>
    public Guid NotificationId { get; private init; }

    /// <summary>The account that is told.</summary>
    public Guid RecipientId { get; private init; }

    /// <summary>The way.</summary>
    public DeliveryChannel Channel { get; private init; }

    /// <summary>Unique for ever: the notification and the way.</summary>
    public string Key { get; private init; } = "";

    /// <summary>Position among the ways of this notification, from 0; each begins when the one before has had its time.</summary>
    public int Step { get; private init; }

    /// <summary>True for a trial by an admin: it leaves at once, also while he looks.</summary>
    public bool IsTest { get; private init; }

    /// <summary>Where a trial goes to, where the admin typed it; null for the person's own address.</summary>
    public string? Address { get; private init; }

    /// <summary>True while somebody of the clinic could still take back what it tells, before it leaves.</summary>
    public bool HasGrace { get; private init; }

    /// <summary>Where it stands.</summary>
    public DeliveryState State { get; private set; }

    /// <summary>When it is to be taken up, in UTC; null while it waits for the way before it, while it is leased, and when it is over.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>Attempts that ended with an answer or a fault.</summary>
    public int Attempts { get; private set; }

    /// <summary>The running process that has taken it up, while it is leased.</summary>
    public Guid? LeaseOwner { get; private set; }

    /// <summary>Until when that is good, in UTC.</summary>
    public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>When this attempt came to the point after which the other side may have it, in UTC; null before.</summary>
    public DateTimeOffset? HandedOverAt { get; private set; }

    /// <summary>Why the last attempt did not succeed, in plain words without anything of a person.</summary>
    public string? LastError { get; private set; }

    /// <summary>When it was written, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it came to its end, in UTC; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Counts the changes of the row; of two nodes that take it up at once one wins.</summary>
    public int Version { get; private set; }

    /// <summary>True while something may still happen to it by itself.</summary>
    public bool IsOpen => State is DeliveryState.Waiting or DeliveryState.Leased or DeliveryState.Failed;

    /// <summary>A way for a notification. Given no time, it waits for the way before it.</summary>
    public static Delivery For(
        Notification notification, DeliveryChannel channel, int step, DateTimeOffset? at, bool hasGrace = false, bool isTest = false, string? address = null) => new()
    {
        OrganizationId = notification.OrganizationId,
        NotificationId = notification.Id,
        RecipientId = notification.RecipientId,
        Channel = channel,
        Key = $"{notification.Id:N}:{channel}",
        Step = step,
        IsTest = isTest,
        Address = address,
        HasGrace = hasGrace,
        NextAttemptAt = at,
        CreatedAt = notification.CreatedAt,
    };

    /// <summary>A node takes it up until then. False when it is not due or somebody else's.</summary>
    public bool Lease(Guid owner, DateTimeOffset now, TimeSpan length)
    {
        if (State is not (DeliveryState.Waiting or DeliveryState.Failed) || NextAttemptAt is not { } due || due > now) return false;
        (State, NextAttemptAt, LeaseOwner, LeasedUntil, HandedOverAt) = (DeliveryState.Leased, null, owner, now + length, null);
        Version++;
        return true;
    }

    /// <summary>Notes that the other side may have it from now on. False when the lease is not the caller's any more: then nothing may be sent.</summary>
    public bool HandOver(Guid owner, DateTimeOffset now)
    {
        if (!IsHeldBy(owner) || LeasedUntil <= now || HandedOverAt is not null) return false;
        HandedOverAt = now;
        Version++;
        return true;
    }

    /// <summary>True while this process may say how the attempt ended.</summary>
    public bool IsHeldBy(Guid owner) => State == DeliveryState.Leased && LeaseOwner == owner;

    /// <summary>Ends it.</summary>
    public void End(DeliveryState state, DateTimeOffset now, string? error = null)
    {
        if (state is DeliveryState.Sent or DeliveryState.MaybeSent or DeliveryState.Dead) Attempts++;
        Leave(state, null, error);
        EndedAt = now;
    }

    /// <summary>This attempt failed for sure; the next is then.</summary>
    public void TryAgain(DateTimeOffset at, string error)
    {
        Attempts++;
        Leave(DeliveryState.Failed, at, error);
    }

    /// <summary>Whoever had taken it up did not come back. Counts as an attempt, so that a row which stops its server comes to an end too.</summary>
    public void LoseLease(DeliveryRules rules, DateTimeOffset now)
    {
        const string Why = "The server stopped before it was sent.";
        if (Attempts + 1 >= rules.MostAttempts) End(DeliveryState.Dead, now, Why);
        else TryAgain(Attempts == 0 ? now : now + rules.PauseAfter(Attempts), Why); // a restart alone delays nothing
    }

    /// <summary>Nothing was tried, and it is looked at again then.</summary>
    public void Postpone(DateTimeOffset at, string? error = null) => Leave(Attempts > 0 ? DeliveryState.Failed : DeliveryState.Waiting, at, error ?? LastError);

    /// <summary>Gives the time to a way that waits for the one before it; an earlier one stays.</summary>
    public bool BeginAt(DateTimeOffset at)
    {
        if (State != DeliveryState.Waiting || NextAttemptAt is not null) return false;
        NextAttemptAt = at;
        Version++;
        return true;
    }

    /// <summary>Takes it back where it has not left. One that is on its way stays what it is.</summary>
    public bool Withdraw(DateTimeOffset now)
    {
        if (State is not (DeliveryState.Waiting or DeliveryState.Failed)) return false;
        Leave(DeliveryState.Withdrawn, null, LastError);
        EndedAt = now;
        return true;
    }

    /// <summary>Somebody sends it again by hand. False for one that is open, was sent, or is not needed.</summary>
    public bool Requeue(DateTimeOffset now)
    {
        if (State is not (DeliveryState.Dead or DeliveryState.MaybeSent or DeliveryState.Skipped or DeliveryState.NotConfigured)) return false;
        (Attempts, EndedAt) = (0, null);
        Leave(DeliveryState.Waiting, now, LastError);
        return true;
    }

    private void Leave(DeliveryState state, DateTimeOffset? next, string? error)
    {
        (State, NextAttemptAt, LeaseOwner, LeasedUntil) = (state, next, null, null);
        LastError = error?.Length > ErrorLimit ? error[..ErrorLimit] : error;
        Version++;
    }
}
