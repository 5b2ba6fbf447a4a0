using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>Beginning, ending and checking of signed-in sessions.</summary>
public sealed class SessionService(IDbContextFactory<ClinicDbContext> contexts, IdleLimits idle, SessionTouches touches, TimeProvider time, ILogger<SessionService>? log = null)
{
    private const int MostAtOnce = 200;

    /// <summary>Begins a session after the password was checked, and tells the feed when it is one of the staff.</summary>
    public Task<SignInSession> BeginAsync(Account account, CancellationToken gone = default) => BeginAsync(account, endsIdle: false, gone);

    /// <summary>The same for a browser: ends by itself when nobody does anything in it.</summary>
    public Task<SignInSession> BeginInBrowserAsync(Account account, CancellationToken gone = default) => BeginAsync(account, endsIdle: true, gone);

    /// <summary>Ends a session: all its tabs end. Ending it twice is one end.</summary>
    public async Task EndAsync(Guid sessionId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await db.SignInSessions.SingleOrDefaultAsync(s => s.Id == sessionId && s.EndedAt == null, gone).ConfigureAwait(false) is not { } session) return;
        await EndAsync(db, session, gone).ConfigureAwait(false);
    }

    /// <summary>Writes down in which sessions somebody did something: each goes on for the whole of its limit, but not one that was over by then.</summary>
    public async Task WriteTouchesAsync(CancellationToken gone = default)
    {
        var touched = touches.All();
        if (touched.Count == 0) return;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        await using var all = await db.Database.BeginTransactionAsync(gone).ConfigureAwait(false);
        foreach (var (id, role, first, last) in touched)
        {
            DateTimeOffset? until = last + idle.Of(role);
            await db.SignInSessions.Where(s => s.Id == id && s.EndedAt == null && s.IdleUntil > first)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.IdleUntil, until), gone).ConfigureAwait(false);
        }

        await all.CommitAsync(gone).ConfigureAwait(false);
        touches.Written(touched);
    }

    /// <summary>Ends the sessions in which nobody did anything for too long; how many. What was done is written before.</summary>
    public async Task<int> EndIdleAsync(CancellationToken gone = default)
    {
        await WriteTouchesAsync(gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var over = await db.SignInSessions.Where(s => s.EndedAt == null && s.IdleUntil <= now).OrderBy(s => s.IdleUntil).Take(MostAtOnce).ToListAsync(gone).ConfigureAwait(false);
        foreach (var session in over)
        {
            session.EndedIdle = true;
            log?.LogDebug("Session {Session} ends: nobody did anything in it until {Until:O}.", session.Id, session.IdleUntil);
            await EndAsync(db, session, gone).ConfigureAwait(false);
        }

        return over.Count;
    }

    /// <summary>Of the sessions named, those that may go on: not ended, not too old, not idle for too long, account enabled, security stamp unchanged.</summary>
    public Task<IReadOnlySet<Guid>> StillValidAsync(IReadOnlyDictionary<Guid, string> stampBySession, CancellationToken gone = default) =>
        ValidAsync(stampBySession, alsoIdle: false, gone);

    /// <summary>The same, and also those that ended because nobody did anything: for what a page still has to hand over.</summary>
    public Task<IReadOnlySet<Guid>> StillValidOrIdleAsync(IReadOnlyDictionary<Guid, string> stampBySession, CancellationToken gone = default) =>
        ValidAsync(stampBySession, alsoIdle: true, gone);

    private async Task<IReadOnlySet<Guid>> ValidAsync(IReadOnlyDictionary<Guid, string> stampBySession, bool alsoIdle, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var ids = stampBySession.Keys.ToList();
        var now = time.GetUtcNow();
        var oldest = now - SignInSession.Longest;
        var alive = await db.SignInSessions.AsNoTracking()
            .Where(s => ids.Contains(s.Id) && (s.EndedAt == null || (alsoIdle && s.EndedIdle)) && s.StartedAt > oldest)
            .Join(db.Accounts.AsNoTracking().Where(a => !a.IsDisabled), s => s.AccountId, a => a.Id, (s, a) => new { s.Id, s.IdleUntil, a.SecurityStamp })
            .ToListAsync(gone).ConfigureAwait(false);
        var valid = alive.Where(s => stampBySession[s.Id] == s.SecurityStamp && (alsoIdle || s.IdleUntil is null || s.IdleUntil > now || touches.Keeps(s.Id, s.IdleUntil)))
            .Select(s => s.Id).ToHashSet();
        if (log?.IsEnabled(LogLevel.Debug) == true && ids.Exists(id => !valid.Contains(id))) await SayWhyAsync(log, db, [.. ids.Except(valid)], stampBySession, gone).ConfigureAwait(false);
        return valid;
    }

    // For whoever asks why people are signed out: read again only while somebody listens.
    private static async Task SayWhyAsync(ILogger log, ClinicDbContext db, List<Guid> ids, IReadOnlyDictionary<Guid, string> stamps, CancellationToken gone)
    {
        var found = await db.SignInSessions.AsNoTracking().Where(s => ids.Contains(s.Id))
            .Join(db.Accounts.AsNoTracking(), s => s.AccountId, a => a.Id, (s, a) => new { s.Id, s.StartedAt, s.EndedAt, s.EndedIdle, s.IdleUntil, a.IsDisabled, a.SecurityStamp }).ToListAsync(gone).ConfigureAwait(false);
        foreach (var s in found)
        {
            log.LogDebug(
                "Session {Session} may not go on: began {Began:O}, ended {Ended:O}, for idling {Idle}, idle until {Until:O}, account disabled {Disabled}, password or role changed {Changed}.",
                s.Id, s.StartedAt, s.EndedAt, s.EndedIdle, s.IdleUntil, s.IsDisabled, stamps[s.Id] != s.SecurityStamp);
        }

        foreach (var id in ids.Except(found.Select(s => s.Id))) log.LogDebug("Session {Session} may not go on: it is not in this database.", id);
    }

    private async Task<SignInSession> BeginAsync(Account account, bool endsIdle, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var session = new SignInSession
        {
            AccountId = account.Id,
            OrganizationId = account.OrganizationId,
            StartedAt = now,
            IdleUntil = endsIdle ? now + idle.Of(account.Role) : null,
        };
        db.Add(session);
        SignInLog.Note(db, account.OrganizationId, account.Id, account.Role, ActivityKind.SignedIn, session.StartedAt);
        await db.SaveChangesAsync(gone).ConfigureAwait(false);
        return session;
    }

    private async Task EndAsync(ClinicDbContext db, SignInSession session, CancellationToken gone)
    {
        session.EndedAt = time.GetUtcNow();
        var role = await db.Accounts.Where(a => a.Id == session.AccountId).Select(a => a.Role).SingleAsync(gone).ConfigureAwait(false);
        SignInLog.Note(db, session.OrganizationId, session.AccountId, role, ActivityKind.SignedOut, session.EndedAt.Value);
        db.PublishAfterSave(new SessionEnded(session.AccountId, session.Id));
        await db.SaveChangesAsync(gone).ConfigureAwait(false);
    }
}
