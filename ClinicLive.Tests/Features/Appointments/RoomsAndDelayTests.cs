using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Rooms and late doctors as they are read from a day.</summary>
public sealed class RoomsAndDelayTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task A_room_is_free_then_called_to_then_taken_then_free_again()
    {
        var row = await _clinic.InAsync(Arrived);
        (await RoomAsync()).IsFree.Should().BeTrue();

        row = (await _clinic.Appointments.CallAsync(Home.Doctor, row.Command())).Value!;
        (await RoomAsync()).Called.Should().ContainSingle().Which.Id.Should().Be(row.Id);

        row = await _clinic.ThenAsync(row, InConsultation);
        (await RoomAsync()).Should().Match<RoomOccupancy>(r => r.Inside.Count == 1 && r.Called.Count == 0 && !r.IsDouble);

        await _clinic.ThenAsync(row, Done);
        (await RoomAsync()).IsFree.Should().BeTrue();
    }

    [Fact]
    public async Task Two_open_consultations_in_one_room_are_a_warning_until_one_goes_elsewhere()
    {
        // Both doctors of this clinic have the same usual room.
        await _clinic.ThenAsync(await _clinic.InAsync(Arrived), InConsultation);
        var second = await _clinic.ThenAsync(await _clinic.CheckInAsync(await _clinic.BookAsync(doctor: Home.SecondDoctor, patient: Home.SecondPatient)), InConsultation);
        (await RoomAsync()).IsDouble.Should().BeTrue();

        var other = Guid.NewGuid();
        await using (var db = _clinic.NewContext())
        {
            db.Add(new Location { Id = other, OrganizationId = Home.Id, Name = "Room 2" });
            await db.SaveChangesAsync();
        }

        (await _clinic.Appointments.ChooseRoomAsync(Home.SecondDoctor, second.Command(), other)).Succeeded.Should().BeTrue();
        (await RoomAsync()).IsDouble.Should().BeFalse();
    }

    [Fact]
    public async Task Rooms_are_those_of_the_own_clinic_in_which_patients_are_seen()
    {
        _clinic.Execute($"INSERT INTO \"Locations\" (\"Id\", \"OrganizationId\", \"Name\", \"IsRetired\") VALUES ('{Guid.NewGuid().ToString().ToUpperInvariant()}', '{Home.Id.ToString().ToUpperInvariant()}', 'Front desk', FALSE)");

        (await _clinic.Get<QueueQueries>().RoomsAsync(Home.Doctor)).Rows.Should().ContainSingle().Which.Id.Should().Be(Home.RoomId);
        (await _clinic.Get<QueueQueries>().RoomsAsync(Home.Patient)).Rows.Should().BeEmpty();
    }

    [Fact]
    public async Task A_late_doctors_patients_are_told_apart_by_whether_they_can_be_told()
    {
        var withAccount = await _clinic.CheckInAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(5)));
        var without = await _clinic.BookAsync(_clinic.Now.AddMinutes(20), patient: Home.SecondPatient);
        _clinic.Execute($"UPDATE \"Patients\" SET \"AccountId\" = NULL WHERE \"Id\" = '{Home.SecondPatient.PatientId!.Value.ToString().ToUpperInvariant()}'");
        _clinic.Clock.Advance(TimeSpan.FromMinutes(23));
        var queues = _clinic.Get<QueueQueries>();
        var doctor = Home.Doctor.PractitionerId!.Value;

        var late = (await queues.LateAsync(Home.Lena, doctor))!;

        (late.Name, late.Minutes).Should().Be(("Dr Ada Berg", 18));
        late.Affected.Select(a => (a.Row.Id, a.HasAccount, a.Phone)).Should().Equal((withAccount.Id, true, "030 123"), (without.Id, false, "030 123"));
        late.Affected[1].Begins.Should().Be(_clinic.Now.AddMinutes(16), "after the first one's fifteen minutes and one between");
        (await queues.LateAsync(Home.Doctor, doctor)).Should().NotBeNull();
        (await queues.LateAsync(Home.Admin, doctor)).Should().NotBeNull();
        foreach (var stranger in new[] { Home.SecondDoctor, Home.Patient, _clinic.Other.Lena, _clinic.Other.Doctor }) (await queues.LateAsync(stranger, doctor)).Should().BeNull(stranger.DisplayName);
    }

    [Fact]
    public async Task Lines_and_places_cost_no_read_beyond_the_boards_own()
    {
        var row = await _clinic.InAsync(Arrived);
        var (queues, day) = (_clinic.Get<QueueQueries>(), new DateOnly(2026, 6, 17));
        await queues.DayAsync(Home.Lena, day);
        await _clinic.Appointments.CallAsync(Home.Lena, row.Command());
        _clinic.Commands.Forget();

        var read = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => queues.DayAsync(Home.Lena, day).AsTask())));

        _clinic.Commands.Sent.Should().ContainSingle("one board for a hundred screens");
        read.Should().OnlyContain(q => ReferenceEquals(q, read[0]));
        (await queues.DayAsync(Home.Patient, day)).Day.Rows.Should().BeEmpty();
        (await queues.DayAsync(_clinic.Other.Lena, day)).Of(row.PractitionerId).Should().BeNull();
    }

    [Trait("Database", "Sqlite")]
    [Fact]
    public async Task Lengths_of_earlier_days_come_from_an_index()
    {
        await _clinic.InAsync(Done);
        _clinic.Clock.Advance(TimeSpan.FromDays(1));
        var own = await _clinic.CheckInAsync(await _clinic.BookAsync(_clinic.Now.AddMinutes(15)));
        _clinic.Commands.Forget();

        var queues = await _clinic.Get<QueueQueries>().DayAsync(Home.Lena, Home.Policy.DayOf(_clinic.Now));

        queues.Lengths.Pace(queues.Day, own.PractitionerId).Should().BeLessThan(1, "yesterday's took no time at all");
        var sql = _clinic.Commands.Sent.First(s => s.Contains("\"FinishedAt\" <", StringComparison.Ordinal));
        var lines = QueryPlan.Of(_clinic, sql);
        lines.Should().Contain(l => l.Contains("IX_Appointments_PractitionerId_FinishedAt", StringComparison.Ordinal)).And.NotContain(l => l.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<RoomOccupancy> RoomAsync() => RoomOccupancy.Of(
        await _clinic.Get<QueueQueries>().RoomsAsync(Home.Lena), await _clinic.Boards.DayAsync(Home.Lena, new DateOnly(2026, 6, 17))).Single(r => r.Room.Id == Home.RoomId);
}
