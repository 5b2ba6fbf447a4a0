using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>
/// Which times of which practitioner are taken on the days of one batch of history: by what the clinic has, and by what the batch has
/// kept so far. What was called off, asked for or entered in error takes no time.
/// </summary>
internal sealed class PastCalendar
{
    private readonly ClinicPolicy _policy;
    private readonly Dictionary<(Guid PractitionerId, DateOnly Day), List<(DateTimeOffset Start, DateTimeOffset End)>> _taken = [];

    private PastCalendar(ClinicPolicy policy) => _policy = policy;

    /// <summary>Reads what the clinic has on the days of a batch, and on those before: an appointment may last over midnight.</summary>
    public static async Task<PastCalendar> ReadAsync(
        ClinicDbContext db, Guid organizationId, ClinicPolicy policy, IReadOnlyList<PastAppointment> batch, CancellationToken gone)
    {
        var calendar = new PastCalendar(policy);
        var days = batch.SelectMany(calendar.DaysAround).Distinct().ToList();
        var taken = await db.Appointments.AsNoTracking()
            .Where(a => a.OrganizationId == organizationId && days.Contains(a.Day)
                && a.Status != AppointmentStatus.Cancelled && a.Status != AppointmentStatus.EnteredInError
                && a.Status != AppointmentStatus.Requested && a.Status != AppointmentStatus.Waitlisted)
            .Select(a => new { a.PractitionerId, a.Day, a.Start, a.End }).ToListAsync(gone).ConfigureAwait(false);
        foreach (var one in taken) calendar.Keep(one.PractitionerId, one.Day, one.Start, one.End);
        return calendar;
    }

    /// <summary>Whether another appointment of the practitioner lies in its time.</summary>
    public bool IsTaken(PastAppointment past)
    {
        if (past.IsCalledOff) return false;
        foreach (var day in DaysAround(past))
        {
            if (!_taken.TryGetValue((past.PractitionerId, day), out var others)) continue;
            if (others.Exists(o => o.Start < past.End && o.End > past.Start)) return true;
        }

        return false;
    }

    /// <summary>Takes its time.</summary>
    public void Keep(PastAppointment past)
    {
        if (!past.IsCalledOff) Keep(past.PractitionerId, _policy.DayOf(past.Start), past.Start, past.End);
    }

    private void Keep(Guid practitionerId, DateOnly day, DateTimeOffset start, DateTimeOffset end)
    {
        if (!_taken.TryGetValue((practitionerId, day), out var kept)) _taken[(practitionerId, day)] = kept = [];
        kept.Add((start, end));
    }

    private IEnumerable<DateOnly> DaysAround(PastAppointment past)
    {
        var (first, last) = (_policy.DayOf(past.Start), _policy.DayOf(past.End));
        yield return first.AddDays(-1);
        yield return first;
        if (last != first) yield return last;
    }
}
