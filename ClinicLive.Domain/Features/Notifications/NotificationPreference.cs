namespace ClinicLive.Domain.Features.Notifications;

/// <summary>What a person chose for one kind and channel. There is a row only where somebody chose; the rest is <see cref="NotificationChoices"/>' default.</summary>
public sealed class NotificationPreference
{
    /// <summary>Whose choice it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The kind it is about.</summary>
    public required NotificationKind Kind { get; init; }

    /// <summary>The way it is about.</summary>
    public required NotificationChannel Channel { get; init; }

    /// <summary>Whether notifications of that kind take that way.</summary>
    public required bool IsOn { get; set; }
}

/// <summary>The hours of the night in which nothing sounds for a person. There is a row only where somebody chose.</summary>
public sealed class QuietHours
{
    /// <summary>Whose hours they are.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>First quiet time of the day on the person's clock; equal to <see cref="Until"/> for no quiet hours.</summary>
    public required TimeOnly From { get; set; }

    /// <summary>First time that is not quiet any more; may lie on the next day.</summary>
    public required TimeOnly Until { get; set; }

    /// <summary>The person's IANA time zone.</summary>
    public required string TimeZoneId { get; set; }
}
