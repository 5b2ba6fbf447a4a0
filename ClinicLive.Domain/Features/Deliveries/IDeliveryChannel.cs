using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Notifications;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>
/// One way out of the app. It is handed what may leave and nothing else. It answers what is known for sure: whatever it cannot know is
/// <see cref="DeliveryEnd.Unknown"/>, and is never sent twice. A fault that it throws counts as an attempt that failed before anything was
/// handed over, or as unknown after <see cref="DeliveryMessage.MayHandOverAsync"/>.
/// </summary>
public interface IDeliveryChannel
{
    /// <summary>Which way it is. One of each.</summary>
    DeliveryChannel Kind { get; }

    /// <summary>False while this installation has no settings for it; its rows are then kept as not configured.</summary>
    bool IsConfigured { get; }

    /// <summary>Most messages under way at once on one node.</summary>
    int MostAtOnce { get; }

    /// <summary>
    /// Hands one message to the other side. Must call <see cref="DeliveryMessage.MayHandOverAsync"/> right before the first byte after which
    /// the other side may act on it, and send nothing when that answers false. Ends soon after <paramref name="gone"/>.
    /// </summary>
    Task<DeliveryResult> SendAsync(DeliveryMessage message, CancellationToken gone);
}

/// <summary>What may leave the app.</summary>
/// <param name="DeliveryId">The delivery; the same in every attempt.</param>
/// <param name="Key">Unique for ever, for an other side that can tell doubles apart.</param>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="RecipientId">The account that is told.</param>
/// <param name="NotificationId">The notification.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Severity">How much attention it asks for.</param>
/// <param name="Text">The words.</param>
/// <param name="Link">The page that asks who one is and goes on from there.</param>
/// <param name="Address">Where to: an e-mail address or a telephone number as written; null where the channel knows.</param>
/// <param name="MayHandOverAsync">See <see cref="IDeliveryChannel.SendAsync"/>. False: somebody else works on it; send nothing and answer <see cref="DeliveryResult.NotMine"/>.</param>
public sealed record DeliveryMessage(
    Guid DeliveryId,
    string Key,
    Guid OrganizationId,
    Guid RecipientId,
    Guid NotificationId,
    NotificationKind Kind,
    NotificationSeverity Severity,
    OutgoingText Text,
    Uri Link,
    string? Address,
    Func<CancellationToken, Task<bool>> MayHandOverAsync)
{
    /// <summary>The appointment that it is about, for the person's calendar, without anything but its time; or null.</summary>
    public CalendarEntry? Calendar { get; init; }
}

/// <summary>How an attempt ended.</summary>
public enum DeliveryEnd
{
    /// <summary>The other side has taken it.</summary>
    Sent,

    /// <summary>It did not take it; trying again later is right.</summary>
    TryLater,

    /// <summary>It will never take it.</summary>
    Refused,

    /// <summary>The person cannot be reached this way: no address, no device.</summary>
    NoAddress,

    /// <summary>It may have taken it; nobody can know.</summary>
    Unknown,

    /// <summary>Somebody else works on it; nothing was sent.</summary>
    NotMine,
}

/// <summary>How an attempt ended, and why.</summary>
/// <param name="End">How.</param>
/// <param name="Why">In plain words, without an address or anything else of a person; null for a success.</param>
/// <param name="Pause">The least time that the other side asks for before the next attempt.</param>
public sealed record DeliveryResult(DeliveryEnd End, string? Why = null, TimeSpan? Pause = null)
{
    /// <summary>The other side has taken it.</summary>
    public static DeliveryResult Sent { get; } = new(DeliveryEnd.Sent);

    /// <summary>Somebody else works on it.</summary>
    public static DeliveryResult NotMine { get; } = new(DeliveryEnd.NotMine);

    /// <summary>Not now.</summary>
    public static DeliveryResult TryLater(string why, TimeSpan? pause = null) => new(DeliveryEnd.TryLater, why, pause);

    /// <summary>Never.</summary>
    public static DeliveryResult Refused(string why) => new(DeliveryEnd.Refused, why);

    /// <summary>There is nowhere to send it to.</summary>
    public static DeliveryResult NoAddress(string why) => new(DeliveryEnd.NoAddress, why);

    /// <summary>Nobody can know.</summary>
    public static DeliveryResult Unknown(string why) => new(DeliveryEnd.Unknown, why);
}
