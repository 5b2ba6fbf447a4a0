using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Notifications;

/// <summary>A patient is reminded once per appointment, time and kind, whatever happens to the server and its clock.</summary>
public sealed class RemindersTests : IDisposable
{
    private readonly DeliveryClinic _out = new();

    private TestClinic Home => _out.Home;

    private Reminders Reminders => _out.Clinic.Get<Reminders>();

    [Fact]
    public async Task A_patient_is_reminded_a_day_and_two_hours_before_and_at_no_other_time()
    {
        var start = _out.Clinic.Now.AddDays(3);
        await _out.Clinic.BookAsync(start);
        var times = new List<DateTimeOffset>();
        while (_out.Clinic.Now < start.AddHours(1))
        {
            if (await Reminders.RemindAsync() > 0) times.Add(_out.Clinic.Now);
            _out.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        times.Should().Equal(start.AddDays(-1), start.AddHours(-2));
        var told = await RemindersOfAsync(Home.Patient);
        told.Select(n => n.Title).Should().Equal("Your appointment is today", "Your appointment is near");
        told.Should().OnlyContain(n => n.Link == "/portal" && n.Text == "Saturday 20 June, 10:00 with Dr Berg.");
    }

    [Fact]
    public async Task After_a_restart_on_another_node_and_with_a_clock_that_jumps_back_nobody_is_reminded_twice()
    {
        var start = _out.Clinic.Now.AddDays(2);
        await _out.Clinic.BookAsync(start);
        _out.Clock.AdvanceTo(start.AddHours(-23));

        var counts = new List<int>();
        for (var i = 0; i < 3; i++) counts.Add(await _out.NewNode().GetRequiredService<Reminders>().RemindAsync());
        using var earlier = new ClinicDatabase(now: start.AddHours(-23.5));
        counts.Add(await _out.NewNode(earlier.Clock).GetRequiredService<Reminders>().RemindAsync());

        counts.Should().Equal(1, 0, 0, 0);
        (await RemindersOfAsync(Home.Patient)).Should().ContainSingle();
    }

    [Fact]
    public async Task Two_nodes_at_once_remind_once()
    {
        for (var i = 0; i < 20; i++) await _out.Clinic.BookAsync(_out.Clinic.Now.AddDays(2).AddMinutes(i * 15));
        _out.Clock.Advance(TimeSpan.FromHours(30));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _out.NewNode().GetRequiredService<Reminders>().RemindAsync())));
        await Reminders.RemindAsync();

        (await RemindersOfAsync(Home.Patient)).Should().HaveCount(20);
        (await _out.RowsAsync(DeliveryChannel.Email)).Count(d => d.State == DeliveryState.Waiting).Should().BeGreaterThanOrEqualTo(20);
    }

    [Fact]
    public async Task Who_books_late_gets_only_the_reminders_that_are_still_to_come()
    {
        var start = _out.Clinic.Now.AddHours(5);
        await _out.Clinic.BookAsync(start);

        (await Reminders.RemindAsync()).Should().Be(0, "the day before is over");
        _out.Clock.AdvanceTo(start.AddHours(-2));
        (await Reminders.RemindAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_server_that_was_down_reminds_late_but_once_and_never_of_what_has_begun()
    {
        var start = _out.Clinic.Now.AddDays(3);
        await _out.Clinic.BookAsync(start);
        _out.Clock.AdvanceTo(start.AddHours(-1));

        (await Reminders.RemindAsync()).Should().Be(1, "of two that are due the later counts");
        (await Reminders.RemindAsync()).Should().Be(0);
        _out.Clock.AdvanceTo(start);
        (await Reminders.RemindAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Another_time_is_reminded_of_anew_and_a_cancelled_one_is_not()
    {
        var row = await _out.Clinic.BookAsync(_out.Clinic.Now.AddDays(2));
        _out.Clock.Advance(TimeSpan.FromDays(1));
        (await Reminders.RemindAsync()).Should().Be(1);
        var moved = (await _out.Clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), row.PractitionerId, row.Start.AddDays(1), 15)).Value!;
        _out.Clock.Advance(TimeSpan.FromDays(1));
        (await Reminders.RemindAsync()).Should().Be(1);

        await _out.Clinic.ThenAsync(moved, AppointmentStatus.Cancelled);
        _out.Clock.AdvanceTo(moved.Start.AddHours(-1));

        (await Reminders.RemindAsync()).Should().Be(0);
        await _out.Dispatcher.DispatchAsync();
        _out.Email.Taken.Should().BeEmpty("what had not left was taken back with the appointment");
    }

    [Theory]
    [InlineData("2026-03-29T10:00", 24 * 60, "2026-03-28T09:00Z")] // spring in Berlin: 23 hours before
    [InlineData("2026-10-25T10:00", 24 * 60, "2026-10-24T08:00Z")] // autumn: 25 hours before
    [InlineData("2026-03-29T03:30", 2 * 60, "2026-03-28T23:30Z")] // hours are hours
    [InlineData("2026-03-30T02:30", 24 * 60, "2026-03-29T01:30Z")] // the hour that does not exist is the moment behind it
    public void A_day_before_is_the_same_time_on_the_clinics_wall(string local, int minutes, string due)
    {
        var policy = Home.Policy;
        var at = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        var start = policy.At(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at));

        Reminders.DueAt(policy, start, TimeSpan.FromMinutes(minutes)).Should().Be(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_clinic_chooses_when_and_whether_it_reminds()
    {
        var settings = new ClinicSettings("Clinic at the Park", "Europe/Berlin", 10, 20, 24 * 60, false) { FirstReminderMinutes = 180, SecondReminderMinutes = 0 };
        (await _out.Clinic.Get<ClinicService>().ChangeSettingsAsync(Home.Admin, settings, 1, Guid.NewGuid())).Succeeded.Should().BeTrue();
        await _out.Clinic.BookAsync(_out.Clinic.Now.AddHours(6));

        (await Reminders.RemindAsync()).Should().Be(0);
        _out.Clock.Advance(TimeSpan.FromHours(3));
        (await Reminders.RemindAsync()).Should().Be(1);
        _out.Clock.Advance(TimeSpan.FromHours(2));
        (await Reminders.RemindAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_clinic_that_reminds_earlier_from_now_on_reminds_nobody_again()
    {
        await _out.Clinic.BookAsync(_out.Clinic.Now.AddDays(2));
        _out.Clock.Advance(TimeSpan.FromHours(30));
        (await Reminders.RemindAsync()).Should().Be(1);
        var settings = new ClinicSettings("Clinic at the Park", "Europe/Berlin", 10, 20, 24 * 60, false) { FirstReminderMinutes = 26 * 60, SecondReminderMinutes = 120 };
        (await _out.Clinic.Get<ClinicService>().ChangeSettingsAsync(Home.Admin, settings, 1, Guid.NewGuid())).Succeeded.Should().BeTrue();

        (await Reminders.RemindAsync()).Should().Be(0);
        (await _out.NewNode().GetRequiredService<Reminders>().RemindAsync()).Should().Be(0);
    }

    [Theory]
    [InlineData(-1, 0, nameof(ClinicSettings.FirstReminderMinutes))]
    [InlineData(14 * 24 * 60 + 1, 0, nameof(ClinicSettings.FirstReminderMinutes))]
    [InlineData(120, 120, nameof(ClinicSettings.SecondReminderMinutes))]
    [InlineData(0, 120, nameof(ClinicSettings.SecondReminderMinutes))]
    public void Reminders_that_cannot_be_are_refused_at_their_field(int first, int second, string field) =>
        (new ClinicSettings("Clinic", "Europe/Berlin", 10, 20, 0, false) { FirstReminderMinutes = first, SecondReminderMinutes = second }).Check()!.Field.Should().Be(field);

    [Fact]
    public async Task A_reminder_leaves_by_mail_and_not_after_the_patient_has_come()
    {
        var row = await _out.Clinic.BookAsync(_out.Clinic.Now.AddHours(3));
        _out.Clock.Advance(TimeSpan.FromHours(1));
        await Reminders.RemindAsync();
        await _out.LaterAsync(_out.Rules.Grace);
        _out.Email.Taken.Should().ContainSingle().Which.Calendar!.Start.Should().Be(row.Start);

        var second = await _out.Clinic.BookAsync(_out.Clinic.Now.AddHours(3), patient: Home.SecondPatient);
        _out.Clock.Advance(TimeSpan.FromHours(1));
        await Reminders.RemindAsync();
        await _out.Clinic.CheckInAsync(second);
        await _out.LaterAsync(_out.Rules.Grace);

        _out.Email.Taken.Should().ContainSingle();
    }

    public void Dispose() => _out.Dispose();

    private async Task<List<NotificationRow>> RemindersOfAsync(Actor patient) =>
        [.. (await _out.Clinic.NoticesOfAsync(patient)).Where(n => n.Kind == NotificationKind.Reminder)];
}
