using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Appointments;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.WaitingList;

/// <summary>Reception gives somebody on the waiting list a time that is free.</summary>
public sealed class OfferedByHandTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private WaitingListQueries Lists => _clinic.Get<WaitingListQueries>();

    [Fact]
    public async Task An_offered_time_is_reserved_with_any_doctor_until_somebody_says_yes()
    {
        var waiting = await WaitingAsync();
        var start = _clinic.Now.AddDays(2);

        var offered = (await OfferAsync(Home.Lena, waiting, start)).Value!;

        offered.Should().Match<BoardRow>(r => r.Status == AppointmentStatus.Held && r.Start == start && r.Minutes == 20
            && r.PractitionerId == Home.SecondDoctor.PractitionerId && r.HeldUntil == _clinic.Now + Appointment.HoldFor);
        (await _clinic.Booking.BookAsync(Home.Omar, _clinic.Wish(start, Home.SecondDoctor, Home.SecondPatient))).Refusal!.Kind.Should().Be(RefusalKind.SlotTaken);
        (await _clinic.MoveAsync(Home.Lena, offered, AppointmentStatus.Booked)).Value!.Start.Should().Be(start);
    }

    [Fact]
    public async Task Both_days_and_the_waiting_list_hear_of_an_offer()
    {
        var waiting = await WaitingAsync();

        await OfferAsync(Home.Lena, waiting, _clinic.Now.AddDays(2));

        var told = _clinic.Bus.Published.OfType<AppointmentChanged>().Last();
        (told.Kind, told.From, told.To).Should().Be((ActivityKind.AppointmentMoved, AppointmentStatus.Waitlisted, AppointmentStatus.Held));
        told.Topics.Should().Contain(
        [
            Topic.WaitingList(Home.Id), Topic.DayBoard(Home.Id, new DateOnly(2026, 6, 17)), Topic.DayBoard(Home.Id, new DateOnly(2026, 6, 19)),
        ]);
    }

    [Fact]
    public async Task A_patient_who_declines_on_the_phone_waits_on_and_the_time_is_free_again()
    {
        var start = _clinic.Now.AddDays(2);
        var offered = (await OfferAsync(Home.Lena, await WaitingAsync(), start)).Value!;

        var released = await _clinic.MoveAsync(Home.Lena, offered, AppointmentStatus.Waitlisted);

        released.Value!.Status.Should().Be(AppointmentStatus.Waitlisted);
        (await _clinic.Booking.BookAsync(Home.Omar, _clinic.Wish(start, Home.SecondDoctor, Home.SecondPatient))).Succeeded.Should().BeTrue();
        (await Lists.ListAsync(Home.Lena)).Rows.Should().ContainSingle(r => r.Id == offered.Id);
    }

    [Theory]
    [InlineData(Role.Admin)]
    [InlineData(Role.Practitioner)]
    [InlineData(Role.Patient)]
    public async Task Nobody_but_reception_offers_a_time(Role role)
    {
        var waiting = await WaitingAsync();
        var before = _clinic.Dump("Appointments");

        (await OfferAsync(Home.Of(role), waiting, _clinic.Now.AddDays(2))).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await OfferAsync(_clinic.Other.Of(role), waiting, _clinic.Now.AddDays(2))).Refusal.Should().Be(Refusal.NotFound("appointment"));

        _clinic.Dump("Appointments").Should().Be(before);
    }

    [Fact]
    public async Task What_cannot_be_offered_leaves_the_patient_on_the_list_as_he_was()
    {
        var waiting = await WaitingAsync();
        await _clinic.BookAsync(_clinic.Now.AddDays(2), Home.SecondDoctor, Home.SecondPatient);
        var before = _clinic.Dump("Appointments");

        (await OfferAsync(Home.Lena, waiting, _clinic.Now.AddDays(2).AddMinutes(10))).Refusal!.Kind.Should().Be(RefusalKind.SlotTaken);
        (await OfferAsync(Home.Lena, waiting, _clinic.Now.AddDays(-1))).Refusal!.Field.Should().Be("Start");
        (await OfferAsync(Home.Lena, waiting, _clinic.Now.AddDays(1), minutes: 1)).Refusal!.Field.Should().Be("Minutes");
        (await OfferAsync(Home.Lena, waiting, _clinic.Now.AddDays(1), doctor: _clinic.Other.Doctor)).Refusal!.Field.Should().Be("Practitioner");

        _clinic.Dump("Appointments").Should().Be(before);
    }

    [Fact]
    public void Only_somebody_on_the_waiting_list_is_offered_a_time()
    {
        foreach (var status in ClinicTable.States.Where(s => s is not (AppointmentStatus.Waitlisted or AppointmentStatus.Held)))
        {
            var visit = new Visit(status);
            var before = visit.Dump();

            visit.Appointment.OfferAt(Visit.Doctor.PractitionerId!.Value, visit.Now.AddDays(1), 15, visit.By(Visit.Lena))!.Kind.Should().Be(RefusalKind.NotAllowed, status.ToString());

            visit.Dump().Should().Be(before);
        }
    }

    [Fact]
    public async Task Of_two_who_give_the_same_patient_a_time_at_once_one_is_told()
    {
        var waiting = await WaitingAsync();

        var both = await Task.WhenAll(
            Task.Run(() => OfferAsync(Home.Lena, waiting, _clinic.Now.AddDays(1))),
            Task.Run(() => OfferAsync(Home.Omar, waiting, _clinic.Now.AddDays(2))));

        both.Should().ContainSingle(o => o.Succeeded);
        both.Single(o => !o.Succeeded).Refusal.Should().BeOfType<AppointmentMoved>();
    }

    [Fact]
    public async Task Who_waits_longest_is_first_and_one_read_serves_everybody()
    {
        var first = await WaitingAsync();
        _clinic.Clock.Advance(TimeSpan.FromDays(40)); // the day that was asked for is long over
        var second = await WaitingAsync();

        var lena = await Lists.ListAsync(Home.Lena);
        var omar = await Lists.ListAsync(Home.Omar);

        lena.Rows.Select(r => r.Id).Should().Equal(first.Id, second.Id);
        omar.Should().BeSameAs(lena);
        (await Lists.ListAsync(Home.Patient)).Rows.Should().BeEmpty();
        (await Lists.ListAsync(_clinic.Other.Lena)).Rows.Should().BeEmpty();
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<BoardRow> WaitingAsync() =>
        await _clinic.ThenAsync((await _clinic.Booking.RequestAsync(Home.Patient, _clinic.Wish())).Value!, AppointmentStatus.Waitlisted);

    private Task<Outcome<BoardRow>> OfferAsync(Actor actor, BoardRow seen, DateTimeOffset start, int minutes = 20, Actor? doctor = null) =>
        _clinic.Get<WaitingListService>().OfferAsync(actor, seen.Command(), (doctor ?? Home.SecondDoctor).PractitionerId!.Value, start, minutes);
}
