using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>
/// What the clinic itself ends when nobody does, in every clinic and by the clinic's own clock. A booked appointment whose patient has
/// not come is a no-show after <see cref="ClinicPolicy.NoShowGrace"/>, counted from its begin, or from when it was booked if that was
/// later. Whoever is still in the house when the day is closed (<see cref="ClinicPolicy.DayClosesAt"/>) did not stay the night: waiting
/// patients have left unseen, open consultations are done. Each of them carries <see cref="Why"/> and the clinic as its actor, is listed for
/// the front desk (<see cref="EndOfDayQueries"/>) and can be taken back; what was taken back stands until the day is closed again.
/// </summary>
public sealed class EndOfDay(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>The mark on whatever was closed.</summary>
    public const string Why = "Closed by the clinic at the end of the day.";

    private const int MostAtOnce = 200;

    /// <summary>Ends what is due now and answers how many. What somebody moves at the same moment is left as he wants it.</summary>
    public async Task<int> SweepAsync(CancellationToken gone = default)
    {
        var now = time.GetUtcNow();
        var ended = 0;
        foreach (var clinic in await organizations.ClinicsAsync(gone).ConfigureAwait(false))
        {
            var policy = await organizations.PolicyAsync(clinic.Id, gone).ConfigureAwait(false);
            await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
            foreach (var id in await Due(db, clinic.Id, policy, now).OrderBy(a => a.Start).ThenBy(a => a.Id).Select(a => a.Id).Take(MostAtOnce).ToListAsync(gone).ConfigureAwait(false))
            {
                db.ChangeTracker.Clear();
                var appointment = await Due(db, clinic.Id, policy, now).SingleOrDefaultAsync(a => a.Id == id, gone).ConfigureAwait(false);
                if (appointment is null || End(appointment, policy, now) is not null) continue;
                if (await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved) ended++;
            }
        }

        return ended;
    }

    private static IQueryable<Appointment> Due(ClinicDbContext db, Guid organizationId, ClinicPolicy policy, DateTimeOffset now)
    {
        var (today, closing) = (policy.DayOf(now), policy.LastClosing(now));
        var missed = policy.NoShowGrace is { } grace ? now - grace : DateTimeOffset.MinValue;
        return db.Appointments.Where(a => a.OrganizationId == organizationId && a.HoldsSlot && a.Day <= today
            && ((a.Status == AppointmentStatus.Booked && a.Start <= missed && a.StatusSince <= missed)
                || ((a.Status == AppointmentStatus.Arrived || a.Status == AppointmentStatus.Ready
                    || a.Status == AppointmentStatus.InConsultation || a.Status == AppointmentStatus.Paused)
                    && a.Start < closing && a.StatusSince < closing)));
    }

    private static Refusal? End(Appointment appointment, ClinicPolicy policy, DateTimeOffset now)
    {
        var clinic = Actor.System(appointment.OrganizationId);
        return appointment.Status switch
        {
            AppointmentStatus.Booked => appointment.MarkNoShow(new Change(clinic, now, policy,
                string.Create(CultureInfo.InvariantCulture, $"Did not come within {policy.NoShowGrace?.TotalMinutes:0} minutes."))),
            AppointmentStatus.Arrived or AppointmentStatus.Ready => appointment.LeaveUnseen(new Change(clinic, now, policy, Why)),
            _ => appointment.Finish(new Change(clinic, now, policy, Why)),
        };
    }
}
