using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.WaitingList;

/// <summary>What fits a wish, what is no wish, and who may wish.</summary>
public sealed class WishTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 17, 8, 0, 0, TimeSpan.Zero); // ten o'clock in Berlin, a Wednesday
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private WaitingListService Waiting => _clinic.Get<WaitingListService>();

    public void Dispose() => _clinic.Dispose();

    [Theory]
    [InlineData("2026-10-24T06:00", true)] // Saturday before the clock goes back: 8:00
    [InlineData("2026-10-24T05:59", false)]
    [InlineData("2026-10-24T09:30", true)] // to 12:00
    [InlineData("2026-10-24T09:31", false)]
    [InlineData("2026-10-25T06:00", false)] // Sunday: 7:00 now
    [InlineData("2026-10-25T07:00", true)]
    [InlineData("2026-10-25T10:30", true)]
    [InlineData("2026-10-25T10:31", false)]
    [InlineData("2026-10-26T07:00", false)] // Monday is not wished for
    [InlineData("2026-10-31T07:00", true)] // the last day
    [InlineData("2026-11-01T07:00", false)]
    [InlineData("2026-10-17T06:00", false)] // before the first
    public void A_time_fits_by_the_clinics_wall_clock_also_when_the_clock_is_changed(string utc, bool fits) =>
        Entry(Wish("2026-10-18", "2026-10-31", Weekdays.Saturday | Weekdays.Sunday, "08:00", "12:00")).Fits(Berlin, Utc(utc), 30).Should().Be(fits);

    [Theory]
    [InlineData("2026-03-29T00:30", 30, true)] // 1:30 to the jump
    [InlineData("2026-03-29T01:00", 30, true)] // 3:00, right behind the hour that does not exist
    [InlineData("2026-03-29T01:30", 30, false)] // it ends at 4:00
    [InlineData("2026-03-28T22:30", 30, false)] // 23:30 the day before
    public void A_window_over_the_hour_that_does_not_exist(string utc, int minutes, bool fits) =>
        Entry(Wish("2026-03-29", "2026-03-29", Weekdays.All, "01:00", "03:30")).Fits(Berlin, Utc(utc), minutes).Should().Be(fits);

    [Theory]
    [InlineData("2026-06-18T21:30", true)] // 23:30 to midnight
    [InlineData("2026-06-18T21:31", false)]
    public void Midnight_is_the_end_of_the_day(string utc, bool fits) =>
        Entry(Wish("2026-06-18", "2026-06-18", Weekdays.All, "20:00", "00:00")).Fits(Berlin, Utc(utc), 30).Should().Be(fits);

    [Theory]
    [InlineData("2026-06-16", "2026-06-20", 127, "08:00", "12:00", "From")]
    [InlineData("2026-06-20", "2026-06-19", 127, "08:00", "12:00", "To")]
    [InlineData("2026-06-17", "2026-09-18", 127, "08:00", "12:00", "To")] // 93 days
    [InlineData("2026-06-17", "2026-09-17", 127, "08:00", "12:00", null)]
    [InlineData("2026-06-17", "2026-06-20", 0, "08:00", "12:00", "Days")]
    [InlineData("2026-06-17", "2026-06-20", 128, "08:00", "12:00", "Days")]
    [InlineData("2026-06-17", "2026-06-20", 64, "08:00", "12:00", "Days")] // Wednesday to Saturday, but only on Sundays
    [InlineData("2026-06-17", "2026-06-21", 64, "08:00", "12:00", null)]
    [InlineData("2026-06-18", "2026-06-20", 127, "12:00", "12:00", "ToTime")]
    [InlineData("2026-06-18", "2026-06-20", 127, "12:00", "08:00", "ToTime")]
    [InlineData("2026-06-18", "2026-06-20", 127, "12:00", "12:29", "ToTime")]
    [InlineData("2026-06-18", "2026-06-20", 127, "12:00", "12:30", null)]
    [InlineData("2026-06-17", "2026-06-17", 127, "08:00", "09:30", "ToTime")] // over today
    [InlineData("2026-06-17", "2026-06-17", 127, "08:00", "10:45", null)]
    public void What_cannot_be_is_refused_at_its_field(string from, string to, int days, string fromTime, string toTime, string? field) =>
        (WaitingEntry.Refuse(Wish(from, to, (Weekdays)days, fromTime, toTime), 30, Berlin, Now)?.Field).Should().Be(field);

    [Fact]
    public async Task A_wish_behind_the_change_of_the_clock_is_offered_its_hour_of_the_wall()
    {
        using var clinic = new ClinicDatabase(now: new DateTimeOffset(2026, 10, 24, 10, 0, 0, TimeSpan.Zero));
        var type = await clinic.VisitTypeAsync();
        var sunday = new DateOnly(2026, 10, 25);
        var id = await clinic.JoinAsync(clinic.Wants(type) with { From = sunday, To = sunday, FromTime = new(8, 0), ToTime = new(8, 30) });

        await clinic.OfferAsync();

        (await clinic.RowAsync(id)).Start.Should().Be(new DateTimeOffset(2026, 10, 25, 7, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Reception_puts_anybody_on_the_list_a_patient_only_himself_and_only_for_what_he_may_book()
    {
        var online = await _clinic.VisitTypeAsync();
        var desk = await _clinic.VisitTypeAsync("Surgery", online: false);

        async Task<Refusal?> JoinAsync(Actor by, Guid type, Guid? patient = null) =>
            (await Waiting.JoinAsync(by, _clinic.Wants(type, patient))).Refusal;

        (await JoinAsync(Home.Doctor, online))!.Kind.Should().Be(RefusalKind.Forbidden);
        (await JoinAsync(Home.Admin, online))!.Kind.Should().Be(RefusalKind.Forbidden);
        (await JoinAsync(Home.SecondPatient, online))!.Kind.Should().Be(RefusalKind.Forbidden);
        (await JoinAsync(_clinic.Other.Lena, online))!.Field.Should().Be("Patient");
        (await JoinAsync(_clinic.Other.Lena, online, _clinic.Other.Patient.PatientId))!.Should().NotBeNull("the visit and the doctor are another clinic's");
        (await JoinAsync(Home.Patient, desk))!.Field.Should().Be("VisitType");
        (await JoinAsync(Home.Lena, Guid.NewGuid()))!.Field.Should().Be("VisitType");
        _clinic.Count("Appointments").Should().Be(0);
        (await JoinAsync(Home.Patient, online)).Should().BeNull();
        (await JoinAsync(Home.Patient, online))!.Sentence.Should().Be("You are on the waiting list for this already.");
        (await JoinAsync(Home.Lena, desk)).Should().BeNull();
    }

    [Fact]
    public async Task A_doctor_must_be_of_the_clinic_and_offer_it()
    {
        var type = await _clinic.VisitTypeAsync("Surgery", 30, true, Home.SecondDoctor.PractitionerId!.Value);

        (await Waiting.JoinAsync(Home.Lena, _clinic.Wants(type))).Refusal!.Field.Should().Be("Practitioner");
        (await Waiting.JoinAsync(Home.Lena, _clinic.Wants(type) with { PractitionerId = _clinic.Other.Doctor.PractitionerId })).Refusal!.Field.Should().Be("Practitioner");
        var id = await _clinic.JoinAsync(_clinic.Wants(type) with { PractitionerId = null });
        await _clinic.OfferAsync();
        (await _clinic.RowAsync(id)).PractitionerId.Should().Be(Home.SecondDoctor.PractitionerId.Value);
    }

    [Fact]
    public async Task The_same_command_twice_is_one_place()
    {
        var wish = _clinic.Wants(await _clinic.VisitTypeAsync());

        var first = await Waiting.JoinAsync(Home.Lena, wish);
        var second = await Waiting.JoinAsync(Home.Lena, wish);

        (first.Changed, second.Changed, second.Value).Should().Be((true, false, first.Value));
        _clinic.Count("WaitingEntries").Should().Be(1);
        (await Waiting.JoinAsync(Home.Omar, wish)).Refusal!.Field.Should().Be("commandId");
    }

    [Fact]
    public async Task The_list_is_the_front_desks_and_a_patient_sees_his_own_place_only()
    {
        var type = await _clinic.VisitTypeAsync();
        var id = await _clinic.JoinAsync(_clinic.Wants(type) with { PractitionerId = null });
        var queries = _clinic.Get<WaitingListQueries>();

        foreach (var seen in new[] { Home.Lena, Home.Admin })
        {
            var row = (await queries.ListAsync(seen)).Rows.Should().ContainSingle().Which;
            (row.Id, row.PatientName, row.Wish!.VisitType, row.Wish.Doctor, row.Reason).Should().Be((id, "Paula Patient", "Check-up", null, "Cough"));
        }

        foreach (var blind in new[] { Home.Doctor, Home.Patient, _clinic.Other.Lena })
        {
            (await queries.ListAsync(blind)).Rows.Should().BeEmpty();
            (await queries.FittingAsync(blind, id)).Should().BeEmpty();
        }

        (await queries.OwnAsync(Home.Patient)).Should().ContainSingle();
        foreach (var blind in new[] { Home.SecondPatient, Home.Lena, _clinic.Other.Patient }) (await queries.OwnAsync(blind)).Should().BeEmpty();
        (await queries.ChoicesAsync(_clinic.Other.Lena)).VisitTypes.Should().BeEmpty();
        (await queries.ChoicesAsync(Home.Doctor)).Doctors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_patient_leaves_the_list_whenever_he_likes_and_nobody_elses_place()
    {
        var type = await _clinic.VisitTypeAsync();
        var row = await _clinic.RowAsync(await _clinic.JoinAsync(_clinic.Wants(type)));

        (await _clinic.MoveAsync(Home.SecondPatient, row, AppointmentStatus.Cancelled, "mine")).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await _clinic.MoveAsync(Home.Patient, row, AppointmentStatus.Cancelled, "well again")).Changed.Should().BeTrue();
        (await _clinic.OfferAsync()).Should().Be(0);
        (await _clinic.JoinAsync(_clinic.Wants(type))).Should().NotBe(row.Id, "who left may come again");
    }

    private static ClinicPolicy Berlin { get; } = new("Test", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), default, default, default, false);

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static WaitingEntry Entry(WaitingWish wish) => WaitingEntry.Of(Guid.NewGuid(), Guid.NewGuid(), wish, Now);

    private static WaitingWish Wish(string from, string to, Weekdays days, string fromTime, string toTime) => new(
        Guid.NewGuid(), Guid.NewGuid(), null, DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(to, CultureInfo.InvariantCulture), days,
        TimeOnly.Parse(fromTime, CultureInfo.InvariantCulture), TimeOnly.Parse(toTime, CultureInfo.InvariantCulture), null, Guid.NewGuid());
}
