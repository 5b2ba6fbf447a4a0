namespace ClinicLive.Domain.Features.Appointments;

/// <summary>The day in numbers. Waits that still run are counted from their begin on screen, not here.</summary>
/// <param name="Booked">Not here yet.</param>
/// <param name="Waiting">In the waiting room.</param>
/// <param name="InConsultation">With a doctor.</param>
/// <param name="Done">Seen.</param>
/// <param name="NoShow">Did not come.</param>
/// <param name="Cancelled">Called off, or left unseen.</param>
/// <param name="NextStart">When the next booked one begins, in UTC.</param>
/// <param name="Doctors">Doctors with appointments today.</param>
/// <param name="MeanWait">Mean of the waits that are over; null when there is none.</param>
/// <param name="MedianWait">Median of the waits that are over.</param>
/// <param name="LongestWaitSince">Since when the longest-waiting patient waits, in UTC.</param>
/// <param name="LongestWaitName">Who that is.</param>
public sealed record DayCounts(
    int Booked,
    int Waiting,
    int InConsultation,
    int Done,
    int NoShow,
    int Cancelled,
    DateTimeOffset? NextStart,
    int Doctors,
    TimeSpan? MeanWait,
    TimeSpan? MedianWait,
    DateTimeOffset? LongestWaitSince,
    string? LongestWaitName)
{
    /// <summary>Counts a day's rows.</summary>
    public static DayCounts Of(DayBoard board)
    {
        int Count(BoardLane lane) => board.Lanes[(int)lane].Count;
        var waits = board.Rows.Where(r => r is { ArrivedAt: not null, ConsultationStartedAt: not null })
            .Select(r => r.ConsultationStartedAt!.Value - r.ArrivedAt!.Value).Order().ToList();
        var longest = board.Lanes[(int)BoardLane.Waiting].Where(r => r.Status != AppointmentStatus.Paused).MinBy(r => r.ArrivedAt);
        var noShow = board.Rows.Count(r => r.Status == AppointmentStatus.NoShow);
        return new DayCounts(
            Count(BoardLane.Booked),
            Count(BoardLane.Waiting),
            Count(BoardLane.InConsultation),
            Count(BoardLane.Done),
            noShow,
            Count(BoardLane.NotSeen) - noShow,
            board.Lanes[(int)BoardLane.Booked].Where(r => r.Status == AppointmentStatus.Booked).Select(r => (DateTimeOffset?)r.Start).FirstOrDefault(),
            board.Rows.Select(r => r.PractitionerId).Distinct().Count(),
            waits.Count == 0 ? null : TimeSpan.FromTicks((long)waits.Average(w => w.Ticks)),
            waits.Count == 0 ? null : (waits[(waits.Count - 1) / 2] + waits[waits.Count / 2]) / 2,
            longest?.ArrivedAt,
            longest?.PatientName);
    }
}
