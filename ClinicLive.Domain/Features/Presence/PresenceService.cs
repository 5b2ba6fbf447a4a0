using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Presence;

/// <summary>
/// Who is online, over all tabs, devices and nodes. Connections are counted here, leases in the database are the truth.
/// Nothing here ever touches an appointment.
/// </summary>
public sealed class PresenceService(IDbContextFactory<ClinicDbContext> contexts, ConnectionTable connections, AttentionTable attention, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1); // leases of this node change one at a time
    private DateTimeOffset _renewed;
    private bool _hasLeft;

    /// <summary>This running process.</summary>
    public Guid NodeId { get; } = Guid.NewGuid();

    /// <summary>A tab is connected, for the first time or again.</summary>
    public async Task ConnectAsync(LiveConnection connection)
    {
        if (connections.Add(connection)) await SettleAsync(connection.AccountId, connection.OrganizationId, endNow: false).ConfigureAwait(false);
    }

    /// <summary>A tab is gone. Its owner stays online for the grace when it was his last.</summary>
    public async Task DisconnectAsync(string connectionId)
    {
        if (connections.Remove(connectionId) is { } last) await SettleAsync(last.AccountId, last.OrganizationId, endNow: false).ConfigureAwait(false);
    }

    /// <summary>A session was ended on purpose: its tabs do not count any more, and there is no grace.</summary>
    public async Task EndSessionAsync(Guid sessionId, Guid accountId, Guid organizationId)
    {
        foreach (var connection in connections.OfSession(sessionId)) connections.Remove(connection.Id);
        await SettleAsync(accountId, organizationId, endNow: true).ConfigureAwait(false);
    }

    /// <summary>This node stops: from now on nothing is open here, so nobody who goes on elsewhere has to wait for the end of a lease.</summary>
    public async Task LeaveAsync(CancellationToken gone = default)
    {
        _hasLeft = true;
        if (connections.Count == 0) return;
        await _turn.WaitAsync(gone).ConfigureAwait(false);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
            await db.PresenceLeases.Where(l => l.NodeId == NodeId)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Windows, 0).SetProperty(l => l.Streams, 0).SetProperty(l => l.LookingUntil, (DateTimeOffset?)null), gone).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Renews this node's leases when it is time, writes what was opened and closed since, and tells of everybody whose last lease ran out, on whichever node it was.</summary>
    public async Task SweepAsync(CancellationToken gone = default)
    {
        await _turn.WaitAsync(gone).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            IReadOnlyList<Guid> changed = [.. connections.TakeChanged(), .. attention.TakeBegun()];
            await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
            if (now - _renewed >= PresenceLease.RenewEvery)
            {
                await RenewAsync(db, now, gone).ConfigureAwait(false);
                _renewed = now;
            }
            else if (changed.Count > 0)
            {
                var mine = await db.PresenceLeases.Where(l => l.NodeId == NodeId && changed.Contains(l.AccountId)).ToListAsync(gone).ConfigureAwait(false);
                foreach (var lease in mine) Say(lease);
                await db.SaveChangesAsync(gone).ConfigureAwait(false);
            }

            var expired = await db.PresenceLeases.Where(l => l.ExpiresAt <= now).ToListAsync(gone).ConfigureAwait(false);
            if (expired.Count == 0) return;
            db.RemoveRange(expired);
            foreach (var lease in expired.DistinctBy(l => l.AccountId))
            {
                if (!await db.PresenceLeases.AnyAsync(l => l.AccountId == lease.AccountId && l.ExpiresAt > now, gone).ConfigureAwait(false))
                {
                    await NoteOfflineAsync(db, lease.AccountId, lease.OrganizationId, now, gone).ConfigureAwait(false);
                }
            }

            await db.SaveChangesAsync(gone).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node was faster with one of them and told of it; the next turn, in two seconds, does what is left.
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Brings the account's lease on this node in line with its connections here.</summary>
    private async Task SettleAsync(Guid accountId, Guid organizationId, bool endNow)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // the screen that comes or goes does not wait for the database
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            await using var db = await contexts.CreateDbContextAsync().ConfigureAwait(false);
            var leases = await db.PresenceLeases.Where(l => l.AccountId == accountId).ToListAsync().ConfigureAwait(false);
            var mine = leases.Find(l => l.NodeId == NodeId);
            var wasOnline = leases.Exists(l => l.ExpiresAt > now);
            var connected = connections.CountOf(accountId) > 0; // read inside the turn: the newest count decides, whatever order the calls came in

            if (connected)
            {
                if (mine is null) db.Add(mine = new PresenceLease { AccountId = accountId, NodeId = NodeId, OrganizationId = organizationId, ExpiresAt = now + PresenceLease.Length });
                else mine.ExpiresAt = now + PresenceLease.Length;
                Say(mine);
                if (!wasOnline) await NoteOnlineAsync(db, accountId, organizationId, now).ConfigureAwait(false);
            }
            else if (mine is not null && endNow)
            {
                db.Remove(mine);
                if (!leases.Exists(l => l != mine && l.ExpiresAt > now)) await NoteOfflineAsync(db, accountId, organizationId, now, CancellationToken.None).ConfigureAwait(false);
            }
            else if (mine is not null && mine.ExpiresAt > now)
            {
                mine.ExpiresAt = now + PresenceLease.Grace;
                Say(mine);
            }

            await db.SaveChangesAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RenewAsync(ClinicDbContext db, DateTimeOffset now, CancellationToken gone)
    {
        var mine = await db.PresenceLeases.Where(l => l.NodeId == NodeId).ToListAsync(gone).ConfigureAwait(false);
        foreach (var lease in mine.Where(l => connections.CountOf(l.AccountId) > 0))
        {
            // Nothing could be written for a while and the lease ran out; whoever read it meanwhile must hear that it lives.
            var wasOut = lease.ExpiresAt <= now && !await db.PresenceLeases.AnyAsync(l => l.AccountId == lease.AccountId && l.ExpiresAt > now, gone).ConfigureAwait(false);
            lease.ExpiresAt = now + PresenceLease.Length;
            Say(lease);
            if (wasOut) await NoteOnlineAsync(db, lease.AccountId, lease.OrganizationId, now).ConfigureAwait(false);
        }

        // Whoever is connected without a lease: the database was away when he came, or another node gave him up while this one stood still.
        foreach (var connection in connections.OnePerAccount().ExceptBy(mine.Select(l => l.AccountId), c => c.AccountId))
        {
            if (!await db.PresenceLeases.AnyAsync(l => l.AccountId == connection.AccountId && l.ExpiresAt > now, gone).ConfigureAwait(false))
            {
                await NoteOnlineAsync(db, connection.AccountId, connection.OrganizationId, now).ConfigureAwait(false);
            }

            var lease = new PresenceLease { AccountId = connection.AccountId, NodeId = NodeId, OrganizationId = connection.OrganizationId, ExpiresAt = now + PresenceLease.Length };
            Say(lease);
            db.Add(lease);
        }

        await db.SaveChangesAsync(gone).ConfigureAwait(false);
    }

    private void Say(PresenceLease lease)
    {
        var (windows, streams) = connections.CountsOf(lease.AccountId);
        if (_hasLeft) lease.Say(0, 0, null);
        else lease.Say(windows, streams, attention.UntilOf(lease.AccountId));
    }

    private static async Task NoteOnlineAsync(ClinicDbContext db, Guid accountId, Guid organizationId, DateTimeOffset now)
    {
        var role = await RoleAsync(db, accountId, CancellationToken.None).ConfigureAwait(false);
        if (role is null) return;
        if (role == Role.Practitioner) db.PublishAfterSave(new PractitionerPresenceChanged(organizationId, accountId, Online: true));
        if (role == Role.Patient) db.PublishAfterSave(new PatientPresenceChanged(accountId, Online: true));
        if (await LastLineAsync(db, accountId, CancellationToken.None).ConfigureAwait(false) == ActivityKind.ConnectionLost)
        {
            SignInLog.Note(db, organizationId, accountId, role.Value, ActivityKind.Reconnected, now);
        }
    }

    private static async Task NoteOfflineAsync(ClinicDbContext db, Guid accountId, Guid organizationId, DateTimeOffset now, CancellationToken gone)
    {
        var role = await RoleAsync(db, accountId, gone).ConfigureAwait(false);
        if (role is null) return;
        if (role == Role.Practitioner) db.PublishAfterSave(new PractitionerPresenceChanged(organizationId, accountId, Online: false));
        if (role == Role.Patient) db.PublishAfterSave(new PatientPresenceChanged(accountId, Online: false));

        // After a sign-out, silence is what everybody expects; only a person who did not say goodbye was lost.
        var last = await LastLineAsync(db, accountId, gone).ConfigureAwait(false);
        if (last is ActivityKind.SignedIn or ActivityKind.Reconnected)
        {
            SignInLog.Note(db, organizationId, accountId, role.Value, ActivityKind.ConnectionLost, now);
        }
    }

    private static Task<Role?> RoleAsync(ClinicDbContext db, Guid accountId, CancellationToken gone) =>
        db.Accounts.Where(a => a.Id == accountId).Select(a => (Role?)a.Role).SingleOrDefaultAsync(gone);

    private static Task<ActivityKind?> LastLineAsync(ClinicDbContext db, Guid accountId, CancellationToken gone) =>
        db.Activity.AsNoTracking()
            .Where(a => a.SubjectId == accountId)
            .Where(a => a.Kind == ActivityKind.SignedIn || a.Kind == ActivityKind.SignedOut || a.Kind == ActivityKind.ConnectionLost || a.Kind == ActivityKind.Reconnected)
            .OrderByDescending(a => a.Sequence)
            .Select(a => (ActivityKind?)a.Kind)
            .FirstOrDefaultAsync(gone);
}
