using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>One transaction is the change and its line in the log; what it tells is published after the commit, and only then.</summary>
public sealed class PublishingTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task A_change_publishes_exactly_one_event_and_writes_exactly_one_line()
    {
        var row = await _clinic.BookAsync();
        _clinic.Bus.Forget();

        var arrived = (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)).Value!;

        _clinic.Bus.Published.Should().Equal(new AppointmentChanged(
            Home.Id, row.Id, row.PatientId, row.PractitionerId, new DateOnly(2026, 6, 17), null, new DateOnly(2026, 6, 17), 2,
            ActivityKind.AppointmentMoved, AppointmentStatus.Booked, AppointmentStatus.Arrived, Home.Lena.UserId, _clinic.Now));
        await using var db = _clinic.NewContext();
        var line = db.Activity.Single(a => a.SubjectId == row.Id && a.SubjectVersion == arrived.Version);
        line.Should().BeEquivalentTo(new
        {
            OrganizationId = Home.Id,
            ActorId = Home.Lena.UserId,
            Kind = ActivityKind.AppointmentMoved,
            Category = ActivityCategory.Appointment,
            From = "Booked",
            To = "Arrived",
            At = _clinic.Now,
            Reason = (string?)null,
            OnBehalf = false,
        });
    }

    [Fact]
    public async Task At_the_moment_of_publishing_the_change_and_its_line_are_committed()
    {
        var row = await _clinic.BookAsync();
        var (status, lines) = ("", 0L);
        _clinic.Bus.OnPublish = _ =>
        {
            using var beside = _clinic.OpenBeside(); // another connection sees committed rows only
            using var command = beside.CreateCommand();
            command.CommandText = "SELECT \"Status\" FROM \"Appointments\"";
            status = (string)command.ExecuteScalar()!;
            lines = _clinic.Count("ActivityLog");
        };

        await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived);

        status.Should().Be("Arrived");
        lines.Should().Be(2);
    }

    [Fact]
    public async Task Refused_commands_publish_nothing_and_write_nothing()
    {
        var row = await _clinic.BookAsync();
        var other = await _clinic.BookAsync(row.Start.AddHours(1));
        _clinic.Bus.Forget();
        var (rows, log) = (_clinic.Dump("Appointments"), _clinic.Dump("ActivityLog"));

        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Done)).Succeeded.Should().BeFalse();
        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Cancelled)).Succeeded.Should().BeFalse("a reason is missing");
        (await _clinic.MoveAsync(Home.Lena, row with { Version = 7 }, AppointmentStatus.Arrived)).Succeeded.Should().BeFalse();
        (await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(row.Start))).Succeeded.Should().BeFalse("the slot is taken");
        (await _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), row.PractitionerId, other.Start, 15)).Succeeded.Should().BeFalse();

        _clinic.Bus.Published.Should().BeEmpty();
        _clinic.Dump("Appointments").Should().Be(rows);
        _clinic.Dump("ActivityLog").Should().Be(log);
    }

    [Trait("Database", "Sqlite")]
    [Fact]
    public async Task When_the_line_cannot_be_written_the_change_is_not_either()
    {
        var row = await _clinic.BookAsync();
        _clinic.Execute("CREATE TRIGGER fail BEFORE INSERT ON \"ActivityLog\" BEGIN SELECT RAISE(ABORT, 'broken'); END");
        _clinic.Bus.Forget();
        var before = _clinic.Dump("Appointments");

        await _clinic.Invoking(c => c.MoveAsync(Home.Lena, row, AppointmentStatus.Arrived)).Should().ThrowAsync<DbUpdateException>();

        _clinic.Dump("Appointments").Should().Be(before);
        _clinic.Bus.Published.Should().BeEmpty();
    }

    [Fact]
    public async Task A_reschedule_rings_on_both_days()
    {
        var row = await _clinic.BookAsync();
        await using var today = new Listener(_clinic.Bus, Topic.DayBoard(Home.Id, new DateOnly(2026, 6, 17)));
        await using var tomorrow = new Listener(_clinic.Bus, Topic.DayBoard(Home.Id, new DateOnly(2026, 6, 18)));
        await using var third = new Listener(_clinic.Bus, Topic.DayBoard(Home.Id, new DateOnly(2026, 6, 19)));

        await _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), row.PractitionerId, row.Start.AddDays(1), 15);

        await WaitFor.TrueAsync(() => today.Events.Count == 1 && tomorrow.Events.Count == 1);
        third.Events.Should().BeEmpty();
        (await _clinic.Boards.DayAsync(Home.Lena, new DateOnly(2026, 6, 17))).Rows.Should().BeEmpty();
        (await _clinic.Boards.DayAsync(Home.Lena, new DateOnly(2026, 6, 18))).Rows.Should().ContainSingle();
    }

    [Fact]
    public async Task Other_clinics_and_other_patients_hear_nothing()
    {
        await using var clinic = new Listener(_clinic.Bus, Topic.DayBoard(_clinic.Other.Id, new DateOnly(2026, 6, 17)));
        await using var patient = new Listener(_clinic.Bus, Topic.PatientAppointments(Home.SecondPatient.PatientId!.Value));
        await using var own = new Listener(_clinic.Bus, Topic.PatientAppointments(Home.Patient.PatientId!.Value));

        await _clinic.ThenAsync(await _clinic.BookAsync(), AppointmentStatus.Arrived);

        await WaitFor.TrueAsync(() => own.Events.Count > 0);
        clinic.Events.Should().BeEmpty();
        patient.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task An_event_noted_for_a_save_that_never_came_is_not_published_by_somebody_elses_save()
    {
        var stale = new PractitionerAvailabilityChanged(Home.Id, Guid.NewGuid(), 1, Availability.Available, _clinic.Now);
        for (var i = 0; i < 3; i++)
        {
            await using var db = _clinic.NewContext(); // goes back to the pool without a save
            db.PublishAfterSave(stale);
        }

        await _clinic.BookAsync();

        _clinic.Bus.Published.Should().ContainSingle(e => e is AppointmentChanged).And.NotContain(stale);
    }

    [Fact]
    public async Task A_save_inside_a_transaction_of_ones_own_is_a_mistake_that_is_told_at_once()
    {
        await using var db = _clinic.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync();

        await db.Invoking(d => d.SaveChangesAsync()).Should().ThrowAsync<InvalidOperationException>();
    }

    [Theory]
    [InlineData("UPDATE \"ActivityLog\" SET \"Reason\" = 'changed'")]
    [InlineData("DELETE FROM \"ActivityLog\"")]
    [InlineData("UPDATE \"ActivityLog\" SET \"Sequence\" = 99")]
    public async Task The_log_refuses_to_be_changed(string sql)
    {
        await _clinic.BookAsync();
        var before = _clinic.Dump("ActivityLog");

        _clinic.Invoking(c => c.Execute(sql)).Should().Throw<System.Data.Common.DbException>().WithMessage("*append_only*");

        _clinic.Dump("ActivityLog").Should().Be(before).And.NotBeEmpty();
    }

    public void Dispose() => _clinic.Dispose();
}
