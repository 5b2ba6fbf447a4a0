using System.Globalization;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>
/// The order in which a doctor's waiting patients are seen.
/// <list type="number">
/// <item>Urgent ones come first.</item>
/// <item>Then whoever is back from a test: his consultation has begun.</item>
/// <item>Then by time. Whoever came in time keeps his appointment's time. Whoever came later than <see cref="OnTime"/> after it
/// goes behind everybody who waits at that moment. Whoever was given his time when others had come already (a walk-in, a
/// gap that was filled) goes behind those.</item>
/// </list>
/// So nobody's place ever gets worse but for an urgent patient, one who is given over from another doctor's line, or a step
/// that is taken back. A patient who is away for a test is not called; he has begun, so he has no place in the line.
/// </summary>
public static class QueueOrder
{
    /// <summary>How late a patient may come and still keep his place.</summary>
    public static readonly TimeSpan OnTime = TimeSpan.FromMinutes(10);

    /// <summary>The time that the line is ordered by.</summary>
    public static DateTimeOffset Key(BoardRow row) =>
        row.QueuedAt ?? (row.ArrivedAt is { } arrived && arrived > row.Start + OnTime ? arrived : row.Start);

    /// <summary>Waiting patients in the order in which they are seen.</summary>
    public static IOrderedEnumerable<BoardRow> Sort(IEnumerable<BoardRow> waiting) =>
        waiting.OrderBy(Rank).ThenBy(Key).ThenBy(r => r.ArrivedAt).ThenBy(r => r.Id);

    /// <summary>Who waits for a doctor, first to last, without those who are away for a test.</summary>
    public static IEnumerable<BoardRow> Of(DayBoard board, Guid practitionerId) =>
        board.Lanes[(int)BoardLane.Waiting].Where(r => r.PractitionerId == practitionerId && IsHere(r));

    /// <summary>Whether the patient waits and can be called in: not away for a test.</summary>
    public static bool IsHere(BoardRow row) => row.Status.IsWaiting() && (row.Status != AppointmentStatus.Paused || row.BackAt is not null);

    /// <summary>Whether he has been called since he came, or since he was back from a test.</summary>
    public static bool IsCalled(BoardRow row) => row.CalledAt is { } called && (row.BackAt is null || called >= row.BackAt);

    /// <summary>Why a waiting patient stands where he stands, in a few words for staff.</summary>
    public static string Reason(BoardRow row, ClinicPolicy policy)
    {
        string Local(DateTimeOffset instant) => policy.ToLocal(instant).ToString("H:mm", CultureInfo.InvariantCulture);
        return row switch
        {
            { Status: AppointmentStatus.Paused, BackAt: null } => "away for a test",
            { Priority: AppointmentPriority.Urgent } => row.PriorityReason is { } why ? $"urgent: {why}" : "urgent",
            { BackAt: not null } => "back from a test",
            { ArrivedAt: null } => "",
            { DoctorBefore: not null } => $"from another doctor, here since {Local(row.ArrivedAt.Value)}",
            { WalkedIn: true } => $"walk-in, came {Local(row.ArrivedAt.Value)}",
            _ when row.ArrivedAt - row.Start > OnTime => $"came {(int)(row.ArrivedAt.Value - row.Start).TotalMinutes} min late",
            _ when Key(row) > row.Start => $"{Local(row.Start)}, booked when others were here",
            _ => $"on time, {Local(row.Start)}",
        };
    }

    private static int Rank(BoardRow row) => row switch
    {
        { Status: AppointmentStatus.Paused, BackAt: null } => 2,
        { Priority: AppointmentPriority.Urgent } => 0,
        { BackAt: not null } => 1,
        _ => 2,
    };
}
