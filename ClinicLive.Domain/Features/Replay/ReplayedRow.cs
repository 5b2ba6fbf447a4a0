using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Replay;

/// <summary>
/// What a line of the log does to a row: the same as the step of <see cref="Appointment"/> that wrote the line did to the appointment.
/// The two are held together by a test that lives through whole days and compares every moment.
/// </summary>
internal static class ReplayedRow
{
    /// <summary>
    /// The row after a line. What the log does not tell (names, the reason for the visit) is taken from the row as it is
    /// now, and so are times of lines from before the log kept them.
    /// </summary>
    /// <param name="before">The row before; null for the line that made it.</param>
    /// <param name="now">The row as it is now.</param>
    /// <param name="line">What happened.</param>
    public static BoardRow After(BoardRow? before, BoardRow now, ReplayLine line)
    {
        var row = before ?? Blank(now);
        var (doctor, start) = (row.PractitionerId, row.Start);
        if (line is { NewStart: { } newStart, NewEnd: { } newEnd, NewPractitionerId: { } newDoctor }) row = row with { Start = newStart, End = newEnd, PractitionerId = newDoctor };
        row = line.Kind switch
        {
            ActivityKind.AppointmentRescheduled => row with
            {
                PlacedAt = line.At,
                PatientConfirmed = row.PatientConfirmed && row.PractitionerId == doctor && row.Start == start,
            },
            ActivityKind.AppointmentConfirmed => row with { PatientConfirmed = true },
            ActivityKind.PatientCalled => row with { CalledAt = line.At },
            ActivityKind.AppointmentMadeUrgent => row with { Priority = AppointmentPriority.Urgent, PriorityReason = line.Reason },
            ActivityKind.AppointmentMadeRoutine => row with { Priority = AppointmentPriority.Routine, PriorityReason = null },
            ActivityKind.PatientCameBack => row with { BackAt = line.At },
            ActivityKind.AppointmentGivenToDoctor => row with { DoctorBefore = line.BeforeId, CalledAt = null, RoomId = null },
            ActivityKind.AppointmentDoctorTakenBack => row with { DoctorBefore = null, CalledAt = null, RoomId = null },
            ActivityKind.RoomChosen => row with { RoomId = line.AfterId },
            _ => row,
        };
        if (line.From != line.To) row = Moved(row, line);
        return row with { Version = line.Version };
    }

    // Until the names are put in, the room is the chosen one, and null for the doctor's usual.
    private static BoardRow Blank(BoardRow now) => now with
    {
        PatientConfirmed = false,
        CameLate = false,
        HeldUntil = null,
        ArrivedAt = null,
        CalledAt = null,
        ConsultationStartedAt = null,
        PausedFor = TimeSpan.Zero,
        FinishedAt = null,
        EndReason = null,
        Priority = AppointmentPriority.Routine,
        PriorityReason = null,
        QueuedAt = null,
        BackAt = null,
        DoctorBefore = null,
        RoomId = null,
    };

    private static BoardRow Moved(BoardRow row, ReplayLine line)
    {
        var step = line.From is { } from ? Transitions.Find(from, line.To)?.Step : null;
        row = step switch
        {
            null => (line.To == AppointmentStatus.Arrived ? Came(row, line) : row) with { PlacedAt = line.At },
            Step.CheckIn or Step.ArriveLate => Came(row, line),
            Step.Accept or Step.ConfirmHold => row with { PlacedAt = line.At },
            Step.Start => row with { ConsultationStartedAt = line.At, PausedFor = TimeSpan.Zero },
            Step.Resume => row with { PausedFor = row.PausedFor + (line.At - row.StatusSince), BackAt = null },
            Step.Finish => row with
            {
                PausedFor = row.PausedFor + (line.From == AppointmentStatus.Paused ? line.At - row.StatusSince : TimeSpan.Zero),
                FinishedAt = line.At,
                BackAt = null,
                EndReason = line.Reason,
            },
            Step.Cancel or Step.LeaveUnseen or Step.EnterInError => row with { EndReason = line.Reason },
            Step.Reinstate => Gone(row) with { EndReason = null, PlacedAt = line.At },
            Step.Undo => Undone(row, line.From!.Value),
            _ => row,
        };
        return row with
        {
            Status = line.To,
            StatusBefore = line.From,
            StatusSince = line.At,
            StatusBy = line.ActorId,
            StatusByName = line.By,
            HeldUntil = line.To == AppointmentStatus.Held ? line.At + Appointment.HoldFor : null,
        };
    }

    private static BoardRow Came(BoardRow row, ReplayLine line) => row with
    {
        ArrivedAt = line.At,
        CameLate = line.From == AppointmentStatus.NoShow || line.At > row.Start + QueueOrder.OnTime,
        QueuedAt = line.QueuedAt,
    };

    private static BoardRow Gone(BoardRow row) => row with { ArrivedAt = null, QueuedAt = null, CalledAt = null, CameLate = false };

    private static BoardRow Undone(BoardRow row, AppointmentStatus undone) => undone switch
    {
        AppointmentStatus.Arrived => Gone(row),
        AppointmentStatus.InConsultation => row with { ConsultationStartedAt = null, PausedFor = TimeSpan.Zero },
        AppointmentStatus.Done => row with { FinishedAt = null, EndReason = null },
        AppointmentStatus.LeftUnseen => row with { EndReason = null },
        _ => row,
    };
}
