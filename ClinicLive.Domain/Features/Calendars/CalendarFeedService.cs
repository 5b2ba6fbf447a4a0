using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>A doctor or a patient decides about the address of his own calendar. Each decision is a line of the log, without the address.</summary>
public sealed class CalendarFeedService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// Makes the address, or another one in its place: the one before is good for nothing from then on. Answers the token, which is never told again. Refuses everybody
    /// who has no appointments of his own.
    /// </summary>
    public Task<Outcome<string>> RenewAsync(Actor actor, CancellationToken gone = default) => ChangeAsync<string>(actor, (db, feed) =>
    {
        var token = CalendarFeed.NewToken();
        var (hash, now) = (CalendarFeed.HashOf(token)!, time.GetUtcNow());
        if (feed is null) db.Add(new CalendarFeed { AccountId = actor.UserId, OrganizationId = actor.OrganizationId, TokenHash = hash, MadeAt = now });
        else (feed.TokenHash, feed.MadeAt) = (hash, now);
        return (Outcome<string>.Done(token), feed is null ? ActivityKind.CalendarFeedMade : ActivityKind.CalendarFeedReplaced);
    }, gone);

    /// <summary>Ends the address. Where there is none, nothing is to be done.</summary>
    public Task<Outcome<Guid>> RevokeAsync(Actor actor, CancellationToken gone = default) => ChangeAsync<Guid>(actor, (db, feed) =>
    {
        if (feed is null) return (Outcome<Guid>.Already(actor.UserId), default);
        db.Remove(feed);
        return (Outcome<Guid>.Done(actor.UserId), ActivityKind.CalendarFeedRevoked);
    }, gone);

    private async Task<Outcome<T>> ChangeAsync<T>(Actor actor, Func<ClinicDbContext, CalendarFeed?, (Outcome<T> Outcome, ActivityKind Kind)> change, CancellationToken gone)
        where T : notnull
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (!CalendarFeedQueries.HasCalendar(actor)) return Refusal.Forbidden("Only doctors and patients have a calendar of their own.");
        var feed = await db.CalendarFeeds.SingleOrDefaultAsync(f => f.AccountId == actor.UserId, gone).ConfigureAwait(false);
        var (outcome, kind) = change(db, feed);
        if (!outcome.Changed) return outcome;
        db.Activity.Add(new ActivityEntry
        {
            OrganizationId = actor.OrganizationId,
            ActorId = actor.UserId,
            Kind = kind,
            Category = ActivityCategory.Account,
            SubjectId = actor.UserId,
            At = time.GetUtcNow(),
        });
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved ? outcome : Refusal.Unavailable; // two windows at once: one of them tries again
    }
}
