using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.WaitingList;

/// <summary>A freed time is offered to those who wait for it, one by one.</summary>
public sealed class WaitingListTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private WaitingListService Waiting => _clinic.Get<WaitingListService>();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task Who_waits_longest_is_offered_the_time_that_somebody_gives_back()
    {
        var (taken, first, second) = await TwoWaitForOneAsync();
        (await _clinic.OfferAsync()).Should().Be(0, "nothing is free");
        await _clinic.ThenAsync(taken, AppointmentStatus.Cancelled);

        (await _clinic.OfferAsync()).Should().Be(1);

        var offered = await _clinic.RowAsync(first);
        (offered.Status, offered.Start, offered.End, offered.PractitionerId).Should().Be(
            (AppointmentStatus.Held, _clinic.TenTomorrow(), _clinic.TenTomorrow().AddMinutes(30), Home.Doctor.PractitionerId!.Value));
        offered.HeldUntil.Should().Be(_clinic.Now + Appointment.HoldFor);
        (await _clinic.RowAsync(second)).Status.Should().Be(AppointmentStatus.Waitlisted);
        (await _clinic.NoticesOfAsync(Home.Patient))[0].Title.Should().Be("A time is free for you");
        (await _clinic.OfferAsync()).Should().Be(0, "a second run finds nothing to do");
    }

    [Fact]
    public async Task An_offer_that_ran_out_goes_to_the_next_and_nobody_is_offered_the_same_time_twice()
    {
        var (taken, first, second) = await TwoWaitForOneAsync();
        await _clinic.ThenAsync(taken, AppointmentStatus.Cancelled);
        await _clinic.OfferAsync();

        (await _clinic.LetOffersRunOutAsync()).Should().Be(1);
        (await _clinic.OfferAsync()).Should().Be(1);

        (await _clinic.RowAsync(first)).Status.Should().Be(AppointmentStatus.Waitlisted);
        (await _clinic.RowAsync(second)).Status.Should().Be(AppointmentStatus.Held);
        await _clinic.LetOffersRunOutAsync();
        (await _clinic.OfferAsync()).Should().Be(0, "both were asked");
        var newcomer = (await _clinic.Get<PatientService>().RegisterAsync(Home.Lena, "Third", null, null, Guid.NewGuid())).Value!.Id;
        var third = await _clinic.JoinAsync(_clinic.Wants(await _clinic.VisitTypeAsync("Talk"), newcomer));
        (await _clinic.OfferAsync()).Should().Be(1);
        (await _clinic.RowAsync(third)).Start.Should().Be(_clinic.TenTomorrow());
    }

    [Fact]
    public async Task Who_lets_it_go_stays_on_the_list_and_the_next_is_offered_it_and_takes_it()
    {
        var (taken, first, second) = await TwoWaitForOneAsync();
        await _clinic.ThenAsync(taken, AppointmentStatus.Cancelled);
        await _clinic.OfferAsync();

        (await _clinic.MoveAsync(Home.Patient, await _clinic.RowAsync(first), AppointmentStatus.Waitlisted)).Changed.Should().BeTrue();
        await _clinic.OfferAsync();
        var taking = await _clinic.MoveAsync(Home.SecondPatient, await _clinic.RowAsync(second), AppointmentStatus.Booked);

        taking.Value!.Status.Should().Be(AppointmentStatus.Booked);
        (await _clinic.RowAsync(first)).Status.Should().Be(AppointmentStatus.Waitlisted);
        (await _clinic.Get<WaitingListQueries>().ListAsync(Home.Lena)).Rows.Select(r => r.Id).Should().Equal(first);
    }

    [Fact]
    public async Task An_offer_that_ran_out_cannot_be_taken_any_more()
    {
        var id = await _clinic.JoinAsync(_clinic.Wants(await _clinic.VisitTypeAsync()));
        await _clinic.OfferAsync();
        var offered = await _clinic.RowAsync(id);
        _clinic.Clock.Advance(Appointment.HoldFor + TimeSpan.FromSeconds(1));

        (await _clinic.MoveAsync(Home.Patient, offered, AppointmentStatus.Booked)).Refusal!.Sentence.Should().StartWith("The reservation has run out");
    }

    [Fact]
    public async Task Somebody_who_waits_for_any_doctor_gets_the_first_free_time_of_all_within_his_days_and_times()
    {
        var type = await _clinic.VisitTypeAsync();
        await _clinic.BookAsync(_clinic.TenTomorrow(), minutes: 60, patient: Home.SecondPatient);
        var id = await _clinic.JoinAsync(_clinic.Wants(type) with { PractitionerId = null });

        await _clinic.OfferAsync();

        var offered = await _clinic.RowAsync(id);
        (offered.PractitionerId, offered.Start).Should().Be((Home.SecondDoctor.PractitionerId!.Value, _clinic.TenTomorrow()));
    }

    [Fact]
    public async Task A_time_that_comes_sooner_than_an_answer_or_at_which_the_patient_is_elsewhere_is_not_offered()
    {
        var today = Home.Policy.DayOf(_clinic.Now); // it is ten o'clock
        var type = await _clinic.VisitTypeAsync(minutes: 15);
        await _clinic.BookAsync(_clinic.Now.AddMinutes(30), Home.SecondDoctor); // 10:30 to 10:45, the same patient
        var id = await _clinic.JoinAsync(_clinic.Wants(type) with { From = today, To = today, ToTime = new(11, 15) });
        var start = new List<DateTimeOffset>();

        for (var i = 0; i < 3; i++)
        {
            await _clinic.OfferAsync();
            var row = await _clinic.RowAsync(id);
            if (row.Status != AppointmentStatus.Held) break;
            start.Add(Home.Policy.ToLocal(row.Start));
            await _clinic.MoveAsync(Home.Patient, row, AppointmentStatus.Waitlisted);
        }

        start.Select(s => s.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)).Should().Equal("10:15", "10:45", "11:00");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Several_runs_at_once_are_one(int times)
    {
        var type = await _clinic.VisitTypeAsync();
        var people = await _clinic.PatientsAsync(5);
        var wish = _clinic.Wants(type) with { ToTime = new TimeOnly(10, 0).AddMinutes(30 * times) };
        var ids = new List<Guid>();
        foreach (var person in people) ids.Add(await _clinic.JoinAsync(wish with { PatientId = person.PatientId!.Value, CommandId = Guid.NewGuid() }, person));

        var offered = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(_clinic.OfferAsync)));

        offered.Sum().Should().Be(times);
        var rows = new List<BoardRow>();
        foreach (var id in ids) rows.Add(await _clinic.RowAsync(id));
        rows.Take(times).Should().OnlyContain(r => r.Status == AppointmentStatus.Held, "they wait longest");
        rows.Skip(times).Should().OnlyContain(r => r.Status == AppointmentStatus.Waitlisted);
        rows.Take(times).Select(r => r.Start).Should().OnlyHaveUniqueItems();
        _clinic.Count("WaitingOffers").Should().Be(times);
    }

    [Fact]
    public async Task Of_fifty_who_take_one_freed_time_at_once_one_gets_it_and_the_others_are_told_why()
    {
        var type = await _clinic.VisitTypeAsync();
        var taken = await _clinic.BookAsync(_clinic.TenTomorrow(), minutes: 30);
        var people = await _clinic.PatientsAsync(50);
        await _clinic.JoinAsync(_clinic.Wants(type), Home.Lena);
        await _clinic.ThenAsync(taken, AppointmentStatus.Cancelled);

        var runs = Enumerable.Range(0, 2).Select(_ => Task.Run(_clinic.OfferAsync)).ToList();
        var outcomes = await Task.WhenAll(people.Select(p => Task.Run(() => _clinic.Booking.HoldAsync(
            p, new NewAppointment(p.PatientId!.Value, Home.Doctor.PractitionerId!.Value, _clinic.TenTomorrow(), 30, null, Guid.NewGuid(), type)))));
        var offered = (await Task.WhenAll(runs)).Sum();

        (outcomes.Count(o => o.Succeeded) + offered).Should().Be(1);
        outcomes.Where(o => !o.Succeeded).Should().OnlyContain(o => o.Refusal!.Kind == RefusalKind.SlotTaken && o.Refusal.Sentence.StartsWith("The doctor has another appointment"));
        _clinic.Count("Appointments", "\"HoldsSlot\"").Should().Be(1);
    }

    [Fact]
    public async Task Fifty_who_wait_all_claim_it_and_only_the_one_it_was_offered_to_gets_it()
    {
        var type = await _clinic.VisitTypeAsync();
        var people = await _clinic.PatientsAsync(50);
        var rows = new List<BoardRow>();
        foreach (var person in people)
        {
            var id = await _clinic.JoinAsync(_clinic.Wants(type, person.PatientId), person);
            rows.Add(await _clinic.RowAsync(id));
        }

        await _clinic.OfferAsync();
        rows[0] = await _clinic.RowAsync(rows[0].Id);
        var outcomes = await Task.WhenAll(people.Select((p, i) => Task.Run(() => _clinic.MoveAsync(p, rows[i], AppointmentStatus.Booked))));

        outcomes[0].Succeeded.Should().BeTrue();
        outcomes.Skip(1).Should().OnlyContain(o => o.Refusal!.Kind == RefusalKind.NotAllowed && o.Refusal.Sentence.Contains("\"on the waiting list\" and cannot become"));
        _clinic.Count("Appointments", "\"HoldsSlot\"").Should().Be(1);
    }

    [Fact]
    public async Task Changed_hours_free_a_time_too_and_the_list_rings_for_everything_that_concerns_it()
    {
        await using var listener = new Listener(_clinic.Bus, Topic.WaitingList(Home.Id));
        var schedule = _clinic.Get<ScheduleService>();
        await schedule.SetWeekAsync(Home.Admin, HoursOwner.Clinic(Home.Id), Scheduling.Hours.Daily("12-13"), 0, Guid.NewGuid());
        var id = await _clinic.JoinAsync(_clinic.Wants(await _clinic.VisitTypeAsync()));
        (await _clinic.OfferAsync()).Should().Be(0);

        await schedule.SetWeekAsync(Home.Admin, HoursOwner.Clinic(Home.Id), Scheduling.Hours.Daily("8-13"), 1, Guid.NewGuid());

        (await _clinic.OfferAsync()).Should().Be(1);
        await WaitFor.TrueAsync(() =>
        {
            _clinic.Clock.Advance(Mailbox.Floor); // the rest between two batches passes by this clock too
            return listener.Events.OfType<AppointmentChanged>().Any(e => e.AppointmentId == id && e.To == AppointmentStatus.Held);
        });
    }

    [Fact]
    public async Task An_offer_by_hand_is_receptions_and_not_twice_the_same()
    {
        var id = await _clinic.JoinAsync(_clinic.Wants(await _clinic.VisitTypeAsync()));
        var row = await _clinic.RowAsync(id);
        var slot = (await _clinic.Get<WaitingListQueries>().FittingAsync(Home.Lena, id)).Should().ContainSingle().Which;

        foreach (var other in new[] { Home.Admin, Home.Doctor, Home.Patient })
        {
            (await Waiting.OfferAsync(other, row.Command(), slot.PractitionerId, slot.Start)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        }

        (await Waiting.OfferAsync(_clinic.Other.Lena, row.Command(), slot.PractitionerId, slot.Start)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Waiting.OfferAsync(Home.Lena, row.Command(), slot.PractitionerId, slot.Start)).Changed.Should().BeTrue();
        (await Waiting.OfferAsync(Home.Omar, row.Command(), slot.PractitionerId, slot.Start)).Refusal!.Kind.Should().Be(RefusalKind.Moved);
        await _clinic.LetOffersRunOutAsync();
        (await Waiting.OfferAsync(Home.Lena, (await _clinic.RowAsync(id)).Command(), slot.PractitionerId, slot.Start)).Refusal!.Sentence.Should().StartWith("This time was offered before");
    }

    private async Task<(BoardRow Taken, Guid First, Guid Second)> TwoWaitForOneAsync()
    {
        var type = await _clinic.VisitTypeAsync();
        var somebody = (await _clinic.PatientsAsync(1))[0];
        var taken = await _clinic.BookAsync(_clinic.TenTomorrow(), patient: somebody, minutes: 30);
        var first = await _clinic.JoinAsync(_clinic.Wants(type), Home.Patient);
        var second = await _clinic.JoinAsync(_clinic.Wants(type, Home.SecondPatient.PatientId), Home.SecondPatient);
        return (taken, first, second);
    }
}
