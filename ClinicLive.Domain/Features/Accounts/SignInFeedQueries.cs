using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>Reads of the feed of staff signing in and out.</summary>
public sealed class SignInFeedQueries(
    IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>Lines in the box on the dashboard.</summary>
    public const int BoxSize = 10;

    /// <summary>Lines of one page of older ones.</summary>
    public const int PageSize = 50;

    /// <summary>A line repeats the one before when the same happened to the same person within this time.</summary>
    public static readonly TimeSpan FlapWindow = TimeSpan.FromMinutes(10);

    /// <summary>The newest lines, shared by all dashboards of the clinic; empty for everybody but the front desk.</summary>
    public async ValueTask<SignInFeed> LatestAsync(Actor actor, CancellationToken gone = default)
    {
        if (!actor.IsFrontDesk) return SignInFeed.Empty;
        return await snapshots.ReadAsync<SignInFeed>(Topic.SignInFeed(actor.OrganizationId), async (before, shared) =>
        {
            await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
            var policy = await organizations.PolicyAsync(actor.OrganizationId, shared).ConfigureAwait(false);
            var midnight = policy.At(policy.DayOf(time.GetUtcNow()), TimeOnly.MinValue);
            var newest = await Lines(db, actor.OrganizationId, long.MaxValue).Take(BoxSize * 8).ToListAsync(shared).ConfigureAwait(false);
            var rows = Coalesce(newest).Take(BoxSize).ToList();
            return new SignInFeed(RowReuse.Merge(before?.Rows, rows, r => r.Sequence), newest.Count(l => l.At >= midnight));
        }, gone).ConfigureAwait(false);
    }

    /// <summary>Older lines, newest first, before a position in the log; empty for everybody but the front desk.</summary>
    public async Task<IReadOnlyList<SignInLine>> OlderAsync(Actor actor, long before = long.MaxValue, CancellationToken gone = default)
    {
        if (!actor.IsFrontDesk) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is not null) return [];
        return await Lines(db, actor.OrganizationId, before).Take(PageSize).ToListAsync(gone).ConfigureAwait(false);
    }

    private static IQueryable<SignInLine> Lines(ClinicDbContext db, Guid organizationId, long before) =>
        db.Activity.AsNoTracking()
            .Where(a => a.OrganizationId == organizationId && a.Category == ActivityCategory.SignIn && a.Sequence < before)
            .Join(db.Accounts.AsNoTracking(), a => a.ActorId, p => p.Id, (a, p) => new { a, p })
            .OrderByDescending(x => x.a.Sequence)
            .Select(x => new SignInLine(x.a.Sequence, x.a.ActorId, x.p.DisplayName, x.p.Role, x.a.Kind, x.a.At, 1));

    /// <summary>
    /// Makes one line of a flapping connection: "reconnected ×3" instead of six lines. Lost-and-back pairs of one person
    /// that follow each other within the window become the newest of them with a count.
    /// </summary>
    internal static IEnumerable<SignInLine> Coalesce(IReadOnlyList<SignInLine> newestFirst)
    {
        var shown = new List<SignInLine>();
        var oldest = new Dictionary<Guid, DateTimeOffset>(); // of the flaps made one so far
        foreach (var line in newestFirst)
        {
            var isFlap = line.Kind is ActivityKind.Reconnected or ActivityKind.ConnectionLost;
            var newer = isFlap ? shown.FindLastIndex(l => l.AccountId == line.AccountId) : -1;
            if (newer >= 0 && shown[newer] is { Kind: ActivityKind.Reconnected or ActivityKind.ConnectionLost } later && oldest.GetValueOrDefault(line.AccountId, later.At) - line.At <= FlapWindow)
            {
                shown[newer] = line.Kind == later.Kind ? later with { Count = later.Count + 1 } : later;
                oldest[line.AccountId] = line.At;
            }
            else
            {
                shown.Add(line);
                oldest.Remove(line.AccountId);
            }
        }

        return shown;
    }
}

/// <summary>The newest lines of the feed. Immutable and shared.</summary>
/// <param name="Rows">Newest first, flaps made one.</param>
/// <param name="Today">How many lines the clinic's day has so far, as far as they were read.</param>
public sealed record SignInFeed(IReadOnlyList<SignInLine> Rows, int Today)
{
    /// <summary>Nothing to see.</summary>
    public static SignInFeed Empty { get; } = new([], 0);
}

/// <summary>One line: who came or went.</summary>
/// <param name="Sequence">Position in the activity log.</param>
/// <param name="AccountId">Who.</param>
/// <param name="Name">Named so on screen.</param>
/// <param name="Role">The person's role now.</param>
/// <param name="Kind">Signed in, signed out, connection lost, reconnected.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Count">How many times in a row.</param>
public sealed record SignInLine(long Sequence, Guid AccountId, string Name, Role Role, ActivityKind Kind, DateTimeOffset At, int Count);
