using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>
/// The minutes behind a visit that are kept free. Free times leave them out (<see cref="FreeSlotQueries"/>); this asks the same of a
/// command, which need not come from a list of free times. For patients: reception books into them knowingly.
/// </summary>
internal static class VisitBuffers
{
    /// <summary>
    /// Null when a visit keeps the minutes behind the one before it and its own free, else the refusal at the field "Start". An appointment
    /// that lies in the time itself is the database's to refuse. Reads a short range of one index.
    /// </summary>
    public static async Task<Refusal?> RefuseAsync(
        ClinicDbContext db, OpeningBook book, Guid appointmentId, Guid practitionerId, Guid? visitTypeId, DateTimeOffset start, DateTimeOffset end, CancellationToken gone)
    {
        if (book.VisitTypes.All(t => t.BufferMinutes == 0)) return null;
        int BehindOf(Guid? type) => book.VisitType(type)?.BufferMinutes ?? 0;
        var (earliest, until) = (start.AddMinutes(-(Appointment.LongestMinutes + VisitType.LongestBuffer)), end.AddMinutes(BehindOf(visitTypeId)));
        var near = await db.Appointments.AsNoTracking()
            .Where(a => a.PractitionerId == practitionerId && a.HoldsSlot && a.Start >= earliest && a.Start < until && a.Id != appointmentId)
            .Select(a => new { a.Start, a.End, a.VisitTypeId }).ToListAsync(gone).ConfigureAwait(false);
        return near.Exists(a => a.Start >= end || (a.End <= start && a.End.AddMinutes(BehindOf(a.VisitTypeId)) > start))
            ? new Refusal(RefusalKind.SlotTaken, "The doctor needs the minutes between two visits there. Please choose another time.", "Start")
            : null;
    }
}
