namespace ClinicLive.Domain.Features.Appointments;

/// <summary>All appointments of one clinic on one of its days. Immutable, and shared by every screen of the node.</summary>
public sealed class DayBoard
{
    private readonly Dictionary<Guid, BoardRow> _byId;

    /// <summary>
    /// Makes the board of a day from its rows, ordered by begin. A lane in which nothing changed stays the same object as
    /// on the board before, so that screens can skip it by reference.
    /// </summary>
    public DayBoard(DateOnly day, IReadOnlyList<BoardRow> rows, DayBoard? before = null)
    {
        Day = day;
        Rows = rows;
        _byId = rows.ToDictionary(r => r.Id);
        Lanes = [.. Enum.GetValues<BoardLane>().Select(lane => KeepIfSame(before?.Lanes[(int)lane], [.. BoardLanes.Order(lane, rows)]))];
        Counts = DayCounts.Of(this);
        DoctorsWithPatients = Lanes[(int)BoardLane.InConsultation].Select(r => r.PractitionerId).ToHashSet();
    }

    /// <summary>The clinic's calendar day.</summary>
    public DateOnly Day { get; }

    /// <summary>The rows, by begin. A row that did not change since the last read is the same object as then.</summary>
    public IReadOnlyList<BoardRow> Rows { get; }

    /// <summary>The rows of each lane, in the lane's own order; indexed by <see cref="BoardLane"/>.</summary>
    public IReadOnlyList<IReadOnlyList<BoardRow>> Lanes { get; }

    /// <summary>The day in numbers.</summary>
    public DayCounts Counts { get; }

    /// <summary>The doctors who have an open consultation.</summary>
    public IReadOnlySet<Guid> DoctorsWithPatients { get; }

    /// <summary>A row by its appointment, or null.</summary>
    public BoardRow? Find(Guid appointmentId) => _byId.GetValueOrDefault(appointmentId);

    /// <summary>The list from before when it holds the same objects in the same order.</summary>
    public static IReadOnlyList<BoardRow> KeepIfSame(IReadOnlyList<BoardRow>? before, IReadOnlyList<BoardRow> now) =>
        before is not null && before.Count == now.Count && before.Zip(now).All(pair => ReferenceEquals(pair.First, pair.Second)) ? before : now;
}

/// <summary>One appointment as the clinic's screens show it.</summary>
/// <param name="Id">The appointment.</param>
/// <param name="PatientId">Whose.</param>
/// <param name="PatientName">The patient's name, to the letter.</param>
/// <param name="PractitionerId">With whom.</param>
/// <param name="PractitionerName">"Dr" and family name.</param>
/// <param name="Start">Begin, in UTC.</param>
/// <param name="End">End, in UTC.</param>
/// <param name="Status">The state.</param>
/// <param name="StatusSince">When it was entered.</param>
/// <param name="StatusBefore">The state before.</param>
/// <param name="StatusBy">Who moved it.</param>
/// <param name="StatusByName">How he is named; null for the clinic itself.</param>
/// <param name="Room">Where, or null.</param>
/// <param name="Reason">Reason for the visit, or null.</param>
/// <param name="PatientConfirmed">The patient said that he will come.</param>
/// <param name="CameLate">Came late, or after having been marked as a no-show.</param>
/// <param name="HeldUntil">When a reservation runs out.</param>
/// <param name="ArrivedAt">When the patient came.</param>
/// <param name="CalledAt">When he was last called.</param>
/// <param name="ConsultationStartedAt">When the consultation began.</param>
/// <param name="PausedFor">How long it stood still so far.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="EndReason">Why it was called off or left.</param>
/// <param name="Version">The row's version.</param>
/// <param name="VisitTypeId">The kind of visit, where one was chosen.</param>
public sealed record BoardRow(
    Guid Id,
    Guid PatientId,
    string PatientName,
    Guid PractitionerId,
    string PractitionerName,
    DateTimeOffset Start,
    DateTimeOffset End,
    AppointmentStatus Status,
    DateTimeOffset StatusSince,
    AppointmentStatus? StatusBefore,
    Guid StatusBy,
    string? StatusByName,
    string? Room,
    string? Reason,
    bool PatientConfirmed,
    bool CameLate,
    DateTimeOffset? HeldUntil,
    DateTimeOffset? ArrivedAt,
    DateTimeOffset? CalledAt,
    DateTimeOffset? ConsultationStartedAt,
    TimeSpan PausedFor,
    DateTimeOffset? FinishedAt,
    string? EndReason,
    int Version,
    Guid? VisitTypeId = null)
{
    /// <summary>How pressing it is.</summary>
    public AppointmentPriority Priority { get; init; }

    /// <summary>Why it is urgent.</summary>
    public string? PriorityReason { get; init; }

    /// <summary>The time that the line is ordered by, from when the patient came.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When it was given its present time.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>Came without an appointment.</summary>
    public bool WalkedIn { get; init; }

    /// <summary>When the patient was back from a test.</summary>
    public DateTimeOffset? BackAt { get; init; }

    /// <summary>The doctor whose line he came from, while that can be taken back.</summary>
    public Guid? DoctorBefore { get; init; }

    /// <summary>The clinic's calendar day of the begin.</summary>
    public DateOnly Day { get; init; }

    /// <summary>The room that <see cref="Room"/> names.</summary>
    public Guid? RoomId { get; init; }

    /// <summary>The number of the day's ticket, from the moment the patient came.</summary>
    public int? TicketNumber { get; init; }

    /// <summary>The ticket under which the patient is called in the waiting room, or null.</summary>
    public string? Ticket => TicketNumber is { } number ? TicketCode.Of(number) : null;

    /// <summary>Nobody ended it: the clinic itself closed it at the end of the day.</summary>
    public bool IsClosedByClinic => StatusBy == Guid.Empty && Status is AppointmentStatus.Done or AppointmentStatus.LeftUnseen;

    /// <summary>Planned length.</summary>
    public int Minutes => (int)(End - Start).TotalMinutes;

    /// <summary>How long the patient waited or has waited, or null when he never came. Ends with the consultation's begin.</summary>
    public TimeSpan? Waited(DateTimeOffset now) => ArrivedAt is { } arrived
        ? (ConsultationStartedAt ?? (Status.IsWaiting() ? now : StatusSince)) - arrived
        : null;
}

/// <summary>The columns of the board.</summary>
public enum BoardLane
{
    /// <summary>Not here yet: booked, requested, on the waiting list, reserved.</summary>
    Booked,

    /// <summary>In the house and not with a doctor.</summary>
    Waiting,

    /// <summary>With a doctor.</summary>
    InConsultation,

    /// <summary>Over.</summary>
    Done,

    /// <summary>Did not take place: cancelled, no-show, left unseen.</summary>
    NotSeen,
}

/// <summary>Which state stands in which lane, and in which order.</summary>
public static class BoardLanes
{
    /// <summary>The lane of a state, or null for one that is shown nowhere.</summary>
    public static BoardLane? Of(AppointmentStatus status) => status switch
    {
        AppointmentStatus.Requested or AppointmentStatus.Waitlisted or AppointmentStatus.Held or AppointmentStatus.Booked => BoardLane.Booked,
        AppointmentStatus.Arrived or AppointmentStatus.Ready or AppointmentStatus.Paused => BoardLane.Waiting,
        AppointmentStatus.InConsultation => BoardLane.InConsultation,
        AppointmentStatus.Done => BoardLane.Done,
        AppointmentStatus.Cancelled or AppointmentStatus.NoShow or AppointmentStatus.LeftUnseen => BoardLane.NotSeen,
        _ => null,
    };

    /// <summary>The rows of a lane: who comes next first, who was last on top of those that are over.</summary>
    public static IEnumerable<BoardRow> Order(BoardLane lane, IEnumerable<BoardRow> rows)
    {
        var own = rows.Where(r => Of(r.Status) == lane);
        return lane switch
        {
            BoardLane.Waiting => QueueOrder.Sort(own),
            BoardLane.InConsultation => own.OrderBy(r => r.ConsultationStartedAt).ThenBy(r => r.Id),
            BoardLane.Done => own.OrderByDescending(r => r.FinishedAt).ThenBy(r => r.Id),
            BoardLane.NotSeen => own.OrderByDescending(r => r.StatusSince).ThenBy(r => r.Id),
            _ => own.OrderBy(r => r.Start).ThenBy(r => r.PractitionerName).ThenBy(r => r.Id),
        };
    }
}
