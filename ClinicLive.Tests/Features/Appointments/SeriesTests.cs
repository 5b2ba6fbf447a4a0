using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>An appointment every so many weeks: what is shown before, and all or nothing at the save.</summary>
public sealed class SeriesTests : IDisposable
{
    private static readonly DateOnly Wednesday = new(2026, 6, 17);
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private SeriesService Series => _clinic.Get<SeriesService>();

    private ScheduleService Schedule => _clinic.Get<ScheduleService>();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task The_time_of_the_wall_clock_stays_when_the_clock_is_changed()
    {
        using var clinic = new ClinicDatabase(now: new DateTimeOffset(2026, 10, 14, 8, 0, 0, TimeSpan.Zero));
        var first = await clinic.BookAsync(clinic.Home.Policy.At(new(2026, 10, 21), new(10, 0)));

        var preview = (await clinic.Get<SeriesService>().PreviewAsync(clinic.Home.Lena, new SeriesWish(first.Id, 1, 3))).Value!;

        preview.Dates.Select(d => (d.Start.UtcDateTime, d.State)).Should().Equal(
            (new DateTime(2026, 10, 28, 9, 0, 0, DateTimeKind.Utc), SeriesDateState.Free), (new DateTime(2026, 11, 4, 9, 0, 0, DateTimeKind.Utc), SeriesDateState.Free));
        first.Start.UtcDateTime.Hour.Should().Be(8);
    }

    [Fact]
    public async Task What_stands_in_the_way_of_each_date_is_said_with_the_nearest_free_time_of_that_day()
    {
        var doctor = Home.Doctor.PractitionerId!.Value;
        await Schedule.SetWeekAsync(Home.Admin, HoursOwner.Clinic(Home.Id), Scheduling.Hours.Daily("8-18"), 0, Guid.NewGuid());
        var first = await _clinic.BookAsync(At(0, 11), minutes: 30);
        await _clinic.BookAsync(At(2, 11), patient: Home.SecondPatient, minutes: 30);
        await Schedule.EnterTimeOffAsync(Home.Doctor, doctor, At(4, 0), At(4, 23), null, Guid.NewGuid());
        await Schedule.SetExceptionAsync(Home.Admin, HoursOwner.Clinic(Home.Id), Wednesday.AddDays(42), Scheduling.Hours.Day("14-16"), "Outing", 0, Guid.NewGuid());

        var dates = (await Series.PreviewAsync(Home.Lena, new SeriesWish(first.Id, 2, 4))).Value!.Dates;

        dates.Select(d => (d.Start, d.State, d.Instead)).Should().Equal(
            (At(2, 11), SeriesDateState.Taken, At(2, 10, 30)), (At(4, 11), SeriesDateState.TimeOff, null), (At(6, 11), SeriesDateState.OutsideHours, At(6, 14)));
        dates.Select(d => d.Why).Should().Equal(
            "The doctor has another appointment then.", "Dr Berg is away until 23:00 on 15 July. Please choose another time or another doctor.",
            "The clinic is open 14:00–16:00 on Wednesday 29 July. Please choose a time within these hours.");
    }

    [Fact]
    public async Task The_chosen_dates_are_booked_in_one_save_and_the_same_command_twice_is_one_series()
    {
        var first = await _clinic.BookAsync(At(0, 11), minutes: 30);
        DateTimeOffset[] starts = [At(1, 11), At(2, 11, 30), At(3, 11)];
        var command = first.Command();
        var (notices, noticesBefore) = (0, (await _clinic.NoticesOfAsync(Home.Patient)).Count);

        var booked = (await Series.BookAsync(Home.Lena, command, starts)).Value!;
        var again = await Series.BookAsync(Home.Lena, command, starts);

        (again.Changed, again.Value).Should().Be((false, booked));
        booked.Booked.Should().Be(3);
        _clinic.Count("Appointments", $"\"SeriesId\" = '{booked.SeriesId.ToString().ToUpperInvariant()}' AND \"Status\" = 'Booked'").Should().Be(4);
        var third = (await _clinic.Boards.DayAsync(Home.Lena, Wednesday.AddDays(14))).Rows.Should().ContainSingle().Which;
        (third.Start, third.Minutes, third.PatientId, third.PractitionerId, third.Reason).Should().Be((starts[1], 30, first.PatientId, first.PractitionerId, first.Reason));
        notices = (await _clinic.NoticesOfAsync(Home.Patient)).Count - noticesBefore;
        notices.Should().Be(1, "the patient is told of a series once");
        (await _clinic.Boards.HistoryAsync(Home.Lena, first.Id)).Select(l => l.Kind).Should().Equal(ActivityKind.AppointmentBooked, ActivityKind.SeriesBegun);
    }

    [Fact]
    public async Task A_date_that_somebody_took_between_the_look_and_the_save_is_named_and_nothing_is_booked()
    {
        var first = await _clinic.BookAsync(At(0, 11));
        var dates = (await Series.PreviewAsync(Home.Lena, new SeriesWish(first.Id, 1, 4))).Value!.Dates;
        dates.Should().OnlyContain(d => d.State == SeriesDateState.Free);
        await _clinic.BookAsync(At(2, 11), patient: Home.SecondPatient);
        var before = (_clinic.Dump("Appointments"), _clinic.Dump("ActivityLog"));
        _clinic.Bus.Forget();

        var refused = await Series.BookAsync(Home.Lena, first.Command(), [.. dates.Select(d => d.Start)]);

        (refused.Refusal!.Kind, refused.Refusal.Field).Should().Be((RefusalKind.SlotTaken, "Dates"));
        refused.Refusal.Sentence.Should().StartWith("1 July, 11:00 was taken meanwhile. Nothing was booked.");
        (_clinic.Dump("Appointments"), _clinic.Dump("ActivityLog")).Should().Be(before);
        _clinic.Bus.Published.Should().BeEmpty();
        (await Series.BookAsync(Home.Lena, first.Command(), [dates[0].Start, dates[2].Start])).Value!.Booked.Should().Be(2);
    }

    [Fact]
    public async Task An_absence_that_came_between_the_look_and_the_save_is_refused_and_nothing_is_booked()
    {
        var first = await _clinic.BookAsync(At(0, 11));
        await Schedule.EnterTimeOffAsync(Home.Doctor, Home.Doctor.PractitionerId!.Value, At(2, 0), At(2, 23), null, Guid.NewGuid());

        var refused = await Series.BookAsync(Home.Lena, first.Command(), [At(1, 11), At(2, 11)]);

        refused.Refusal!.Sentence.Should().StartWith("Dr Berg is away");
        _clinic.Count("Appointments").Should().Be(1);
    }

    [Fact]
    public async Task Only_reception_of_the_same_clinic_sees_and_books_a_series()
    {
        var first = await _clinic.BookAsync(At(0, 11));

        foreach (var other in new[] { Home.Admin, Home.Doctor, Home.Patient })
        {
            (await Series.PreviewAsync(other, new SeriesWish(first.Id, 1, 2))).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
            (await Series.BookAsync(other, first.Command(), [At(1, 11)])).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        }

        (await Series.PreviewAsync(_clinic.Other.Lena, new SeriesWish(first.Id, 1, 2))).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Series.BookAsync(_clinic.Other.Lena, first.Command(), [At(1, 11)])).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        _clinic.Count("Appointments").Should().Be(1);
    }

    [Fact]
    public async Task An_appointment_that_was_moved_meanwhile_or_is_not_booked_begins_no_series()
    {
        var first = await _clinic.BookAsync(At(0, 11));
        var here = await _clinic.CheckInAsync(first);

        (await Series.BookAsync(Home.Omar, first.Command(), [At(1, 11)])).Refusal!.Kind.Should().Be(RefusalKind.Moved);
        (await Series.BookAsync(Home.Omar, here.Command(), [At(1, 11)])).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
        (await Series.PreviewAsync(Home.Omar, new SeriesWish(first.Id, 1, 2))).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
    }

    [Theory]
    [InlineData(0, 6, "EveryWeeks")]
    [InlineData(27, 6, "EveryWeeks")]
    [InlineData(1, 1, "Times")]
    [InlineData(1, 53, "Times")]
    [InlineData(1, 52, null)]
    public async Task Numbers_out_of_bounds_are_refused_at_their_field(int weeks, int times, string? field)
    {
        var first = await _clinic.BookAsync(At(0, 11));

        var preview = await Series.PreviewAsync(Home.Lena, new SeriesWish(first.Id, weeks, times));

        (preview.Refusal?.Field).Should().Be(field);
        if (field is null) preview.Value!.Dates.Should().HaveCount(51);
    }

    private DateTimeOffset At(int weeks, int hour, int minute = 0) => Home.Policy.At(Wednesday.AddDays(7 * weeks), new TimeOnly(hour, minute));
}
