using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Notifications;

/// <summary>A change and what it tells people are one transaction; nobody is told what he did himself.</summary>
public sealed class AppointmentNoticesTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task A_booking_by_the_clinic_tells_the_patient_when_and_with_whom()
    {
        var row = await _clinic.BookAsync();

        var told = (await _clinic.NoticesOfAsync(Home.Patient)).Should().ContainSingle().Subject;
        told.Should().Match<NotificationRow>(n => n.Kind == NotificationKind.AppointmentUpdate && n.Severity == NotificationSeverity.Normal && n.ReadAt == null);
        told.Title.Should().Be("Appointment booked");
        told.Text.Should().Be("Wednesday 17 June, 10:30 with Dr Berg.", "the clinic's clock is the one that counts"); // 8:00 UTC + 30 min, Berlin
        told.Link.Should().Be("/portal");
        told.CreatedAt.Should().Be(_clinic.Now);
        foreach (var other in new[] { Home.Lena, Home.Omar, Home.Doctor, Home.SecondPatient, _clinic.Other.Patient })
        {
            (await _clinic.NoticesOfAsync(other)).Should().BeEmpty();
        }

        row.Status.Should().Be(AppointmentStatus.Booked);
    }

    [Fact]
    public async Task A_called_patient_is_told_the_room_and_urgently()
    {
        var row = await _clinic.CheckInAsync(await _clinic.BookAsync());

        await _clinic.Appointments.CallAsync(Home.Lena, row.Command());

        var told = (await _clinic.NoticesOfAsync(Home.Patient))[0];
        told.Title.Should().Be("Please come to Room 1");
        told.Should().Match<NotificationRow>(n => n.Kind == NotificationKind.PatientCall && n.Severity == NotificationSeverity.Critical);
    }

    [Fact]
    public async Task Calling_again_is_told_again()
    {
        var row = await _clinic.CheckInAsync(await _clinic.BookAsync());

        var called = (await _clinic.Appointments.CallAsync(Home.Lena, row.Command())).Value!;
        await _clinic.Appointments.CallAsync(Home.Lena, called.Command());

        (await _clinic.NoticesOfAsync(Home.Patient)).Count(n => n.Kind == NotificationKind.PatientCall).Should().Be(2);
    }

    [Fact]
    public async Task What_was_told_before_and_not_read_is_no_news_any_more()
    {
        var row = await _clinic.CheckInAsync(await _clinic.BookAsync());
        var called = (await _clinic.Appointments.CallAsync(Home.Lena, row.Command())).Value!;
        called = (await _clinic.Appointments.CallAsync(Home.Lena, called.Command())).Value!;
        (await _clinic.UnreadAsync(Home.Patient)).Should().Be(1, "the booking and the first call are over");

        await _clinic.ThenAsync(called, AppointmentStatus.InConsultation);

        (await _clinic.UnreadAsync(Home.Patient)).Should().Be(0, "who is with the doctor need not come any more");
        (await _clinic.NoticesOfAsync(Home.Patient)).Should().HaveCount(3).And.OnlyContain(n => n.ReadAt != null);
    }

    [Fact]
    public async Task Who_left_or_is_not_here_after_all_is_not_called_any_more()
    {
        var called = (await _clinic.Appointments.CallAsync(Home.Lena, (await _clinic.CheckInAsync(await _clinic.BookAsync())).Command())).Value!;
        await _clinic.ThenAsync(called, AppointmentStatus.LeftUnseen);
        (await _clinic.UnreadAsync(Home.Patient)).Should().Be(0);

        var other = await _clinic.CheckInAsync(await _clinic.BookAsync(_clinic.Now.AddHours(2), patient: Home.SecondPatient));
        called = (await _clinic.Appointments.CallAsync(Home.Lena, other.Command())).Value!;
        (await _clinic.Appointments.UndoAsync(Home.Lena, called.Command())).Succeeded.Should().BeTrue();

        (await _clinic.UnreadAsync(Home.SecondPatient)).Should().Be(0);
    }

    [Fact]
    public async Task A_request_that_one_colleague_has_answered_is_no_news_for_the_other()
    {
        var row = await _clinic.InAsync(AppointmentStatus.Requested);
        var other = await _clinic.Booking.RequestAsync(Home.SecondPatient, _clinic.Wish(_clinic.Now.AddHours(4), patient: Home.SecondPatient));

        await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Booked);

        (await _clinic.NoticesOfAsync(Home.Omar, new NotificationFilter(UnreadOnly: true))).Should().ContainSingle().Which.Link.Should().Be($"/appointments/{other.Value!.Id}");
        _clinic.Bus.Published.OfType<NotificationsChanged>().Should().Contain(e => e.RecipientId == Home.Omar.UserId);
    }

    [Fact]
    public async Task A_request_rings_at_reception_and_not_at_the_patients()
    {
        var row = await _clinic.InAsync(AppointmentStatus.Requested);

        foreach (var desk in new[] { Home.Lena, Home.Omar })
        {
            var told = (await _clinic.NoticesOfAsync(desk)).Should().ContainSingle().Subject;
            told.Title.Should().Be("New request");
            told.Text.Should().Be("Paula Patient asks for Wednesday 17 June, 10:30 with Dr Berg.");
            told.Link.Should().Be($"/appointments/{row.Id}");
        }

        foreach (var other in new[] { Home.Patient, Home.Admin, Home.Doctor, _clinic.Other.Lena }) (await _clinic.NoticesOfAsync(other)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_request_that_reception_notes_for_a_patient_tells_the_colleague_and_not_who_noted_it()
    {
        (await _clinic.Booking.RequestAsync(Home.Lena, _clinic.Wish())).Succeeded.Should().BeTrue();

        (await _clinic.NoticesOfAsync(Home.Lena)).Should().BeEmpty();
        (await _clinic.NoticesOfAsync(Home.Omar)).Should().ContainSingle();
    }

    [Fact]
    public async Task Who_cancels_himself_is_not_told_and_who_is_cancelled_is()
    {
        var own = await _clinic.BookAsync(_clinic.Now.AddDays(3));
        var clinics = await _clinic.BookAsync(_clinic.Now.AddDays(4));
        await _clinic.Get<NotificationService>().ReadAllAsync(Home.Patient);

        await _clinic.MoveAsync(Home.Patient, own, AppointmentStatus.Cancelled, "better now");
        (await _clinic.UnreadAsync(Home.Patient)).Should().Be(0);
        await _clinic.MoveAsync(Home.Lena, clinics, AppointmentStatus.Cancelled, "broken pipes");

        (await _clinic.NoticesOfAsync(Home.Patient))[0].Title.Should().Be("Your appointment was cancelled");
        (await _clinic.NoticesOfAsync(Home.Patient))[0].Text.Should().NotContain("pipes", "the reason is the clinic's");
    }

    [Theory]
    [InlineData(AppointmentStatus.NoShow, "You missed your appointment")]
    [InlineData(AppointmentStatus.Cancelled, "Your appointment was cancelled")]
    public async Task What_did_not_take_place_is_told(AppointmentStatus status, string title)
    {
        await _clinic.InAsync(status);

        var told = (await _clinic.NoticesOfAsync(Home.Patient))[0];
        told.Title.Should().Be(title);
        told.Link.Should().NotBeNull();
    }

    [Fact]
    public async Task An_offer_from_the_waiting_list_is_urgent_and_says_until_when()
    {
        var waiting = await _clinic.InAsync(AppointmentStatus.Waitlisted);

        await _clinic.MoveAsync(Home.Lena, waiting, AppointmentStatus.Held);

        var told = (await _clinic.NoticesOfAsync(Home.Patient))[0];
        told.Severity.Should().Be(NotificationSeverity.Critical);
        told.Text.Should().Be("Wednesday 17 June, 10:30 with Dr Berg. Please answer by 10:07.");
    }

    [Fact]
    public async Task A_new_time_is_told_with_the_new_doctor()
    {
        var row = await _clinic.BookAsync();

        await _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), Home.SecondDoctor.PractitionerId!.Value, row.Start.AddDays(1), 15);

        var told = (await _clinic.NoticesOfAsync(Home.Patient))[0];
        told.Title.Should().Be("Your appointment has a new time");
        told.Text.Should().Be("Thursday 18 June, 10:30 with Dr Cole.");
    }

    [Theory]
    [InlineData(AppointmentStatus.Arrived)]
    [InlineData(AppointmentStatus.Ready)]
    [InlineData(AppointmentStatus.InConsultation)]
    [InlineData(AppointmentStatus.Paused)]
    [InlineData(AppointmentStatus.Done)]
    public async Task A_step_of_the_day_tells_nobody_and_asks_the_database_nothing_for_it(AppointmentStatus to)
    {
        var row = to == AppointmentStatus.Arrived ? await _clinic.BookAsync() : await _clinic.InAsync(to is AppointmentStatus.Ready ? AppointmentStatus.Arrived : to is AppointmentStatus.InConsultation ? AppointmentStatus.Ready : AppointmentStatus.InConsultation);
        _clinic.Commands.Forget();
        _clinic.Bus.Forget();

        await _clinic.ThenAsync(row, to);

        _clinic.Commands.Sent.Should().NotContain(sql => sql.Contains("Notifications") || sql.Contains("TimeZoneId")).And.NotBeEmpty();
        _clinic.Bus.Published.Should().NotContain(e => e is NotificationsChanged);
    }

    [Fact]
    public async Task When_the_change_is_refused_by_the_database_nobody_was_told()
    {
        var row = await _clinic.BookAsync();
        var before = _clinic.Dump("Notifications");
        _clinic.Bus.Forget();

        var second = await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(row.Start, patient: Home.SecondPatient));

        second.Refusal!.Kind.Should().Be(RefusalKind.SlotTaken);
        _clinic.Dump("Notifications").Should().Be(before);
        _clinic.Bus.Published.Should().BeEmpty();
    }

    [Trait("Database", "Sqlite")]
    [Fact]
    public async Task When_the_notification_cannot_be_written_the_change_is_not_either()
    {
        var row = await _clinic.BookAsync(_clinic.Now);
        _clinic.Execute("CREATE TRIGGER fail BEFORE INSERT ON \"Notifications\" BEGIN SELECT RAISE(ABORT, 'broken'); END");
        _clinic.Bus.Forget();
        var (rows, log) = (_clinic.Dump("Appointments"), _clinic.Dump("ActivityLog"));

        await _clinic.Invoking(c => c.MoveAsync(Home.Lena, row, AppointmentStatus.NoShow)).Should().ThrowAsync<DbUpdateException>();

        _clinic.Dump("Appointments").Should().Be(rows);
        _clinic.Dump("ActivityLog").Should().Be(log);
        _clinic.Bus.Published.Should().BeEmpty();
    }

    [Fact]
    public async Task At_the_moment_of_ringing_the_notification_is_committed()
    {
        var seen = -1L;
        _clinic.Bus.OnPublish = e =>
        {
            if (e is NotificationsChanged) seen = _clinic.Count("Notifications"); // another connection sees committed rows only
        };

        await _clinic.BookAsync();

        seen.Should().Be(1);
        _clinic.Bus.Published.OfType<NotificationsChanged>().Should().Equal(new NotificationsChanged(Home.Id, Home.Patient.UserId, _clinic.Now));
    }

    [Fact]
    public async Task A_command_sent_twice_is_told_once()
    {
        var row = await _clinic.BookAsync(_clinic.Now);
        var command = row.Command();

        await _clinic.Appointments.MoveAsync(Home.Lena, command, AppointmentStatus.NoShow);
        await _clinic.Appointments.MoveAsync(Home.Lena, command, AppointmentStatus.NoShow);

        (await _clinic.NoticesOfAsync(Home.Patient)).Count(n => n.Title.StartsWith("You missed", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task What_is_written_down_afterwards_tells_nobody()
    {
        await using (var db = _clinic.NewContext())
        {
            db.TellsNobody = true;
            var change = new Change(Home.Lena, _clinic.Now, Home.Policy);
            db.Add(Appointment.Book(Home.Patient.PatientId!.Value, Home.Doctor.PractitionerId!.Value, _clinic.Now.AddHours(1), 15, null, walkIn: false, change).Appointment!);
            await db.SaveChangesAsync();
        }

        (await _clinic.NoticesOfAsync(Home.Patient)).Should().BeEmpty();
        await _clinic.BookAsync(_clinic.Now.AddHours(3));
        (await _clinic.NoticesOfAsync(Home.Patient)).Should().ContainSingle("the context came back from the pool as one that tells");
    }

    [Fact]
    public async Task A_patient_with_a_name_longer_than_a_notification_is_told_of_all_the_same()
    {
        var name = new string('é', 1_990);
        await using (var db = _clinic.NewContext())
        {
            await db.Patients.Where(p => p.Id == Home.Patient.PatientId).ExecuteUpdateAsync(p => p.SetProperty(x => x.Name, name));
        }

        await _clinic.InAsync(AppointmentStatus.Requested);

        (await _clinic.NoticesOfAsync(Home.Lena)).Single().Text.Should().HaveLength(Notification.TextLimit).And.EndWith("…");
    }

    public void Dispose() => _clinic.Dispose();
}
