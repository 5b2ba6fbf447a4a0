using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Portal;

namespace ClinicLive.Tests.Features.Portal.Pages;

/// <summary>A patient books and moves alone.</summary>
public sealed class BookPageTests : PageTest
{
    private DateTimeOffset Ten => Home.Policy.At(Home.Policy.DayOf(Clinic.Now).AddDays(2), new TimeOnly(10, 0));

    public override async Task InitializeAsync() =>
        await Clinic.Get<VisitTypeService>().AddAsync(Home.Admin, new VisitTypeWish("Consultation", 15, 0, true, []), Guid.NewGuid());

    [Fact]
    public async Task A_time_is_reserved_with_a_countdown_and_then_taken()
    {
        var page = await OpenAsync<BookPage>(Home.Patient);
        await ChooseAsync(page, Ten);
        await SeesAsync(() => page.Find("[data-status=Held]").TextContent.Should().Contain("Reserved for"));
        page.FindAll("clinic-countdown").Should().ContainSingle();

        await PressWordsAsync(page, "Confirm");

        await SeesAsync(() => page.Find("[data-status=Booked]").TextContent.Should().Contain("10:00"));
        page.Find("details.check-in-code[open] svg.qr").GetAttribute("aria-label").Should().Be("QR code to check in for this appointment");
        page.Find("details.check-in-code").TextContent.Should().Contain("From 9:00 on");
        page.Find("details.check-in-code a").GetAttribute("href").Should().Be($"portal/check-in?a={page.Find("[data-appointment]").GetAttribute("data-appointment")}");
        page.Find("a[download]").GetAttribute("href").Should().EndWith("/calendar.ics");
        (await Clinic.Boards.OwnAsync(Home.Patient)).Ahead.Should().ContainSingle().Which.Start.Should().Be(Ten);
    }

    [Fact]
    public async Task A_time_that_somebody_else_takes_goes_from_the_list_at_once()
    {
        var page = await OpenAsync<BookPage>(Home.Patient);
        await ChooseDayAsync(page, Ten);
        await ChooseDoctorAsync(page, Home.Doctor.PractitionerId!.Value);
        page.FindAll($"[data-slot='{Ten:O}']").Should().ContainSingle();

        await Clinic.BookAsync(Ten, patient: Home.SecondPatient);

        await SeesAsync(() => page.FindAll($"[data-slot='{Ten:O}']").Should().BeEmpty());
    }

    [Fact]
    public async Task A_reservation_that_runs_out_is_told_and_the_times_are_there_again()
    {
        var page = await OpenAsync<BookPage>(Home.Patient);
        await ChooseAsync(page, Ten);
        await SeesAsync(() => page.FindAll("[data-status=Held]").Should().ContainSingle());

        Clinic.Clock.Advance(Appointment.HoldFor + TimeSpan.FromSeconds(1));
        await Clinic.Get<ExpiredHolds>().ReleaseAsync();

        await SeesAsync(() => page.Find("[role=alert]").TextContent.Should().Contain("The reservation has ended"));
        page.FindAll("[data-slot]").Should().NotBeEmpty();
    }

    [Fact]
    public async Task Another_time_lets_the_reserved_one_go()
    {
        var page = await OpenAsync<BookPage>(Home.Patient);
        await ChooseAsync(page, Ten);
        await SeesAsync(() => page.FindAll("[data-status=Held]").Should().ContainSingle());

        await PressWordsAsync(page, "Choose another time");

        await SeesAsync(() => page.FindAll("[data-slot]").Should().NotBeEmpty());
        Clinic.Count("Appointments", "\"Status\" = 'Held'").Should().Be(0);
    }

    [Fact]
    public async Task An_appointment_is_moved_to_a_free_time()
    {
        var row = await Clinic.BookAsync(Ten.AddDays(1));
        var page = await OpenAsync<BookPage>(Home.Patient, (nameof(BookPage.Id), row.Id));

        await ChooseAsync(page, Ten);
        page.TextOf("[data-move] h2").Should().Be("Move your visit from Saturday 20 June, 10:00 to Friday 19 June, 10:00?");
        page.Find("[data-move]").TextContent.Should().NotContain(FlowWords.Soon);
        await PressWordsAsync(page, "Keep it as it is");
        (await Clinic.Boards.FindAsync(Home.Patient, row.Id))!.Start.Should().Be(row.Start, "one tap moves nothing");
        await ChooseAsync(page, Ten);
        await PressWordsAsync(page, "Move");

        await SeesAsync(() => page.TextOf("[role=status]:not([data-state])").Should().Be("Moved from Saturday 20 June, 10:00 to Friday 19 June, 10:00."));
        page.Find("[data-status=Booked]").TextContent.Should().Contain("10:00");
        (await Clinic.Boards.FindAsync(Home.Patient, row.Id))!.Start.Should().Be(Ten);

        await page.InvokeAsync(() => page.Find($"a[href='portal/book/{row.Id}']").ClickAsync());
        await SeesAsync(() => page.FindAll("[data-slot]").Should().NotBeEmpty("the address is the same, the times are there again"));
        page.FindAll("[data-status=Booked]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_time_that_somebody_took_before_the_move_is_refused_and_said()
    {
        var row = await Clinic.BookAsync(Ten.AddDays(1));
        var page = await OpenAsync<BookPage>(Home.Patient, (nameof(BookPage.Id), row.Id));
        await ChooseAsync(page, Ten);
        await Clinic.BookAsync(Ten, patient: Home.SecondPatient);

        await PressWordsAsync(page, "Move");

        await SeesAsync(() => page.TextOf("[role=alert]").Should().NotBeEmpty());
        page.FindAll("[data-slot]").Should().NotBeEmpty();
        (await Clinic.Boards.FindAsync(Home.Patient, row.Id))!.Start.Should().Be(row.Start);
    }

    [Fact]
    public async Task From_the_confirmation_to_another_time_the_free_times_are_there()
    {
        var page = await OpenAsync<BookPage>(Home.Patient);
        await ChooseAsync(page, Ten);
        await SeesAsync(() => page.FindAll("[data-status=Held]").Should().ContainSingle());
        page.Find("[data-status=Held]").TextContent.Should().NotContain(FlowWords.Soon);
        await PressWordsAsync(page, "Confirm");
        await SeesAsync(() => page.FindAll("[data-status=Booked]").Should().ContainSingle());
        var id = Guid.Parse(page.Find("[data-appointment]").GetAttribute("data-appointment")!);

        page.Render(p => p.Add(x => x.Id, id));

        await SeesAsync(() => page.FindAll("[data-slot]").Should().NotBeEmpty());
        page.FindAll("[data-appointment]").Should().BeEmpty();
        page.Markup.Should().Contain("now Friday 19 June, 10:00");
    }

    [Fact]
    public async Task What_cannot_be_changed_afterwards_is_said_before_it_is_taken()
    {
        var row = await Clinic.BookAsync(Ten.AddDays(1));
        var moving = await OpenAsync<BookPage>(Home.Patient, (nameof(BookPage.Id), row.Id));
        await PressAsync(moving, "[data-slot]");
        moving.Find("[data-move]").TextContent.Should().Contain(FlowWords.Soon);

        var booking = await OpenAsync<BookPage>(Home.Patient);
        await PressAsync(booking, "[data-slot]");
        await SeesAsync(() => booking.Find("[data-status=Held]").TextContent.Should().Contain(FlowWords.Soon));
    }

    [Fact]
    public async Task Somebody_elses_appointment_cannot_be_moved_here()
    {
        var row = await Clinic.BookAsync(Ten, patient: Home.SecondPatient);

        var page = await OpenAsync<BookPage>(Home.Patient, (nameof(BookPage.Id), row.Id));

        page.Find(".empty").TextContent.Should().Contain("cannot be moved here");
    }

    [Fact]
    public async Task On_the_portal_a_visit_is_confirmed_and_cancelled_with_a_reason()
    {
        var row = await Clinic.BookAsync(Ten);
        var page = await OpenAsync<PortalPage>(Home.Patient);

        await PressWordsAsync(page, "I will come");
        await SeesAsync(() => page.FindAll("button").Should().NotContain(b => b.TextContent == "I will come"));
        await PressWordsAsync(page, "Cancel…");
        await page.InvokeAsync(() => page.Find(".visit form").SubmitAsync());
        page.Find(".visit .field-error").TextContent.Should().Contain("say why");
        await page.InvokeAsync(() => page.Find(".visit textarea").InputAsync(new() { Value = "I am away" }));
        await page.InvokeAsync(() => page.Find(".visit form").SubmitAsync());

        await SeesAsync(() => page.StatusOf(row.Id).Should().Be("Cancelled"));
        (await Clinic.Boards.FindAsync(Home.Lena, row.Id))!.EndReason.Should().Be("I am away");
    }

    [Fact]
    public async Task After_the_cut_off_the_portal_says_whom_to_call()
    {
        var row = await Clinic.BookAsync();
        var page = await OpenAsync<PortalPage>(Home.Patient);

        page.Card(row.Id).TextContent.Should().Contain("please call the clinic");
        page.ButtonsOf(row.Id).Should().NotContain("Cancel…");
    }

    private async Task ChooseAsync(IRenderedComponent<BookPage> page, DateTimeOffset start)
    {
        await ChooseDayAsync(page, start);
        await page.InvokeAsync(() => page.Find($"[data-slot='{start:O}']").ClickAsync());
    }

    private Task ChooseDayAsync(IRenderedComponent<BookPage> page, DateTimeOffset start)
    {
        var day = Home.Policy.ToLocal(start).ToString("ddd d MMM", System.Globalization.CultureInfo.InvariantCulture);
        return page.InvokeAsync(() => page.FindAll(".days button").Single(b => b.TextContent.StartsWith(day, StringComparison.Ordinal)).ClickAsync());
    }

    private static Task ChooseDoctorAsync(IRenderedComponent<BookPage> page, Guid doctor) =>
        page.InvokeAsync(() => page.Find("#visit-doctor").ChangeAsync(new() { Value = doctor.ToString() }));

    private static Task PressWordsAsync(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page, string words) =>
        page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent.Trim() == words).ClickAsync());
}
