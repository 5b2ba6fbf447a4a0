using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;

namespace ClinicLive.Tests.Support;

/// <summary>Rows of a board, made by hand.</summary>
internal static class BoardRows
{
    public static readonly DateTimeOffset Nine = new(2026, 6, 17, 9, 0, 0, TimeSpan.Zero);
    public static readonly Guid Doctor = Guid.Parse("d0000000-0000-4000-8000-000000000001");

    /// <summary>A row; times are minutes after nine o'clock.</summary>
    public static BoardRow Row(
        AppointmentStatus status, double start, double? arrived = null, double? began = null, double? ended = null, double paused = 0,
        int minutes = 15, Guid? doctor = null, string name = "Paula", double? since = null) => new(
        Guid.CreateVersion7(), Guid.NewGuid(), name, doctor ?? Doctor, "Dr Berg", At(start), At(start + minutes), status, At(since ?? ended ?? began ?? arrived ?? start), null,
        Guid.Empty, null, null, null, false, false, null, arrived is { } a ? At(a) : null, null, began is { } b ? At(b) : null,
        TimeSpan.FromMinutes(paused), ended is { } e ? At(e) : null, null, 1) { Day = new DateOnly(2026, 6, 17) };

    public static DateTimeOffset At(double minutes) => Nine.AddMinutes(minutes);

    /// <summary>The lines of a board with one doctor.</summary>
    public static DayQueues Queues(DayBoard board, DateTimeOffset? breakUntil = null, ConsultationLengths? lengths = null) => new(
        board,
        new PractitionerList([new PractitionerRow(Doctor, null, "Ada", "Berg", "", "", "", null, Availability.Available, Nine, breakUntil, true, 1)]),
        lengths ?? ConsultationLengths.None);

    public static DayBoard Board(params BoardRow[] rows) => new(new DateOnly(2026, 6, 17), [.. rows.OrderBy(r => r.Start)]);
}
