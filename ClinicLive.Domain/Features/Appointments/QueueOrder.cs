namespace ClinicLive.Domain.Features.Appointments;

/// <summary>
/// The order in which a doctor's waiting patients are seen. Whoever came in time keeps his appointment's time; whoever
/// came later than <see cref="OnTime"/> after it queues by when he came; a patient who is away for a test is not called.
/// </summary>
public static class QueueOrder
{
    /// <summary>How late a patient may come and still keep his place.</summary>
    public static readonly TimeSpan OnTime = TimeSpan.FromMinutes(10);

    /// <summary>The time that the queue is ordered by.</summary>
    public static DateTimeOffset Key(BoardRow row) =>
        row.ArrivedAt is { } arrived && arrived > row.Start + OnTime ? arrived : row.Start;

    /// <summary>Who waits for a doctor, first to last, without those who are away for a test.</summary>
    public static IEnumerable<BoardRow> Of(DayBoard board, Guid practitionerId) =>
        board.Lanes[(int)BoardLane.Waiting].Where(r => r.PractitionerId == practitionerId && r.Status != AppointmentStatus.Paused);
}
