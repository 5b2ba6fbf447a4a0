namespace ClinicLive.Domain.Features.Insight;

/// <summary>What happened in a range of days. Waits are from coming to the consultation's begin; cancelled ones count nowhere but as cancelled.</summary>
/// <param name="Range">What was asked.</param>
/// <param name="Totals">All of it.</param>
/// <param name="Hours">Waits by the hour of the clinic's wall clock in which patients came; hours without anybody are left out.</param>
/// <param name="Doctors">Load and use of time per doctor, by name.</param>
/// <param name="Weeks">By ISO week (ISO 8601: Monday first), oldest first; weeks without appointments are there, with zeros.</param>
public sealed record InsightReport(
    InsightRange Range, InsightTotals Totals, IReadOnlyList<WaitHour> Hours, IReadOnlyList<DoctorLoad> Doctors, IReadOnlyList<WeekCounts> Weeks);

/// <summary>All of a range.</summary>
/// <param name="Appointments">Everything but what was cancelled.</param>
/// <param name="Seen">Done.</param>
/// <param name="NoShows">Did not come.</param>
/// <param name="Cancelled">Called off.</param>
/// <param name="LeftUnseen">Came and left.</param>
/// <param name="MedianWait">Median of the waits that are over, or null.</param>
/// <param name="Overlapping">Taken over from another system although they overlap.</param>
public sealed record InsightTotals(int Appointments, int Seen, int NoShows, int Cancelled, int LeftUnseen, TimeSpan? MedianWait, int Overlapping);

/// <summary>The waits of everybody who came in one hour of the day.</summary>
/// <param name="Hour">0 to 23 on the clinic's wall clock.</param>
/// <param name="Patients">How many came and were seen.</param>
/// <param name="Mean">Mean wait.</param>
/// <param name="Median">Half of them waited no longer.</param>
/// <param name="Ninety">Nine of ten waited no longer.</param>
public sealed record WaitHour(int Hour, int Patients, TimeSpan Mean, TimeSpan Median, TimeSpan Ninety);

/// <summary>One doctor's part.</summary>
/// <param name="PractitionerId">The doctor.</param>
/// <param name="Name">As screens name him.</param>
/// <param name="Days">Days with at least one appointment that was not cancelled.</param>
/// <param name="Appointments">Everything but what was cancelled.</param>
/// <param name="Seen">Done.</param>
/// <param name="NoShows">Did not come.</param>
/// <param name="Cancelled">Called off.</param>
/// <param name="Available">Working time of the range by the usual weeks as they are now, with the exceptions and absences of those days; where nobody said hours, from the first planned begin to the last planned end of each day.</param>
/// <param name="Booked">Planned time of everything but what was cancelled.</param>
/// <param name="WithPatients">Time of finished consultations without pauses; one that only the closing of the day ended is left out.</param>
public sealed record DoctorLoad(
    Guid PractitionerId, string Name, int Days, int Appointments, int Seen, int NoShows, int Cancelled, TimeSpan Available, TimeSpan Booked, TimeSpan WithPatients)
{
    /// <summary>Booked of the working time, 1 is all of it; null without working time.</summary>
    public double? BookedShare => Available > TimeSpan.Zero ? Booked / Available : null;

    /// <summary>With patients of the working time.</summary>
    public double? WithPatientsShare => Available > TimeSpan.Zero ? WithPatients / Available : null;
}

/// <summary>One week.</summary>
/// <param name="Monday">Its first day; of the first week the part before the range is left out.</param>
/// <param name="Appointments">Everything but what was cancelled.</param>
/// <param name="Seen">Done.</param>
/// <param name="NoShows">Did not come.</param>
/// <param name="Cancelled">Called off.</param>
public sealed record WeekCounts(DateOnly Monday, int Appointments, int Seen, int NoShows, int Cancelled)
{
    /// <summary>No-shows of all that was not cancelled, 1 is all of it; null in a week without appointments.</summary>
    public double? NoShowShare => Appointments > 0 ? NoShows / (double)Appointments : null;
}
