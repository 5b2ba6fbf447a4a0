using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;

namespace ClinicLive.Domain.Features.Replay;

/// <summary>What kept a waiting patient waiting for a while.</summary>
public enum WaitCause
{
    /// <summary>The doctor was with somebody who was inside already when the patient came.</summary>
    AlreadyInside,

    /// <summary>The doctor was with somebody whose turn was before (<see cref="QueueOrder"/>).</summary>
    EarlierTurn,

    /// <summary>The doctor was with somebody who was urgent.</summary>
    Urgent,

    /// <summary>The doctor was with somebody whose turn was after.</summary>
    OutOfTurn,

    /// <summary>The doctor was with somebody who came back from a test.</summary>
    BackFromTest,

    /// <summary>The doctor was on a break.</summary>
    OnBreak,

    /// <summary>The doctor had said that he takes no patients.</summary>
    NotAvailable,

    /// <summary>Nobody was with the doctor.</summary>
    Free,

    /// <summary>The patient's own consultation was begun, and taken back.</summary>
    TakenBack,
}

/// <summary>A stretch of a wait that has one cause.</summary>
/// <param name="From">Begin, in UTC.</param>
/// <param name="Until">End, in UTC; the begin of the next part.</param>
/// <param name="Cause">What kept the patient waiting.</param>
/// <param name="Doctor">The doctor whom he waited for.</param>
/// <param name="Other">Who was with the doctor, as that stood then; null when nobody was.</param>
public sealed record WaitPart(DateTimeOffset From, DateTimeOffset Until, WaitCause Cause, string Doctor, BoardRow? Other)
{
    /// <summary>How long.</summary>
    public TimeSpan Length => Until - From;
}

/// <summary>
/// "Why did this patient wait 52 minutes": the wait from coming in to the consultation (or to leaving, or until now) in parts
/// that follow each other without a gap. Derived from the log alone.
/// </summary>
/// <param name="Row">The appointment when the wait was over, or as it is.</param>
/// <param name="Came">When the patient came, in UTC.</param>
/// <param name="Until">When the wait was over, or the end of what is known.</param>
/// <param name="IsOver">Whether it is over.</param>
/// <param name="Parts">The wait in order; their lengths add up to it.</param>
/// <param name="CalledAt">When he was last called before the wait was over, or null.</param>
public sealed record WaitStory(BoardRow Row, DateTimeOffset Came, DateTimeOffset Until, bool IsOver, IReadOnlyList<WaitPart> Parts, DateTimeOffset? CalledAt)
{
    /// <summary>How long the patient waited.</summary>
    public TimeSpan Length => Until - Came;

    /// <summary>How much of it lay before the appointment's own time: nobody's fault.</summary>
    public TimeSpan BeforeOwnTime => Row.Start <= Came ? TimeSpan.Zero : (Row.Start < Until ? Row.Start : Until) - Came;

    /// <summary>How long after the appointment's time the patient came; zero or less when he was in time.</summary>
    public TimeSpan LateBy => Came - Row.Start;

    /// <summary>The story of an appointment as far as it is known at an instant; null for somebody who had not come by then.</summary>
    public static WaitStory? Of(DayReplay replay, Guid appointmentId, DateTimeOffset known)
    {
        if (replay.RowAt(appointmentId, known) is not { ArrivedAt: { } came } row) return null;
        var isWaiting = row.Status is AppointmentStatus.Arrived or AppointmentStatus.Ready;
        var until = row.ConsultationStartedAt ?? (isWaiting ? known : row.StatusSince);
        var parts = new List<WaitPart>();
        var bounds = replay.ChangesBetween(came, until).Prepend(came).Append(until).ToList();
        for (var i = 0; i + 1 < bounds.Count; i++)
        {
            if (replay.RowAt(appointmentId, bounds[i]) is { } own) Add(parts, Part(replay, own, came, bounds[i], bounds[i + 1]));
        }

        return new WaitStory(row, came, until, !isWaiting, parts, row.CalledAt <= until ? row.CalledAt : null);
    }

    private static WaitPart Part(DayReplay replay, BoardRow own, DateTimeOffset came, DateTimeOffset from, DateTimeOffset until)
    {
        if (own.Status == AppointmentStatus.InConsultation) return new WaitPart(from, until, WaitCause.TakenBack, own.PractitionerName, null);
        var other = replay.WithDoctorAt(own.PractitionerId, from).Where(r => r.Id != own.Id).MinBy(r => r.ConsultationStartedAt);
        var cause = other is not null ? CauseOf(own, other, came) : replay.AvailabilityAt(own.PractitionerId, from) switch
        {
            Availability.OnBreak => WaitCause.OnBreak,
            Availability.NotAvailable => WaitCause.NotAvailable,
            _ => WaitCause.Free,
        };
        return new WaitPart(from, until, cause, own.PractitionerName, other);
    }

    private static WaitCause CauseOf(BoardRow own, BoardRow other, DateTimeOffset came)
    {
        if (other.StatusBefore == AppointmentStatus.Paused && other.StatusSince > came) return WaitCause.BackFromTest;
        if (other.ConsultationStartedAt <= came) return WaitCause.AlreadyInside;
        if (other.Priority == AppointmentPriority.Urgent && own.Priority != AppointmentPriority.Urgent) return WaitCause.Urgent;
        return QueueOrder.Key(other) <= QueueOrder.Key(own) ? WaitCause.EarlierTurn : WaitCause.OutOfTurn;
    }

    private static void Add(List<WaitPart> parts, WaitPart next)
    {
        if (parts is [.., var last] && last.Cause == next.Cause && last.Doctor == next.Doctor && last.Other?.Id == next.Other?.Id) parts[^1] = last with { Until = next.Until };
        else parts.Add(next);
    }
}
