namespace ClinicLive.Domain.Features.Webhooks;

/// <summary>Where a delivery to a webhook stands. Stored by name.</summary>
public enum WebhookDeliveryState
{
    /// <summary>Not tried yet.</summary>
    Waiting,

    /// <summary>A node works on it.</summary>
    Leased,

    /// <summary>The last attempt failed; there will be another.</summary>
    Failed,

    /// <summary>The other side has taken it.</summary>
    Sent,

    /// <summary>It was tried for the last time; an admin can send it again.</summary>
    Dead,
}

/// <summary>
/// One line of the log on its way to one webhook, or a trial. At least once: what may have arrived is sent again under the same
/// <see cref="MessageId"/>, by which the other side knows it.
/// </summary>
public sealed class WebhookDelivery
{
    /// <summary>Longest error.</summary>
    public const int ErrorLimit = 200;

    /// <summary>A version 7 GUID (RFC 9562).</summary>
    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>The clinic.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>Which webhook.</summary>
    public required Guid WebhookId { get; init; }

    /// <summary>The line of the activity log; null for a trial.</summary>
    public long? Line { get; init; }

    /// <summary>Where it stands.</summary>
    public WebhookDeliveryState State { get; private set; }

    /// <summary>When it is to be taken up, in UTC; null while it is leased and when it is over.</summary>
    public required DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>The running process that has taken it up.</summary>
    public Guid? LeaseOwner { get; private set; }

    /// <summary>Until when that is good, in UTC.</summary>
    public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>What the other side answered last, as an HTTP status; null where it did not answer.</summary>
    public int? Status { get; private set; }

    /// <summary>Why the last attempt failed, in plain words.</summary>
    public string? Error { get; private set; }

    /// <summary>When it was written, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, in UTC; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Counts the changes of the row; of two nodes that take it up at once one wins.</summary>
    public int Version { get; private set; }

    /// <summary>The header <c>webhook-id</c>; the same in every attempt.</summary>
    public string MessageId => $"msg_{Id:N}";

    /// <summary>A node takes it up until then. False when it is not due; one whose node did not come back is due when its lease is over.</summary>
    public bool Lease(Guid owner, DateTimeOffset now, TimeSpan length)
    {
        if (State is WebhookDeliveryState.Leased ? LeasedUntil > now : !(NextAttemptAt <= now)) return false;
        (State, NextAttemptAt, LeaseOwner, LeasedUntil) = (WebhookDeliveryState.Leased, null, owner, now + length);
        Version++;
        return true;
    }

    /// <summary>True while this process may say how the attempt ended.</summary>
    public bool IsHeldBy(Guid owner) => State == WebhookDeliveryState.Leased && LeaseOwner == owner;

    /// <summary>The other side has taken it.</summary>
    public void Sent(int status, DateTimeOffset now)
    {
        Attempts++;
        Leave(WebhookDeliveryState.Sent, null, status, null);
        EndedAt = now;
    }

    /// <summary>The attempt failed: there is another then, or, without a time, none.</summary>
    public void Failed(int? status, string why, DateTimeOffset? next, DateTimeOffset now)
    {
        Attempts++;
        Leave(next is null ? WebhookDeliveryState.Dead : WebhookDeliveryState.Failed, next, status, why);
        EndedAt = next is null ? now : null;
    }

    /// <summary>Gives it back untried.</summary>
    public void GiveBack(DateTimeOffset now) => Leave(Attempts > 0 ? WebhookDeliveryState.Failed : WebhookDeliveryState.Waiting, now, Status, Error);

    /// <summary>Somebody sends it again by hand. False while it is under way.</summary>
    public bool Requeue(DateTimeOffset now)
    {
        if (State == WebhookDeliveryState.Leased) return false;
        (Attempts, EndedAt) = (0, null);
        Leave(WebhookDeliveryState.Waiting, now, Status, Error);
        return true;
    }

    private void Leave(WebhookDeliveryState state, DateTimeOffset? next, int? status, string? error)
    {
        (State, NextAttemptAt, LeaseOwner, LeasedUntil, Status) = (state, next, null, null, status);
        Error = error?.Length > ErrorLimit ? error[..ErrorLimit] : error;
        Version++;
    }
}
