using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Lives one day of the data through again, from its first booking to its evening, in the order of time.</summary>
internal sealed class ClinicDayReplay : IDisposable
{
    private readonly ClinicDatabase _clinic;
    private readonly ClinicPolicy _policy;
    private readonly IReadOnlyList<DayAppointment> _day;
    private readonly Dictionary<DayAppointment, BoardRow> _rows = [];
    private readonly Dictionary<string, Guid> _patients = [];

    public ClinicDayReplay(DateOnly day, string zone)
    {
        Day = day;
        _day = ClinicDays.Of(day);
        _policy = new ClinicPolicy("", TimeZoneInfo.FindSystemTimeZoneById(zone), default, default, default, false);
        _clinic = new ClinicDatabase(now: At(_day.Min(a => a.BookedOn).AddDays(-1), new TimeOnly(8, 0)));
        _clinic.Execute($"UPDATE \"Organizations\" SET \"TimeZoneId\" = '{zone}'");
    }

    public DateOnly Day { get; }

    public int DoubleBookingsRefused { get; private set; }

    public ClinicDatabase Clinic => _clinic;

    public BoardRow RowOf(DayAppointment appointment) => _rows[appointment];

    public async Task<DayBoard> LiveAsync()
    {
        foreach (var (at, _, act) in Events().OrderBy(e => e.At).ThenBy(e => e.Order))
        {
            _clinic.Clock.AdvanceTo(at);
            await act();
        }

        _clinic.Clock.AdvanceTo(At(Day, new TimeOnly(22, 55)));
        return await _clinic.Boards.DayAsync(_clinic.Home.Lena, Day);
    }

    public void Dispose() => _clinic.Dispose();

    // At the same second whoever is in the room leaves before the next one enters.
    private IEnumerable<(DateTimeOffset At, int Order, Func<Task> Act)> Events()
    {
        var noon = new TimeOnly(12, 0);
        foreach (var a in _day)
        {
            yield return (At(a.BookedOn, noon), 2, () => BookAsync(a));
            switch (a.Outcome)
            {
                case "attended":
                    yield return (At(Day, a.CheckIn!.Value), 1, () => MoveAsync(a, _clinic.Home.Lena, AppointmentStatus.Arrived));
                    yield return (At(Day, a.Start!.Value), 1, () => MoveAsync(a, _clinic.Home.Doctor, AppointmentStatus.InConsultation));
                    yield return (At(Day, a.End!.Value), 0, () => MoveAsync(a, _clinic.Home.Doctor, AppointmentStatus.Done));
                    break;
                case "did not attend":
                    yield return (At(Day, a.At).AddMinutes(15), 3, () => MoveAsync(a, Actor.System(_clinic.Home.Id), AppointmentStatus.NoShow));
                    break;
                case "cancelled":
                    // The data does not say when: before the slot's next booking, or on the day before.
                    var next = _day.Where(b => b.Slot == a.Slot && b.BookedOn > a.BookedOn).Select(b => (DateOnly?)b.BookedOn).Min();
                    var when = next is { } bookedAgain ? At(bookedAgain, noon).AddMinutes(-1) : At(Day.AddDays(-1), new TimeOnly(18, 0));
                    yield return (when, 3, () => MoveAsync(a, _clinic.Home.Lena, AppointmentStatus.Cancelled, "by telephone"));
                    break;
            }
        }
    }

    private async Task BookAsync(DayAppointment a)
    {
        var patient = await PatientAsync(a.Patient);
        var wish = new NewAppointment(patient, _clinic.Home.Doctor.PractitionerId!.Value, At(Day, a.At), 15, "Check-up", Guid.NewGuid());
        var booked = await _clinic.Booking.BookAsync(_clinic.Home.Lena, wish);
        _rows[a] = booked.Value ?? throw new InvalidOperationException($"{a}: {booked.Refusal!.Sentence}");

        var second = await _clinic.Booking.BookAsync(_clinic.Home.Omar, wish with { PatientId = _clinic.Home.Patient.PatientId!.Value, CommandId = Guid.NewGuid() });
        second.Refusal!.Kind.Should().Be(RefusalKind.SlotTaken, $"{a.Slot} is taken");
        DoubleBookingsRefused++;
    }

    private async Task MoveAsync(DayAppointment a, Actor by, AppointmentStatus to, string? reason = null)
    {
        var moved = await _clinic.MoveAsync(by, _rows[a], to, reason);
        _rows[a] = moved.Value ?? throw new InvalidOperationException($"{a} -> {to}: {moved.Refusal!.Sentence}");
    }

    private async Task<Guid> PatientAsync(string id)
    {
        if (_patients.TryGetValue(id, out var known)) return known;
        var (name, born) = ClinicDays.Patient(id);
        var made = await _clinic.Get<PatientService>().RegisterAsync(_clinic.Home.Lena, name, born, null, Guid.NewGuid());
        return _patients[id] = made.Value!.Id;
    }

    private DateTimeOffset At(DateOnly day, TimeOnly time) => _policy.At(day, time);
}
