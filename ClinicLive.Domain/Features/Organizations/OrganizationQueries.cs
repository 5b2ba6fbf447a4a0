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
