using ClinicLive.Domain.Features.Practitioners;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>A doctor's line at the last change.</summary>
/// <param name="PractitionerId">The doctor.</param>
/// <param name="Waiting">Who is here and waits, first to last, without those who are away for a test.</param>
/// <param name="Delay">What his being late depends on.</param>
public sealed record DoctorLine(Guid PractitionerId, IReadOnlyList<BoardRow> Waiting, DelayForecast Delay)
{
    /// <summary>Whom <see cref="QueueService.CallNextAsync"/> would call; null when there is nobody.</summary>
    public BoardRow? Next => Waiting.FirstOrDefault(r => !QueueOrder.IsCalled(r));
}

/// <summary>All lines of a clinic on its day. Immutable, and shared by every screen of the node like the board that it is made of.</summary>
public sealed class DayQueues
{
    private readonly Dictionary<Guid, DoctorLine> _lines;
    private readonly Dictionary<(Guid Doctor, Guid? Kind), double> _paces;

    /// <summary>Makes the lines of a board.</summary>
    public DayQueues(DayBoard day, PractitionerList doctors, ConsultationLengths lengths)
    {
        (Day, Doctors, Lengths) = (day, doctors, lengths);
        _paces = day.Rows.Select(r => (r.PractitionerId, r.VisitTypeId)).Distinct().ToDictionary(k => k, k => lengths.Pace(day, k.PractitionerId, k.VisitTypeId));
        _lines = doctors.Rows.ToDictionary(d => d.Id, d => new DoctorLine(d.Id, [.. QueueOrder.Of(day, d.Id)], DelayOf(d)));
    }

    /// <summary>The board.</summary>
    public DayBoard Day { get; }

    /// <summary>The doctors.</summary>
    public PractitionerList Doctors { get; }

    /// <summary>How long consultations took on earlier days.</summary>
    public ConsultationLengths Lengths { get; }

    /// <summary>A doctor's line; null for one who is not of this clinic.</summary>
    public DoctorLine? Of(Guid practitionerId) => _lines.GetValueOrDefault(practitionerId);

    /// <summary>
    /// What a waiting patient's place and time depend on; null for somebody who does not wait for his consultation to begin.
    /// </summary>
    public WaitForecast? Forecast(Guid appointmentId)
    {
        if (Day.Find(appointmentId) is not { Status: AppointmentStatus.Arrived or AppointmentStatus.Ready } own || Of(own.PractitionerId) is not { } line) return null;
        var before = line.Waiting.TakeWhile(r => r.Id != appointmentId).ToList();
        return new WaitForecast(
            before.Count(r => r.Status != AppointmentStatus.Paused), // who is back from a test has begun: he takes time and no place
            before.Sum(r => (r.Status == AppointmentStatus.Paused ? Rest(r) : Usual(r)) + WaitForecast.Between),
            OpenOf(own.PractitionerId),
            BreakOf(own.PractitionerId),
            own.Priority == AppointmentPriority.Urgent ? [] : ExpectedBefore(own));
    }

    /// <summary>Who is booked before a waiting patient and had his time already when that one came: in time he goes before him.</summary>
    private List<ExpectedBefore> ExpectedBefore(BoardRow own) =>
        [.. Day.Lanes[(int)BoardLane.Booked]
            .Where(r => r.PractitionerId == own.PractitionerId && r.Status == AppointmentStatus.Booked && IsOfDay(r) && r.Start < QueueOrder.Key(own)
                && !(own.ArrivedAt < r.PlacedAt))
            .Select(r => new ExpectedBefore(r.Start + QueueOrder.OnTime, Usual(r) + WaitForecast.Between))];

    private DelayForecast DelayOf(PractitionerRow doctor)
    {
        var ahead = QueueOrder.Of(Day, doctor.Id).Where(r => r.Status != AppointmentStatus.Paused && IsOfDay(r))
            .Concat(Day.Lanes[(int)BoardLane.Booked].Where(r => r.PractitionerId == doctor.Id && r.Status == AppointmentStatus.Booked && IsOfDay(r)))
            .OrderBy(r => r is { Priority: AppointmentPriority.Urgent, Status: not AppointmentStatus.Booked } ? 0 : 1).ThenBy(QueueOrder.Key)
            .Select(r => new StillToSee(r.Id, QueueOrder.Key(r), Usual(r) + WaitForecast.Between, r.Status != AppointmentStatus.Booked));
        return new DelayForecast(OpenOf(doctor.Id), doctor.BreakUntil, [.. ahead]);
    }

    private List<OpenConsultation> OpenOf(Guid practitionerId) =>
        [.. Day.Lanes[(int)BoardLane.InConsultation].Where(r => r.PractitionerId == practitionerId)
            .Select(r => new OpenConsultation(r.ConsultationStartedAt!.Value + r.PausedFor, Usual(r)))];

    private DateTimeOffset? BreakOf(Guid practitionerId) => Doctors.Rows.FirstOrDefault(d => d.Id == practitionerId)?.BreakUntil;

    // Who was left in the house overnight is not late since yesterday.
    private bool IsOfDay(BoardRow row) => row.Day == Day.Day;

    private double Usual(BoardRow row) => row.Minutes * _paces[(row.PractitionerId, row.VisitTypeId)];

    private double Rest(BoardRow paused) => new OpenConsultation(paused.ConsultationStartedAt!.Value + paused.PausedFor, Usual(paused)).RestAt(paused.StatusSince);
}
