using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>What reception sees on the board of today.</summary>
public sealed class BoardShowsTests : PageTest
{
    [Fact]
    public async Task An_empty_day_says_what_each_lane_is_for_and_that_nobody_waits()
    {
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        board.FindAll("[data-appointment]").Should().BeEmpty();
        board.FindAll("[data-lane] .empty").Select(e => e.TextContent).Should().Equal(
            "Nobody is expected any more. Press n to book.",
            "The waiting room is empty.",
            "No doctor has a patient.",
            "Nobody has been seen yet.",
            "Nobody cancelled or stayed away.");
        board.TextOf("[data-count=booked]").Should().Be("0");
        board.TextOf("[data-count=mean-wait]").Should().Be("–");
        board.TextOf("[data-count=longest-wait]").Should().Be("–");
    }

    [Theory]
    [InlineData(AppointmentStatus.Booked, "Booked")]
    [InlineData(AppointmentStatus.Arrived, "Waiting")]
    [InlineData(AppointmentStatus.Ready, "Waiting")]
    [InlineData(AppointmentStatus.Paused, "Waiting")]
    [InlineData(AppointmentStatus.InConsultation, "InConsultation")]
    [InlineData(AppointmentStatus.Done, "Done")]
    [InlineData(AppointmentStatus.Cancelled, "NotSeen")]
    [InlineData(AppointmentStatus.NoShow, "NotSeen")]
    [InlineData(AppointmentStatus.LeftUnseen, "NotSeen")]
    public async Task A_card_stands_in_the_lane_of_its_state_and_names_both(AppointmentStatus status, string lane)
    {
        var row = await Clinic.InAsync(status);

        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        board.StatusOf(row.Id).Should().Be(status.ToString());
        board.LaneOf(row.Id).Should().Be(lane);
        board.Card(row.Id).TextContent.Should().Contain("Paula Patient").And.Contain("10:30").And.Contain("Dr Berg · Room 1 · 15 min · Cough");
    }

    [Fact]
    public async Task What_was_entered_in_error_is_shown_nowhere()
    {
        var row = await Clinic.InAsync(AppointmentStatus.EnteredInError);

        (await OpenAsync<FlowBoardPage>(Home.Lena)).Shows(row.Id).Should().BeFalse();
        (await OpenAsync<FlowBoardPage>(Home.Admin)).Shows(row.Id).Should().BeFalse();
    }

    [Fact]
    public async Task Another_clinic_or_another_day_is_not_on_the_board()
    {
        var tomorrow = await Clinic.BookAsync(Clinic.Now.AddDays(1));
        var elsewhere = (await Clinic.Booking.BookAsync(
            Clinic.Other.Lena, Clinic.Wish(doctor: Clinic.Other.Doctor, patient: Clinic.Other.Patient))).Value!;

        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        board.Shows(tomorrow.Id).Should().BeFalse();
        board.Shows(elsewhere.Id).Should().BeFalse();
        board.Markup.Should().NotContain("Clinic at the Lake");
    }

    [Fact]
    public async Task The_counters_count_the_lanes_and_follow_a_change()
    {
        var (first, _) = (await Clinic.BookAsync(), await Clinic.BookAsync(Clinic.Now.AddHours(1)));
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        board.TextOf("[data-count=booked]").Should().Be("2");
        board.TextOf("[data-count=waiting]").Should().Be("0");

        first = await Clinic.CheckInAsync(first);
        await SeesAsync(() => board.TextOf("[data-count=waiting]").Should().Be("1"));
        board.TextOf("[data-count=booked]").Should().Be("1");
        board.Find("[data-count=longest-wait] clinic-elapsed").GetAttribute("since").Should().Be(first.ArrivedAt!.Value.ToString("O"));

        Clinic.Clock.Advance(TimeSpan.FromMinutes(12));
        await Clinic.ThenAsync(first, AppointmentStatus.InConsultation);
        await SeesAsync(() => board.TextOf("[data-count=in-consultation]").Should().Be("1"));
        board.TextOf("[data-count=mean-wait]").Should().Be("12 min");
        board.TextOf("[data-count=longest-wait]").Should().Be("–");
    }

    [Fact]
    public async Task Doctors_carry_their_presence_and_it_follows_what_they_do()
    {
        var row = await Clinic.CheckInAsync(await Clinic.BookAsync());
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        Presence().Should().Be("offline");
        board.FindAll("[data-practitioner]").Should().HaveCount(2);

        await Clinic.Get<PresenceService>().ConnectAsync(new LiveConnection("tab", Home.Doctor.UserId, Guid.NewGuid(), Home.Id));
        await BecomesAsync("not-available");

        await SayAsync(Availability.Available);
        await BecomesAsync("available");

        await SayAsync(Availability.OnBreak, 20);
        await BecomesAsync("on-break");
        Doctor().TextContent.Should().Contain("Break until 10:20");

        await Clinic.ThenAsync(row, AppointmentStatus.InConsultation);
        await BecomesAsync("in-consultation");

        await Clinic.Get<PresenceService>().EndSessionAsync(Guid.NewGuid(), Home.Doctor.UserId, Home.Id);
        await Clinic.Get<PresenceService>().DisconnectAsync("tab");
        Clinic.Clock.Advance(PresenceLease.Grace + TimeSpan.FromSeconds(1));
        await Clinic.Get<PresenceService>().SweepAsync();
        await BecomesAsync("offline");

        AngleSharp.Dom.IElement Doctor() => board.Find($"[data-practitioner='{Home.Doctor.PractitionerId}']");

        string? Presence() => Doctor().GetAttribute("data-presence");

        Task SayAsync(Availability availability, int? minutes = null) =>
            Clinic.Get<PractitionerService>().SayAvailabilityAsync(Home.Doctor, availability, minutes);

        Task BecomesAsync(string presence) => SeesAsync(() => Presence().Should().Be(presence));
    }

    [Fact]
    public async Task At_midnight_of_the_clinic_the_board_turns_to_the_new_day_by_itself()
    {
        var today = await Clinic.BookAsync();
        var tomorrow = await Clinic.BookAsync(Clinic.Now.AddDays(1));
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        board.TextOf("h1").Should().Be("Wednesday 17 June");

        Clinic.Clock.AdvanceTo(new DateTimeOffset(2026, 6, 17, 22, 0, 0, TimeSpan.Zero));
        Clinic.Bus.Publish(new Domain.Features.Organizations.ClinicDayBegan(Home.Id, new DateOnly(2026, 6, 18)));

        await SeesAsync(() => board.TextOf("h1").Should().Be("Thursday 18 June"));
        board.Shows(today.Id).Should().BeFalse();
        board.Shows(tomorrow.Id).Should().BeTrue();
        await Clinic.MoveAsync(Home.Omar, tomorrow, AppointmentStatus.Arrived);
        await SeesAsync(() => board.LaneOf(tomorrow.Id).Should().Be("Waiting", "the new day is listened to"));
    }
}
