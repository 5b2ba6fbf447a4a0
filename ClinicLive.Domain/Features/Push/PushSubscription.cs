using System.Security.Cryptography;
using System.Text;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Push;

/// <summary>
/// One browser of a person that may be told with all tabs closed (W3C Push API, PushSubscription). It sleeps from the end of the sign-in
/// under which it was last seen, and wakes when the same person signs in there again; for somebody else it is gone.
/// </summary>
public sealed class PushSubscription
{
    /// <summary>Most browsers of one account.</summary>
    public const int MostPerAccount = 10;

    /// <summary>Longest name of a device, in UTF-16 units.</summary>
    public const int NameLimit = 60;

    private PushSubscription()
    {
    }

    /// <summary>A version 7 GUID (RFC 9562).</summary>
    public Guid Id { get; private init; }

    /// <summary>The clinic.</summary>
    public Guid OrganizationId { get; private init; }

    /// <summary>Whose browser it is.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>The sign-in under which it was last seen.</summary>
    public Guid SessionId { get; private set; }

    /// <summary>The account's security stamp at that time: another password, role or right puts it to sleep.</summary>
    public string Stamp { get; private set; } = "";

    /// <summary>Where its push service takes messages. Whoever knows it could send, so it is shown to nobody.</summary>
    public string Endpoint { get; private init; } = "";

    /// <summary>SHA-256 of the endpoint in hexadecimal digits; unique, because a browser belongs to one person.</summary>
    public string EndpointHash { get; private init; } = "";

    /// <summary>The browser's public key (p256dh), 65 bytes.</summary>
    public byte[] Key { get; private set; } = [];

    /// <summary>The browser's secret (auth), 16 bytes.</summary>
    public byte[] Secret { get; private set; } = [];

    /// <summary>The key of ours that the browser subscribed with; it takes messages of no other.</summary>
    public string ServerKey { get; private set; } = "";

    /// <summary>What the person recognises it by, such as "Firefox on Android".</summary>
    public string Name { get; private set; } = "";

    /// <summary>When it was switched on, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When its push service last took a message, in UTC; null before.</summary>
    public DateTimeOffset? LastSentAt { get; private set; }

    /// <summary>Until when its push service wants no more messages, in UTC; null when it takes them.</summary>
    public DateTimeOffset? RestsUntil { get; private set; }

    /// <summary>The browser of a person, with what it said about itself; checked before by <see cref="PushWish.Check"/>.</summary>
    public static PushSubscription For(Actor actor, PushSeen seen, PushWish wish, string serverKey, DateTimeOffset at)
    {
        var made = new PushSubscription
        {
            Id = Guid.CreateVersion7(at),
            OrganizationId = actor.OrganizationId,
            AccountId = actor.UserId,
            Endpoint = wish.Endpoint,
            EndpointHash = HashOf(wish.Endpoint),
            CreatedAt = at,
        };
        made.Renew(seen, wish, serverKey);
        return made;
    }

    /// <summary>How an endpoint is looked for.</summary>
    public static string HashOf(string endpoint) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)));

    /// <summary>The browser has subscribed anew, with other keys.</summary>
    public void Renew(PushSeen seen, PushWish wish, string serverKey)
    {
        (Key, Secret) = wish.Keys ?? throw new InvalidOperationException("Check the wish first.");
        (ServerKey, Name, RestsUntil) = (serverKey, wish.Name.Length > NameLimit ? wish.Name[..NameLimit] : wish.Name, null);
        WakeUp(seen);
    }

    /// <summary>The person was seen there: from now on it sleeps with that sign-in. False when that is known.</summary>
    public bool WakeUp(PushSeen seen)
    {
        if (SessionId == seen.SessionId && Stamp == seen.Stamp) return false;
        (SessionId, Stamp) = (seen.SessionId, seen.Stamp);
        return true;
    }

    /// <summary>Its push service has taken a message.</summary>
    public void Took(DateTimeOffset at) => (LastSentAt, RestsUntil) = (at, null);

    /// <summary>Its push service wants no more until then.</summary>
    public void Rest(DateTimeOffset until) => RestsUntil = until;
}

/// <summary>The sign-in under which a browser is seen.</summary>
/// <param name="SessionId">The sign-in.</param>
/// <param name="Stamp">The account's security stamp.</param>
public sealed record PushSeen(Guid SessionId, string Stamp);

/// <summary>What a browser says about itself when it subscribes. Nothing of it is believed.</summary>
/// <param name="Endpoint">Where its push service takes messages.</param>
/// <param name="P256dh">Its public key in base64url.</param>
/// <param name="Auth">Its secret in base64url.</param>
/// <param name="Name">What the person recognises it by.</param>
public sealed record PushWish(string Endpoint, string P256dh, string Auth, string Name)
{
    /// <summary>The two keys as bytes; null when they are none.</summary>
    public (byte[] Key, byte[] Secret)? Keys =>
        PushSettings.FromBase64Url(P256dh, P256.PointLength) is { } key && P256.Read(key) is not null
        && PushSettings.FromBase64Url(Auth, MessageEncryption.SecretLength) is { } secret ? (key, secret) : null;

    /// <summary>Why it cannot be used, or null.</summary>
    public Refusal? Check(bool allowPrivate)
    {
        if (OutsideAddress.Read(Endpoint, allowPrivate) is null) return Refusal.Invalid("Endpoint", "This is not the address of a push service.");
        if (Keys is null) return Refusal.Invalid("P256dh", "These are not the keys of a browser.");
        return PlainText.HasBrokenCharacter(Name) ? Refusal.Invalid("Name", "A character of the name is broken.") : null;
    }
}
