using System.Security.Cryptography;
using ClinicLive.Domain.Features.Activity;

namespace ClinicLive.Domain.Features.Webhooks;

/// <summary>What a webhook is told of. Named as the events of the live stream.</summary>
[Flags]
public enum WebhookEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Something happened to an appointment.</summary>
    Appointment = 1,

    /// <summary>A doctor said whether he takes patients.</summary>
    Availability = 2,

    /// <summary>Somebody of the staff came or went.</summary>
    SignIn = 4,

    /// <summary>All of them.</summary>
    All = Appointment | Availability | SignIn,
}

/// <summary>
/// An address of another system that is told of what happens, signed as Standard Webhooks 1.0.0 writes it. It is told ids and states and never
/// a name, a reason or a message: with a token it reads what it may.
/// </summary>
public sealed class Webhook
{
    /// <summary>Longest name.</summary>
    public const int NameLimit = 60;

    /// <summary>Longest sealed secret.</summary>
    public const int SecretLimit = 1_000;

    /// <summary>A version 7 GUID (RFC 9562).</summary>
    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>The clinic.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>What the admin calls it.</summary>
    public required string Name { get; set; }

    /// <summary>Where requests go to.</summary>
    public required string Address { get; set; }

    /// <summary>The secret that requests are signed with, sealed.</summary>
    public required string SealedSecret { get; set; }

    /// <summary>What it is told of.</summary>
    public required WebhookEvents Events { get; set; }

    /// <summary>While paused nothing is sent, and what happens meanwhile is not sent later.</summary>
    public bool IsPaused { get; set; }

    /// <summary>The line of the activity log up to which its deliveries have been written.</summary>
    public required long Cursor { get; set; }

    /// <summary>When it was made, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Counts the changes by people; whoever changes it names the one that he saw.</summary>
    public int Version { get; set; } = 1;

    /// <summary>A new secret: 32 random bytes (Standard Webhooks: 24 to 64), written as <c>whsec_</c> and base64.</summary>
    public static string NewSecret() => WebhookSignature.Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>True when a line of the log is one that it wants to hear of.</summary>
    public bool Wants(ActivityCategory category) => EventOf(category) is { } of && Events.HasFlag(of);

    /// <summary>The event that a line of the log stands for; null where the outside is not told of such lines.</summary>
    internal static WebhookEvents? EventOf(ActivityCategory category) => category switch
    {
        ActivityCategory.Appointment => WebhookEvents.Appointment,
        ActivityCategory.Practitioner => WebhookEvents.Availability,
        ActivityCategory.SignIn => WebhookEvents.SignIn,
        _ => null,
    };
}
