namespace ClinicLive.Domain.Features.Appointments;

/// <summary>A consultation that is over, as far as its length tells something about the next one.</summary>
/// <param name="Minutes">How long it took, without the time away for a test.</param>
/// <param name="Planned">How long it was planned for, in minutes.</param>
/// <param name="VisitTypeId">The kind of visit, where one was chosen.</param>
public sealed record FinishedConsultation(double Minutes, int Planned, Guid? VisitTypeId = null);

/// <summary>
/// How long a consultation with a doctor usually takes: the rolling median of his last <see cref="Last"/> ones, today's
/// first and then those of earlier days, each as a part of the time that was planned for it. The plan itself counts as
/// <see cref="AsPlanned"/> consultations, so that few that are known say little and one odd day does not turn it over. For a
/// kind of visit those of its kind count in the same way beside the doctor's pace over all kinds, which is worth
/// <see cref="AsUsual"/> of them. Immutable.
/// </summary>
public sealed class ConsultationLengths
{
    /// <summary>How many finished consultations of a doctor are looked back on.</summary>
    public const int Last = 60;

    /// <summary>How many consultations the plan is worth beside those that are known.</summary>
    public const int AsPlanned = 20;

    /// <summary>How many consultations of one kind the doctor's pace over all kinds is worth.</summary>
    public const int AsUsual = 8;

    private readonly IReadOnlyDictionary<Guid, IReadOnlyList<FinishedConsultation>> _earlier;

    /// <summary>Makes it from each doctor's finished consultations of earlier days, newest first.</summary>
    public ConsultationLengths(IReadOnlyDictionary<Guid, IReadOnlyList<FinishedConsultation>> earlier) => _earlier = earlier;

    /// <summary>Nothing is known of earlier days.</summary>
    public static ConsultationLengths None { get; } = new(new Dictionary<Guid, IReadOnlyList<FinishedConsultation>>());

    /// <summary>
    /// How long a doctor's consultations take compared to the plan, for a kind of visit or over all: 1 is as planned. Kept
    /// between a quarter and four times.
    /// </summary>
    public double Pace(DayBoard today, Guid practitionerId, Guid? visitTypeId = null)
    {
        var last = today.Lanes[(int)BoardLane.Done]
            .Where(r => r.PractitionerId == practitionerId && r is { FinishedAt: not null, ConsultationStartedAt: not null })
            .Select(r => new FinishedConsultation((r.FinishedAt!.Value - r.ConsultationStartedAt!.Value - r.PausedFor).TotalMinutes, r.Minutes, r.VisitTypeId))
            .Concat(_earlier.GetValueOrDefault(practitionerId) ?? [])
            .Take(Last).ToList();
        var pace = Mix(last, worth: AsPlanned, beside: 1);
        return visitTypeId is null ? pace : Mix(last.FindAll(f => f.VisitTypeId == visitTypeId), worth: AsUsual, beside: pace);
    }

    private static double Mix(List<FinishedConsultation> known, int worth, double beside)
    {
        if (known.Count == 0) return beside;
        var parts = known.Select(f => f.Minutes / f.Planned).Order().ToList();
        var median = (parts[(parts.Count - 1) / 2] + parts[parts.Count / 2]) / 2;
        return Math.Clamp(((known.Count * median) + (worth * beside)) / (known.Count + worth), 0.25, 4);
    }
}
