using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Practitioners;

/// <summary>Reads of the clinic's doctors.</summary>
public sealed class PractitionerQueries(IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, TimeProvider time)
{
    /// <summary>All doctors who work in the actor's clinic, by family, then given name. One shared read per change on the node.</summary>
    public ValueTask<PractitionerList> ListAsync(Actor actor, CancellationToken gone = default) =>
        snapshots.ReadAsync<PractitionerList>(
            Topic.Practitioners(actor.OrganizationId), (before, shared) => LoadAsync(actor.OrganizationId, before, shared), gone);

    private async Task<PractitionerList> LoadAsync(Guid organizationId, PractitionerList? before, CancellationToken shared)
    {
        await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var rows = await (
            from p in db.Practitioners.AsNoTracking()
            where p.OrganizationId == organizationId && !p.IsRetired
            orderby p.FamilyName, p.GivenName, p.Id
            select new PractitionerRow(
                p.Id,
                p.AccountId,
                p.GivenName,
                p.FamilyName,
                p.Specialty,
                p.ConsultationHours,
                p.Hospital,
                db.Locations.Where(l => l.Id == p.LocationId).Select(l => l.Name).FirstOrDefault(),
                p.Availability,
                p.AvailabilitySince,
                p.BreakUntil,
                db.PresenceLeases.Any(l => l.AccountId == p.AccountId && l.ExpiresAt > now),
                p.Version)).ToListAsync(shared).ConfigureAwait(false);
        return new PractitionerList(RowReuse.Merge(before?.Rows, rows, r => r.Id));
    }
}

/// <summary>All doctors of a clinic, in the order in which they are shown. Immutable and shared.</summary>
/// <param name="Rows">One row per doctor.</param>
public sealed record PractitionerList(IReadOnlyList<PractitionerRow> Rows);

/// <summary>A doctor as colleagues see him.</summary>
/// <param name="Id">The practitioner's id.</param>
/// <param name="AccountId">The account, if any.</param>
/// <param name="GivenName">Given name.</param>
/// <param name="FamilyName">Family name.</param>
/// <param name="Specialty">Field of medicine.</param>
/// <param name="ConsultationHours">When patients are seen.</param>
/// <param name="Hospital">The hospital or practice.</param>
/// <param name="Room">Usual room, or null.</param>
/// <param name="Availability">What the doctor said last.</param>
/// <param name="AvailabilitySince">When that was said, in UTC.</param>
/// <param name="BreakUntil">When the break ends, in UTC.</param>
/// <param name="Online">At least one live connection, over all tabs, devices and nodes.</param>
/// <param name="Version">The record's version.</param>
public sealed record PractitionerRow(
    Guid Id,
    Guid? AccountId,
    string GivenName,
    string FamilyName,
    string Specialty,
    string ConsultationHours,
    string Hospital,
    string? Room,
    Availability Availability,
    DateTimeOffset AvailabilitySince,
    DateTimeOffset? BreakUntil,
    bool Online,
    int Version)
{
    /// <summary>How a doctor is named on screens.</summary>
    public string DisplayName => $"Dr {GivenName} {FamilyName}";
}
