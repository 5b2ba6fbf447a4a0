using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using System.Data.Common;
using ClinicLive.Domain.Data;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Tickets: one for whoever comes, another for everybody of the clinic's day, and none without having come.</summary>
public sealed class TicketTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    [Theory]
    [InlineData(1, "A1")]
    [InlineData(99, "A99")]
    [InlineData(100, "B1")]
    [InlineData(8 * 99, "H99")]
    [InlineData((8 * 99) + 1, "J1")] // no I
    [InlineData((13 * 99) + 1, "P1")] // no O
    [InlineData(24 * 99, "Z99")]
    [InlineData((24 * 99) + 1, "AA1")]
    [InlineData(25 * 99, "AA99")]
    [InlineData((25 * 99) + 1, "AB1")]
    public void A_number_is_a_letter_and_two_digits(int number, string ticket) => TicketCode.Of(number).Should().Be(ticket);

    [Fact]
    public void No_two_numbers_of_a_day_are_one_ticket() => Enumerable.Range(1, 5_000).Select(TicketCode.Of).Should().OnlyHaveUniqueItems();

    [Fact]
    public async Task Whoever_comes_gets_the_next_one_and_whoever_has_not_come_has_none()
    {
        var first = await _clinic.BookAsync();
        var second = await _clinic.BookAsync(doctor: _clinic.Home.SecondDoctor, patient: _clinic.Home.SecondPatient);
        first.Ticket.Should().BeNull();

        (await _clinic.CheckInAsync(second)).Ticket.Should().Be("A1");
        (await _clinic.CheckInAsync(first)).Ticket.Should().Be("A2");
        (await _clinic.Booking.WalkInAsync(_clinic.Home.Lena, _clinic.Wish(_clinic.Now.AddHours(1)))).Value!.Ticket.Should().Be("A3");
    }

    [Fact]
    public async Task An_arrival_that_is_taken_back_and_made_again_keeps_its_ticket()
    {
        var row = await _clinic.CheckInAsync(await _clinic.BookAsync());
        await _clinic.CheckInAsync(await _clinic.BookAsync(doctor: _clinic.Home.SecondDoctor, patient: _clinic.Home.SecondPatient));

        var undone = (await _clinic.Appointments.UndoAsync(_clinic.Home.Lena, row.Command())).Value!;
        undone.ArrivedAt.Should().BeNull();

        (await _clinic.CheckInAsync(undone)).Ticket.Should().Be("A1");
    }

    [Fact]
    public async Task A_ticket_is_good_for_its_day()
    {
        var row = await _clinic.CheckInAsync(await _clinic.BookAsync());
        var undone = (await _clinic.Appointments.UndoAsync(_clinic.Home.Lena, row.Command())).Value!;

        var later = (await _clinic.Appointments.RescheduleAsync(_clinic.Home.Lena, undone.Command(), row.PractitionerId, row.Start.AddDays(1), 15)).Value!;

        later.Ticket.Should().BeNull();
    }

    [Fact]
    public async Task Every_clinic_and_every_day_begins_again_but_not_under_somebody_who_is_still_here()
    {
        await _clinic.CheckInAsync(await _clinic.BookAsync());
        var other = (await _clinic.Booking.BookAsync(_clinic.Other.Lena, new(_clinic.Other.Patient.PatientId!.Value, _clinic.Other.Doctor.PractitionerId!.Value, _clinic.Now.AddMinutes(30), 15, null, Guid.NewGuid()))).Value!;
        (await _clinic.MoveAsync(_clinic.Other.Lena, other, AppointmentStatus.Arrived)).Value!.Ticket.Should().Be("A1");

        _clinic.Clock.Advance(TimeSpan.FromDays(1)); // nobody ended the one of yesterday
        var next = await _clinic.BookAsync(doctor: _clinic.Home.SecondDoctor, patient: _clinic.Home.SecondPatient);

        (await _clinic.CheckInAsync(next)).Ticket.Should().Be("A2");
    }

    [Fact]
    public async Task Forty_who_arrive_at_the_same_moment_get_forty_tickets()
    {
        var start = _clinic.Now.AddMinutes(30);
        var rows = new List<BoardRow>();
        for (var i = 0; i < 40; i++) rows.Add(await _clinic.BookAsync(start.AddMinutes(i / 2 * 5), i % 2 == 0 ? _clinic.Home.Doctor : _clinic.Home.SecondDoctor, minutes: 5));

        var arrived = await Task.WhenAll(rows.Select((row, i) => Task.Run(() => _clinic.MoveAsync(i % 3 == 0 ? _clinic.Home.Omar : _clinic.Home.Lena, row, AppointmentStatus.Arrived))));

        arrived.Select(o => o.Value!.TicketNumber).Should().BeEquivalentTo(Enumerable.Range(1, 40).Select(n => (int?)n));
    }

    [Fact]
    public async Task The_database_refuses_the_same_ticket_twice()
    {
        var row = await _clinic.CheckInAsync(await _clinic.BookAsync());
        var second = await _clinic.CheckInAsync(await _clinic.BookAsync(doctor: _clinic.Home.SecondDoctor));

        _clinic.Invoking(c => c.Execute($"""UPDATE "Appointments" SET "TicketNumber" = {row.TicketNumber} WHERE "Id" = '{second.Id.ToString().ToUpperInvariant()}'"""))
            .Should().Throw<DbException>().Where(fault => DatabaseKind.Read(fault)!.Sort == DatabaseFaultSort.Rule);
    }

    [Trait("Database", "Sqlite")]
    [Fact]
    public async Task Finding_the_next_ticket_reads_no_more_than_the_days_last_one()
    {
        await _clinic.CheckInAsync(await _clinic.BookAsync());
        await using var connection = _clinic.OpenBeside();
        await using var command = connection.CreateCommand();
        command.CommandText = """EXPLAIN QUERY PLAN SELECT max("TicketNumber") FROM "Appointments" WHERE "OrganizationId" = 'x' AND "Day" = 'y' AND "TicketNumber" IS NOT NULL""";
        await using var plan = await command.ExecuteReaderAsync();

        (await plan.ReadAsync()).Should().BeTrue();
        plan.GetString(3).Should().Contain("USING COVERING INDEX IX_Appointments_Ticket");
    }

    public void Dispose() => _clinic.Dispose();
}
