using ClinicLive.Domain.Data;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Organizations;

/// <summary>Reads of the clinic itself. Shared on the node; settings change rarely and are asked for by every use case.</summary>
public sealed class OrganizationQueries(IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots)
{
    /// <summary>The clinic's settings.</summary>
    public ValueTask<ClinicPolicy> PolicyAsync(Guid organizationId, CancellationToken gone = default) =>
        snapshots.ReadAsync<ClinicPolicy>(Topic.Clinic(organizationId), async (_, shared) =>
        {
            await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
            var clinic = await db.Organizations.AsNoTracking().SingleAsync(o => o.Id == organizationId, shared).ConfigureAwait(false);
            return clinic.Policy;
        }, gone);

    /// <summary>The clinic's rooms, by name.</summary>
    public ValueTask<RoomList> RoomsAsync(Guid organizationId, CancellationToken gone = default) =>
        snapshots.ReadAsync<RoomList>(Topic.Rooms(organizationId), async (_, shared) =>
        {
            await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
            return new RoomList(await db.Locations.AsNoTracking().Where(l => l.OrganizationId == organizationId && !l.IsRetired)
                .OrderBy(l => l.Name).Select(l => new RoomRow(l.Id, l.Name)).ToListAsync(shared).ConfigureAwait(false));
        }, gone);

    /// <summary>The settings as they can be changed; null for everybody but an admin.</summary>
    public async Task<ClinicSettingsRow?> SettingsAsync(Actor actor, CancellationToken gone = default)
    {
        if (actor.Role != Role.Admin) return null;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var clinic = await db.Organizations.AsNoTracking().SingleAsync(o => o.Id == actor.OrganizationId, gone).ConfigureAwait(false);
        return new ClinicSettingsRow(clinic.Settings, clinic.Version);
    }

    /// <summary>The clinics in which a patient can register, by name. Names only; readable without signing in.</summary>
    public async Task<IReadOnlyList<ClinicChoice>> ClinicsAsync(CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.Organizations.AsNoTracking().OrderBy(o => o.Name)
            .Select(o => new ClinicChoice(o.Id, o.Name)).ToListAsync(gone).ConfigureAwait(false);
    }
}

/// <summary>The clinic's settings.</summary>
/// <param name="Settings">As they are.</param>
/// <param name="Version">The row's version.</param>
public sealed record ClinicSettingsRow(ClinicSettings Settings, int Version);

/// <summary>A clinic to choose.</summary>
/// <param name="Id">The clinic's id.</param>
/// <param name="Name">The clinic's name.</param>
public sealed record ClinicChoice(Guid Id, string Name);

/// <summary>The rooms of a clinic. Immutable and shared.</summary>
/// <param name="Rows">One row per room, by name.</param>
public sealed record RoomList(IReadOnlyList<RoomRow> Rows);

/// <summary>A room.</summary>
/// <param name="Id">The room's id.</param>
/// <param name="Name">As on the door.</param>
public sealed record RoomRow(Guid Id, string Name);
