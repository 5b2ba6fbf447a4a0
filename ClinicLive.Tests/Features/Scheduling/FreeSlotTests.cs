using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Scheduling;

/// <summary>Free times: computed from hours and appointments, for whom they are.</summary>
public sealed class FreeSlotTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 6, 17); // a Wednesday, 10:00 in Berlin
    private static readonly DateOnly Tomorrow = new(2026, 6, 18);
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private Guid Doctor => Home.Doctor.PractitionerId!.Value;

    private FreeSlotQueries Slots => _clinic.Get<FreeSlotQueries>();

    [Fact]
    public async Task A_day_is_cut_into_begins_of_a_quarter_of_an_hour_around_what_is_taken()
    {
        await OpenAsync("9-12");
        await _clinic.BookAsync(At(Tomorrow, "10:00"), minutes: 20);

        (await TimesAsync(new FreeSlotSearch(Tomorrow, Tomorrow, 30, null, Doctor)))
            .Should().Be("09:00 09:15 09:30 10:30 10:45 11:00 11:15 11:30");
        (await TimesAsync(new FreeSlotSearch(Tomorrow, Tomorrow, 10, null, Doctor)))
            .Should().Be("09:00 09:10 09:20 09:30 09:40 09:50 10:20 10:30 10:40 10:50 11:00 11:10 11:20 11:30 11:40 11:50");
        (await TimesAsync(new FreeSlotSearch(Tomorrow, Tomorrow, 180, null, Doctor))).Should().BeEmpty();
        (await TimesAsync(new FreeSlotSearch(Tomorrow, Tomorrow, 60, null, Home.SecondDoctor.PractitionerId)))
            .Should().Be("09:00 09:15 09:30 09:45 10:00 10:15 10:30 10:45 11:00");
    }

    [Fact]
    public async Task Nothing_that_has_begun_is_free_and_a_called_off_time_is()
    {
        await OpenAsync("9-11");
        _clinic.Clock.Advance(TimeSpan.FromMinutes(16)); // 10:16
        (await TimesAsync(new FreeSlotSearch(Today, Today, 15, null, Doctor))).Should().Be("10:30 10:45");

        var row = await _clinic.BookAsync(At(Today, "10:30"), minutes: 30);
        (await TimesAsync(new FreeSlotSearch(Today, Today, 15, null, Doctor))).Should().BeEmpty();
        await _clinic.ThenAsync(row, AppointmentStatus.Cancelled);
        (await TimesAsync(new FreeSlotSearch(Today, Today, 15, null, Doctor))).Should().Be("10:30 10:45");
    }

    [Fact]
    public async Task The_buffer_behind_the_visit_before_and_behind_the_new_one_is_kept_free()
    {
        await OpenAsync("9-12");
        var surgery = await AddTypeAsync("Surgery", 30, buffer: 15);
        var talk = await AddTypeAsync("Talk", 30);
        var wish = _clinic.Wish(At(Tomorrow, "10:00"), minutes: 0) with { VisitTypeId = surgery };
        var booked = (await _clinic.Booking.BookAsync(Home.Lena, wish)).Value!;
        booked.Minutes.Should().Be(30, "that is how long a surgery is");
        booked.VisitTypeId.Should().Be(surgery);

        (await TimesAsync(new FreeSlotSearch(Tomorrow, Tomorrow, null, talk, Doctor))).Should().Be("09:00 09:15 09:30 10:45 11:00 11:15 11:30");
        (await TimesAsync(new FreeSlotSearch(Tomorrow, Tomorrow, null, surgery, Doctor)))
            .Should().Be("09:00 09:15 10:45 11:00 11:15 11:30", "the buffer may lie behind the hours, not on an appointment");
        (await Slots.IsFreeAsync(Home.Lena, new FreeSlotSearch(Tomorrow, Tomorrow, null, surgery, Doctor), At(Tomorrow, "09:16"))).Should().BeFalse();
        (await Slots.IsFreeAsync(Home.Lena, new FreeSlotSearch(Tomorrow, Tomorrow, null, surgery, Doctor), At(Tomorrow, "09:14"))).Should().BeTrue();
        (await Slots.IsFreeAsync(Home.Lena, new FreeSlotSearch(Tomorrow, Tomorrow, null, talk, Doctor), At(Tomorrow, "10:44"))).Should().BeFalse();
    }

    [Fact]
    public async Task An_appointment_that_is_moved_does_not_stand_in_its_own_way_but_a_patient_moves_only_his_own()
    {
        await OpenAsync("9-10");
        var talk = await AddTypeAsync("Talk", 30, online: true);
        var row = await _clinic.BookAsync(At(Tomorrow, "09:15"), minutes: 30);
        var search = new FreeSlotSearch(Tomorrow, Tomorrow, null, talk, Doctor, row.Id);

        (await TimesAsync(search)).Should().Be("09:00 09:15 09:30");
        (await TimesAsync(search, Home.Patient)).Should().Be("09:00 09:15 09:30");
        (await TimesAsync(search, Home.SecondPatient)).Should().BeEmpty();
    }

    [Fact]
    public async Task Any_doctor_is_whoever_offers_it_and_the_first_available_is_the_earliest()
    {
        await OpenAsync("9-10");
        var second = Home.SecondDoctor.PractitionerId!.Value;
        var talk = await AddTypeAsync("Talk", 30, offeredBy: [second]);
        await _clinic.BookAsync(At(Tomorrow, "09:00"), doctor: Home.SecondDoctor, minutes: 60);

        var any = await Slots.FindAsync(Home.Lena, new FreeSlotSearch(Tomorrow, Tomorrow, 30));
        any.Slots.Should().OnlyContain(s => s.PractitionerId == Doctor && s.PractitionerName == "Dr Ada Berg" && s.Minutes == 30).And.HaveCount(3);
        (await Slots.FindAsync(Home.Lena, new FreeSlotSearch(Tomorrow, Tomorrow, null, talk))).Slots.Should().BeEmpty();

        var first = await Slots.FirstAvailableAsync(Home.Lena, new FreeSlotSearch(Tomorrow, Tomorrow.AddDays(60), null, talk));
        first.Should().Be(new FreeSlot(second, "Dr Ben Cole", At(Tomorrow.AddDays(1), "09:00"), 30));
        (await Slots.FirstAvailableAsync(Home.Lena, new FreeSlotSearch(Tomorrow, Tomorrow, null, talk))).Should().BeNull();
        (await Slots.FirstAvailableAsync(Home.Lena, new FreeSlotSearch(Tomorrow, Tomorrow.AddDays(200), null, talk))).Should().BeNull("it is too far");
    }

    [Fact]
    public async Task A_first_free_time_is_found_behind_a_month_that_is_full()
    {
        await OpenAsync("9-10");
        await _clinic.Get<ScheduleService>().EnterTimeOffAsync(Home.Doctor, Doctor, At(Today, "00:00"), At(Today.AddDays(40), "09:20"), "travel", Guid.NewGuid());

        (await Slots.FirstAvailableAsync(Home.Lena, new FreeSlotSearch(Today, Today.AddDays(100), 15, null, Doctor)))!.Start.Should().Be(At(Today.AddDays(40), "09:30"));
    }

    [Fact]
    public async Task What_cannot_be_looked_for_is_refused_at_its_field()
    {
        var retired = await AddTypeAsync("Old", 30);
        await _clinic.Get<VisitTypeService>().RetireAsync(Home.Admin, retired, true, 1, Guid.NewGuid());
        var seconds = await AddTypeAsync("Cole only", 30, offeredBy: [Home.SecondDoctor.PractitionerId!.Value]);

        async Task<string?> FieldAsync(FreeSlotSearch search) => (await Slots.FindAsync(Home.Lena, search)).Refusal?.Field;

        (await FieldAsync(new FreeSlotSearch(Today, Today.AddDays(41), 15))).Should().BeNull("that is six weeks");
        (await FieldAsync(new FreeSlotSearch(Today, Today.AddDays(42), 15))).Should().Be("To");
        (await FieldAsync(new FreeSlotSearch(Today, Today.AddDays(-1), 15))).Should().Be("To");
        (await FieldAsync(new FreeSlotSearch(Today, Today))).Should().Be("Minutes");
        (await FieldAsync(new FreeSlotSearch(Today, Today, 4))).Should().Be("Minutes");
        (await FieldAsync(new FreeSlotSearch(Today, Today, 481))).Should().Be("Minutes");
        (await FieldAsync(new FreeSlotSearch(Today, Today, null, Guid.NewGuid()))).Should().Be("VisitType");
        (await FieldAsync(new FreeSlotSearch(Today, Today, null, retired))).Should().Be("VisitType");
        (await FieldAsync(new FreeSlotSearch(Today, Today, null, seconds, Doctor))).Should().Be("Practitioner");
        (await FieldAsync(new FreeSlotSearch(Today, Today, 15, null, _clinic.Other.Doctor.PractitionerId))).Should().Be("Practitioner");
    }

    [Fact]
    public async Task A_patient_sees_free_times_of_what_is_online_only_and_cannot_ask_for_another_length()
    {
        await OpenAsync("9-10");
        var online = await AddTypeAsync("Online", 30, online: true);
        var desk = await AddTypeAsync("At the desk", 30);

        (await TimesAsync(new FreeSlotSearch(Tomorrow, Tomorrow, null, online, Doctor), Home.Patient)).Should().Be("09:00 09:15 09:30");
        foreach (var search in new[]
        {
            new FreeSlotSearch(Tomorrow, Tomorrow, null, desk), new FreeSlotSearch(Tomorrow, Tomorrow, 15), new FreeSlotSearch(Tomorrow, Tomorrow, 60, online),
        })
        {
            var found = await Slots.FindAsync(Home.Patient, search);
            found.Slots.Should().BeEmpty();
            found.Refusal!.Field.Should().Be("VisitType");
        }

        (await Slots.FindAsync(_clinic.Other.Lena, new FreeSlotSearch(Tomorrow, Tomorrow, null, online))).Refusal!.Field.Should().Be("VisitType", "it is another clinic's");
        (await _clinic.Get<VisitTypeQueries>().ListAsync(Home.Patient)).Select(t => t.Id).Should().Equal(online);
        (await _clinic.Get<VisitTypeQueries>().ListAsync(Home.Lena)).Select(t => t.Name).Should().Equal("At the desk", "Online");
        (await _clinic.Get<VisitTypeQueries>().ListAsync(_clinic.Other.Admin)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Europe/London", "2026-03-28")]
    [InlineData("Europe/London", "2026-10-24")]
    [InlineData("America/New_York", "2026-03-07")]
    [InlineData("America/New_York", "2026-10-31")]
    [InlineData("Australia/Lord_Howe", "2026-10-03")]
    [InlineData("Australia/Lord_Howe", "2026-04-04")]
    [InlineData("Pacific/Chatham", "2026-09-26")]
    public async Task Around_a_jump_of_the_clock_every_free_time_can_be_booked_and_every_other_is_refused(string zone, string date)
    {
        var day = DateOnly.Parse(date, CultureInfo.InvariantCulture);
        var policy = Home.Policy with { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        using var clinic = new ClinicDatabase(now: policy.At(day, new TimeOnly(12, 0)).AddDays(-2));
        clinic.Execute($"UPDATE \"Organizations\" SET \"TimeZoneId\" = '{zone}'");
        await clinic.Get<ScheduleService>().SetWeekAsync(clinic.Home.Admin, HoursOwner.Clinic(clinic.Home.Id), Hours.Daily("0-6 22-24"), 0, Guid.NewGuid());
        var random = new Random(day.DayNumber);
        for (var i = 0; i < 40; i++) await clinic.Booking.BookAsync(clinic.Home.Lena, clinic.Wish(policy.At(day, default).AddMinutes(random.Next(0, 400) * 5), minutes: 5 * random.Next(1, 9)));
        var taken = (await clinic.Boards.DayAsync(clinic.Home.Lena, day)).Rows.Concat((await clinic.Boards.DayAsync(clinic.Home.Lena, day.AddDays(1))).Rows).ToList();
        taken.Should().HaveCountGreaterThan(4);

        var free = await clinic.Get<FreeSlotQueries>().FindAsync(clinic.Home.Lena, new FreeSlotSearch(day, day.AddDays(1), 25, null, clinic.Home.Doctor.PractitionerId));

        // An independent count: every quarter of an hour of real time, each minute of the visit looked up on the wall clock.
        List<DateTimeOffset> expected = [];
        for (var start = policy.At(day, default); policy.DayOf(start) <= day.AddDays(1); start = start.AddMinutes(15))
        {
            var minutes = Enumerable.Range(0, 25).Select(m => start.AddMinutes(m)).ToList();
            if (minutes.All(m => policy.ToLocal(m).Hour is < 6 or >= 22) && !taken.Exists(t => t.Start < start.AddMinutes(25) && t.End > start)) expected.Add(start);
        }

        free.Slots.Select(s => s.Start).Should().Equal(expected).And.HaveCountGreaterThan(20);
        foreach (var some in expected.Where((_, i) => i % 9 == 0))
        {
            var booked = await clinic.Booking.BookAsync(clinic.Home.Lena, clinic.Wish(some, patient: clinic.Home.SecondPatient, minutes: 5));
            booked.Succeeded.Should().BeTrue($"{some} is free: {booked.Refusal?.Sentence}");
        }

        (await clinic.Booking.BookAsync(clinic.Home.Lena, clinic.Wish(policy.At(day.AddDays(1), new TimeOnly(6, 0)), minutes: 5))).Refusal!.Field.Should().Be("Start");
    }

    [Fact]
    public async Task Free_times_follow_every_booking_and_every_change_of_the_hours()
    {
        await OpenAsync("9-10");
        var search = new FreeSlotSearch(Tomorrow, Tomorrow, 30, null, Doctor);
        (await TimesAsync(search)).Should().Be("09:00 09:15 09:30");
        await _clinic.Booking.HoldAsync(Home.Patient, _clinic.Wish(At(Tomorrow, "09:00"), minutes: 30));
        (await TimesAsync(search)).Should().Be("09:30");
        await OpenAsync("9-10:15", 1);
        (await TimesAsync(search)).Should().Be("09:30 09:45");
    }

    public void Dispose() => _clinic.Dispose();

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private DateTimeOffset At(DateOnly day, string time) => Home.Policy.At(day, TimeOnly.Parse(time, CultureInfo.InvariantCulture));

    private async Task<string> TimesAsync(FreeSlotSearch search, Actor? by = null) => string.Join(' ', (await Slots.FindAsync(by ?? Home.Lena, search)).Slots
        .Select(s => Text(TimeOnly.FromDateTime(Home.Policy.ToLocal(s.Start).DateTime))));

    private async Task OpenAsync(string hours, int version = 0) => (await _clinic.Get<ScheduleService>().SetWeekAsync(
        Home.Admin, HoursOwner.Clinic(Home.Id), Hours.Daily(hours), version, Guid.NewGuid())).Succeeded.Should().BeTrue();

    private async Task<Guid> AddTypeAsync(string name, int minutes, int buffer = 0, bool online = false, params Guid[] offeredBy) =>
        (await _clinic.Get<VisitTypeService>().AddAsync(Home.Admin, new VisitTypeWish(name, minutes, buffer, online, offeredBy), Guid.NewGuid())).Value;
}
