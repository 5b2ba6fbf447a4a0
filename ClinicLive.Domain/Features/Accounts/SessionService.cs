using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>Beginning, ending and checking of signed-in sessions.</summary>
public sealed class SessionService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Begins a session after the password was checked, and tells the feed when it is one of the staff.</summary>
    public async Task<SignInSession> BeginAsync(Account account, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var session = new SignInSession { AccountId = account.Id, OrganizationId = account.OrganizationId, StartedAt = time.GetUtcNow() };
        db.Add(session);
        SignInLog.Note(db, account.OrganizationId, account.Id, account.Role, ActivityKind.SignedIn, session.StartedAt);
        await db.SaveChangesAsync(gone).ConfigureAwait(false);
        return session;
    }

    /// <summary>Ends a session: all its tabs end. Ending it twice is one end.</summary>
    public async Task EndAsync(Guid sessionId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var session = await db.SignInSessions.SingleOrDefaultAsync(s => s.Id == sessionId && s.EndedAt == null, gone).ConfigureAwait(false);
        if (session is null) return;
        session.EndedAt = time.GetUtcNow();
        var role = await db.Accounts.Where(a => a.Id == session.AccountId).Select(a => a.Role).SingleAsync(gone).ConfigureAwait(false);
        SignInLog.Note(db, session.OrganizationId, session.AccountId, role, ActivityKind.SignedOut, session.EndedAt.Value);
        db.PublishAfterSave(new SessionEnded(session.AccountId, session.Id));
        await db.SaveChangesAsync(gone).ConfigureAwait(false);
    }

    /// <summary>Of the sessions named, those that may go on: not ended, not too old, account enabled, security stamp unchanged.</summary>
    public async Task<IReadOnlySet<Guid>> StillValidAsync(IReadOnlyDictionary<Guid, string> stampBySession, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var ids = stampBySession.Keys.ToList();
        var oldest = time.GetUtcNow() - SignInSession.Longest;
        var alive = await db.SignInSessions.AsNoTracking()
            .Where(s => ids.Contains(s.Id) && s.EndedAt == null && s.StartedAt > oldest)
            .Join(db.Accounts.AsNoTracking().Where(a => !a.IsDisabled), s => s.AccountId, a => a.Id, (s, a) => new { s.Id, a.SecurityStamp })
            .ToListAsync(gone).ConfigureAwait(false);
        return alive.Where(s => stampBySession[s.Id] == s.SecurityStamp).Select(s => s.Id).ToHashSet();
    }
}
