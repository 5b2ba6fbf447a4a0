using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>All appointments of one patient, for whoever works at the clinic; patients have <see cref="AppointmentQueries.OwnAsync"/>.</summary>
public sealed class PatientVisitQueries(IDbContextFactory<ClinicDbContext> contexts)
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 10;

    private const int LastPage = 10_000;

    /// <summary>One page, newest begin first. Empty for patients and for a patient of another clinic.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="patientId">Whose appointments.</param>
    /// <param name="page">From 0; one that does not exist is empty.</param>
    /// <param name="gone">Stops the read.</param>
    public async Task<PatientVisits> PageAsync(Actor actor, Guid patientId, int page, CancellationToken gone = default)
    {
        if (!actor.IsStaff || page is < 0 or > LastPage) return PatientVisits.None;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var own = AppointmentQueries.Visible(db, actor).Where(a => a.PatientId == patientId);
        var rows = await AppointmentQueries.Rows(db, own.OrderByDescending(a => a.Start).ThenByDescending(a => a.Id).Skip(page * PageSize).Take(PageSize + 1))
            .ToListAsync(gone).ConfigureAwait(false);
        rows.Reverse();
        return new PatientVisits([.. rows.Take(PageSize)], rows.Count > PageSize);
    }
}

/// <summary>One page of a patient's appointments.</summary>
/// <param name="Rows">Newest begin first.</param>
/// <param name="HasEarlier">Another page follows.</param>
public sealed record PatientVisits(IReadOnlyList<BoardRow> Rows, bool HasEarlier)
{
    /// <summary>Nothing.</summary>
    public static PatientVisits None { get; } = new([], false);
}
