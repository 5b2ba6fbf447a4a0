using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>Keeps one reserved slot on the first clinic's board: a reservation runs out after minutes, and the demo shows every state at any time.</summary>
internal static class DemoHold
{
    private const int Minutes = 15;

    /// <summary>Offers a slot from the waiting list when none is reserved; one patient stays on the list.</summary>
    public static async Task KeepOneAsync(ClinicDbContext db, DemoSite site, DemoClock clock, CancellationToken gone)
    {
        var today = db.Appointments.Where(a => a.OrganizationId == site.Id && a.Day == clock.Day);
        if (await today.AnyAsync(a => a.Status == AppointmentStatus.Held, gone).ConfigureAwait(false)) return;

        var desk = await db.Accounts.Where(a => a.OrganizationId == site.Id && a.Role == Role.Receptionist && !a.IsDisabled)
            .OrderBy(a => a.Email).FirstOrDefaultAsync(gone).ConfigureAwait(false);
        if (desk is null) return;
        var change = new Change(new Actor(desk.Id, site.Id, Role.Receptionist, desk.DisplayName), clock.Now, clock.Policy);
        var waiting = await today.Where(a => a.Status == AppointmentStatus.Waitlisted && !db.WaitingEntries.Any(e => e.AppointmentId == a.Id)).OrderBy(a => a.Start).ToListAsync(gone).ConfigureAwait(false);
        var offered = waiting.Count > 1 ? waiting.Find(a => a.End > clock.Now) : null;
        if (offered is null)
        {
            offered = await AskAsync(db, site, clock, change, gone).ConfigureAwait(false);
            if (offered is null) return;
            db.Add(offered);
        }

        if (offered.Offer(change) is null) await db.TrySaveAsync(gone).ConfigureAwait(false);
    }

    /// <summary>Somebody new on the waiting list, at a gap that is still to come.</summary>
    private static async Task<Appointment?> AskAsync(ClinicDbContext db, DemoSite site, DemoClock clock, Change change, CancellationToken gone)
    {
        var doctor = await db.Practitioners.Where(p => p.OrganizationId == site.Id).OrderBy(p => p.FamilyName).Select(p => p.Id).FirstAsync(gone).ConfigureAwait(false);
        var patient = await db.Patients.Where(p => p.OrganizationId == site.Id && p.AccountId == null).OrderBy(p => p.Name).Select(p => p.Id).FirstAsync(gone).ConfigureAwait(false);
        var taken = await db.Appointments.AsNoTracking().Where(a => a.PractitionerId == doctor && a.Day >= clock.Day && a.HoldsSlot)
            .OrderBy(a => a.Start).Select(a => new { a.Start, a.End }).ToListAsync(gone).ConfigureAwait(false);
        var start = clock.Now.AddMinutes(60);
        foreach (var slot in taken.Where(s => s.Start < start.AddMinutes(Minutes) && s.End > start)) start = slot.End;
        if (clock.Policy.DayOf(start) != clock.Day) return null; // too late in the evening for another one
        var (asked, _) = Appointment.Request(patient, doctor, start, Minutes, "Follow-up", change);
        return asked?.PutOnWaitingList(change) is null ? asked : null;
    }
}
