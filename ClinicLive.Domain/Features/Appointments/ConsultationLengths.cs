namespace ClinicLive.Domain.Features.Appointments;

/// <summary>A consultation that is over, as far as its length tells something about the next one.</summary>
/// <param name="Minutes">How long it took, without the time away for a test.</param>
/// <param name="Planned">How long it was planned for, in minutes.</param>
public sealed record FinishedConsultation(double Minutes, int Planned);

/// <summary>
/// How long a consultation with a doctor usually takes: the rolling median of his last <see cref="Last"/> ones, today's
/// first and then those of earlier days, each as a part of the time that was planned for it. The plan itself counts as
/// <see cref="AsPlanned"/> consultations, so that few that are known say little and one odd day does not turn it over.
/// Immutable.
/// </summary>
public sealed class ConsultationLengths
{
    /// <summary>How many finished consultations of a doctor are looked back on.</summary>
    public const int Last = 60;

    /// <summary>How many consultations the plan is worth beside those that are known.</summary>
    public const int AsPlanned = 20;

    private readonly IReadOnlyDictionary<Guid, IReadOnlyList<FinishedConsultation>> _earlier;

    /// <summary>Makes it from each doctor's finished consultations of earlier days, newest first.</summary>
    public ConsultationLengths(IReadOnlyDictionary<Guid, IReadOnlyList<FinishedConsultation>> earlier) => _earlier = earlier;

    /// <summary>Nothing is known of earlier days.</summary>
    public static ConsultationLengths None { get; } = new(new Dictionary<Guid, IReadOnlyList<FinishedConsultation>>());

    /// <summary>How long a doctor's consultations take compared to the plan: 1 is as planned. Kept between a quarter and four times.</summary>
    public double Pace(DayBoard today, Guid practitionerId)
    {
        var last = today.Lanes[(int)BoardLane.Done]
            .Where(r => r.PractitionerId == practitionerId && r is { FinishedAt: not null, ConsultationStartedAt: not null })
            .Select(r => new FinishedConsultation((r.FinishedAt!.Value - r.ConsultationStartedAt!.Value - r.PausedFor).TotalMinutes, r.Minutes))
            .Concat(_earlier.GetValueOrDefault(practitionerId) ?? [])
            .Take(Last).Select(f => f.Minutes / f.Planned).Order().ToList();
        if (last.Count == 0) return 1;
        var median = (last[(last.Count - 1) / 2] + last[last.Count / 2]) / 2;
        return Math.Clamp(((last.Count * median) + AsPlanned) / (last.Count + AsPlanned), 0.25, 4);
    }
}
