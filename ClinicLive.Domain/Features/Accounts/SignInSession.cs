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

    /// <summary>
    /// When it ends by itself unless the person does something before, in UTC (OWASP ASVS 5.0, 7.3.1). Null for programs: their access
    /// tokens are short and their refresh tokens are good once.
    /// </summary>
    public DateTimeOffset? IdleUntil { get; set; }

    /// <summary>When it ended, in UTC; null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>It ended because nobody did anything, and not because somebody signed out: what the person set up on the device stays.</summary>
    public bool EndedIdle { get; set; }
}
