using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using System.Data.Common;
using ClinicLive.Domain.Data;

namespace ClinicLive.Tests.Features.Scheduling;

/// <summary>The minutes behind a visit are free of patients' own bookings, also of those that no list of free times offered.</summary>
public sealed class VisitBufferTests : IDisposable
{
    private static readonly DateOnly Tomorrow = new(2026, 6, 18);
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Theory]
    [InlineData("10:00", "surgery", null)]
    [InlineData("10:30", "talk", "minutes between")] // the surgery before needs till 10:45
    [InlineData("10:44", "talk", "minutes between")]
    [InlineData("10:45", "talk", null)]
    [InlineData("09:45", "talk", null)] // a talk needs nothing behind it
    [InlineData("09:30", "surgery", "minutes between")] // itself it would
    [InlineData("09:15", "surgery", null)]
    [InlineData("10:15", "talk", "another appointment")] // that is the database's to say
    public async Task A_crafted_time_in_the_minutes_behind_a_visit_is_refused_to_a_patient(string time, string type, string? why)
    {
        var (surgery, talk) = await TypesAsync();
        if (why is not null || time != "10:00") await BookAsync(surgery, "10:00");

        var outcome = await _clinic.Booking.HoldAsync(Home.Patient, _clinic.Wish(At(time), minutes: type == "talk" ? 15 : 30) with { VisitTypeId = type == "talk" ? talk : surgery });

        outcome.Succeeded.Should().Be(why is null, outcome.Refusal?.Sentence);
        if (why is null) return;
        outcome.Refusal!.Sentence.Should().Contain(why);
        (outcome.Refusal.Kind, outcome.Refusal.Field).Should().Be((RefusalKind.SlotTaken, "Start"));
        _clinic.Count("Appointments").Should().Be(1);
    }

    [Fact]
    public async Task Reception_books_into_them_knowingly()
    {
        var (surgery, talk) = await TypesAsync();
        await BookAsync(surgery, "10:00");

        (await _clinic.Booking.BookAsync(Home.Lena, Wish(talk, "10:30"))).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_patient_moves_his_own_visit_to_no_such_time_either_and_is_not_in_his_own_way()
    {
        var (surgery, talk) = await TypesAsync();
        await BookAsync(surgery, "10:00");
        var row = (await _clinic.Booking.BookAsync(Home.Lena, Wish(talk, "12:00") with { PatientId = Home.Patient.PatientId!.Value })).Value!;

        var near = await _clinic.Appointments.RescheduleAsync(Home.Patient, row.Command(), row.PractitionerId, At("10:35"), 15);
        near.Refusal!.Sentence.Should().Contain("minutes between");
        (await _clinic.Appointments.RescheduleAsync(Home.Patient, row.Command(), row.PractitionerId, At("12:05"), 15)).Succeeded.Should().BeTrue();
        row = (await _clinic.Boards.FindAsync(Home.Lena, row.Id))!;
        (await _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), row.PractitionerId, At("10:35"), 15)).Succeeded.Should().BeTrue("reception may");
    }

    [Fact]
    public async Task Every_time_that_is_offered_can_be_reserved_and_between_them_none_that_touches_the_minutes()
    {
        var (surgery, talk) = await TypesAsync();
        foreach (var time in new[] { "09:00", "10:15", "11:30" }) await BookAsync(surgery, time);
        await BookAsync(talk, "13:00");

        foreach (var (type, minutes) in new[] { (talk, 15), (surgery, 30) })
        {
            var offered = (await _clinic.Get<FreeSlotQueries>().FindAsync(Home.Patient, new FreeSlotSearch(Tomorrow, Tomorrow, null, type, Home.Doctor.PractitionerId))).Slots.Select(s => s.Start).ToHashSet();
            for (var start = At("08:00"); start < At("15:00"); start = start.AddMinutes(15))
            {
                var held = await _clinic.Booking.HoldAsync(Home.Patient, _clinic.Wish(start, minutes: minutes) with { VisitTypeId = type });
                held.Succeeded.Should().Be(offered.Contains(start), $"{start}");
                if (held.Value is { } row) await _clinic.MoveAsync(Home.Patient, row, AppointmentStatus.Cancelled, "not this one");
            }
        }
    }

    [Fact]
    public async Task A_kind_of_visit_that_appointments_have_cannot_be_deleted_and_one_that_does_not_exist_cannot_be_given()
    {
        var (surgery, _) = await TypesAsync();
        await BookAsync(surgery, "10:00");

        var delete = () => _clinic.Execute("DELETE FROM \"VisitTypes\"");
        delete.Should().Throw<DbException>().Where(fault => DatabaseKind.Read(fault)!.Sort == DatabaseFaultSort.Rule);
        var give = () => _clinic.Execute($"UPDATE \"Appointments\" SET \"VisitTypeId\" = '{Guid.NewGuid().ToString().ToUpperInvariant()}'");
        give.Should().Throw<DbException>().Where(fault => DatabaseKind.Read(fault)!.Sort == DatabaseFaultSort.Rule);
    }

    public void Dispose() => _clinic.Dispose();

    private DateTimeOffset At(string time) => Home.Policy.At(Tomorrow, TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    private NewAppointment Wish(Guid type, string time) => _clinic.Wish(At(time), patient: Home.SecondPatient, minutes: 0) with { VisitTypeId = type };

    private async Task BookAsync(Guid type, string time) => (await _clinic.Booking.BookAsync(Home.Lena, Wish(type, time))).Succeeded.Should().BeTrue();

    private async Task<(Guid Surgery, Guid Talk)> TypesAsync() => (await AddAsync("Surgery", 30, 15), await AddAsync("Talk", 15, 0));

    private async Task<Guid> AddAsync(string name, int minutes, int buffer) =>
        (await _clinic.Get<VisitTypeService>().AddAsync(Home.Admin, new VisitTypeWish(name, minutes, buffer, true, []), Guid.NewGuid())).Value;
}
