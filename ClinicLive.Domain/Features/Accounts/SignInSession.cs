namespace ClinicLive.Domain.Features.Accounts;

/// <summary>One sign-in on one browser. The cookie names it, so that ending it here ends it everywhere.</summary>
public sealed class SignInSession
{
    /// <summary>A session ends by itself after this, however busy (OWASP ASVS 5.0, 7.3.2).</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>The session's id, kept in the cookie.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>Who signed in.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The account's clinic.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, in UTC; null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
