using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Accounts;

// Published by: AccountService, SessionService, PresenceService and the change of a password. Heard by: every circuit of the account, the accounts page, the sign-in feed.

/// <summary>An account was made, disabled, enabled or given another role.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Kind">What happened.</param>
public sealed record AccountChanged(Guid OrganizationId, Guid AccountId, ActivityKind Kind) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Account(AccountId), Topic.Accounts(OrganizationId)];

    /// <inheritdoc/>
    public string Key => $"account:{AccountId:N}";
}

/// <summary>One signed-in session ended; its screens end with it.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="SessionId">The session.</param>
public sealed record SessionEnded(Guid AccountId, Guid SessionId) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Account(AccountId)];

    /// <inheritdoc/>
    public string Key => $"session:{SessionId:N}";
}

/// <summary>A line was added to the feed of signing in and out.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="AccountId">Whose line it is.</param>
/// <param name="Kind">Signed in, signed out, connection lost or reconnected.</param>
/// <param name="At">When, in UTC.</param>
public sealed record SignInFeedGrew(Guid OrganizationId, Guid AccountId, ActivityKind Kind, DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.SignInFeed(OrganizationId)];

    /// <inheritdoc/>
    public string Key => $"feed:{AccountId:N}:{Kind}";
}
