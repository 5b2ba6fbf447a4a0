namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Where a waiting patient stands and when he can expect to be called.</summary>
/// <param name="Position">1 is next.</param>
/// <param name="FewestMinutes">Low end of the range, in whole minutes.</param>
/// <param name="MostMinutes">High end of the range, in whole minutes.</param>
public sealed record WaitEstimate(int Position, int FewestMinutes, int MostMinutes)
{
    /// <summary>
    /// The rule: a consultation is expected to last the median of the doctor's finished ones of today (from three of them
    /// on), else its planned length. What is ahead is the rest of the open consultation (at least two minutes when it
    /// runs over) and the expected length of everybody before. Nobody is called before the doctor's break ends. The range
    /// is four fifths to seven fifths of that, widened to whole minutes, and at least five minutes wide past "now".
    /// Null for somebody who does not wait.
    /// </summary>
    public static WaitEstimate? For(DayBoard board, Guid appointmentId, DateTimeOffset now, DateTimeOffset? breakUntil = null)
    {
        var own = board.Rows.FirstOrDefault(r => r.Id == appointmentId);
        if (own is null) return null;
        var queue = QueueOrder.Of(board, own.PractitionerId).ToList();
        var index = queue.FindIndex(r => r.Id == appointmentId);
        if (index < 0) return null;

        var usual = MedianMinutes(board, own.PractitionerId);
        var open = board.Rows
            .Where(r => r.PractitionerId == own.PractitionerId && r.Status == AppointmentStatus.InConsultation)
            .Sum(r => Math.Max(2, (usual ?? r.Minutes) - (now - r.ConsultationStartedAt!.Value - r.PausedFor).TotalMinutes));
        var ahead = open + queue.Take(index).Sum(r => usual ?? r.Minutes);
        if (breakUntil is { } back && back > now) ahead = Math.Max(ahead, (back - now).TotalMinutes + queue.Take(index).Sum(r => usual ?? r.Minutes));

        var fewest = (int)Math.Floor(ahead * 0.8);
        var most = Math.Max((int)Math.Ceiling(ahead * 1.4), fewest + 5);
        return new WaitEstimate(index + 1, fewest, most);
    }

    private static double? MedianMinutes(DayBoard board, Guid practitionerId)
    {
        var lengths = board.Rows
            .Where(r => r.PractitionerId == practitionerId && r is { FinishedAt: not null, ConsultationStartedAt: not null })
            .Select(r => (r.FinishedAt!.Value - r.ConsultationStartedAt!.Value - r.PausedFor).TotalMinutes)
            .Order().ToList();
        if (lengths.Count < 3) return null;
        var middle = lengths.Count / 2;
        return lengths.Count % 2 == 1 ? lengths[middle] : (lengths[middle - 1] + lengths[middle]) / 2;
    }
}
