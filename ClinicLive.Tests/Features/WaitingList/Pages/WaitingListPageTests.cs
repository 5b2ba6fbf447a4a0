using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Portal;
using ClinicLive.Web.Features.WaitingList;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.WaitingList.Pages;

/// <summary>The list at the desk, and the patient's own page of it.</summary>
public sealed class WaitingListPageTests : PageTest
{
    [Fact]
    public async Task An_empty_list_says_what_it_is_for()
    {
        var page = await OpenAsync<WaitingListPage>(Home.Lena);

        page.TextOf(".empty").Should().StartWith("Nobody waits for a time.");
        page.TextOf(".page-head .muted").Should().Be("0 people wait");
    }

    [Fact]
    public async Task Who_joins_is_offered_a_time_and_takes_it_is_seen_at_the_desk_at_once()
    {
        var page = await OpenAsync<WaitingListPage>(Home.Lena);

        var id = await Clinic.JoinAsync(Clinic.Wants(await Clinic.VisitTypeAsync()), Home.Patient);
        await SeesAsync(() => page.Card(id).TextContent.Should().Contain("Paula Patient").And.Contain("Check-up with Dr Berg").And.Contain("18 Jun – 18 Jun · any day · 10:00–10:30"));
        page.TextOf(".page-head .muted").Should().Be("1 person waits");

        await Clinic.OfferAsync();
        var until = (await Clinic.RowAsync(id)).HeldUntil!.Value.ToString("O");
        await SeesAsync(() => page.Card(id).QuerySelector("clinic-countdown")!.GetAttribute("until").Should().Be(until));
        page.Card(id).TextContent.Should().Contain("Thursday 18 June, 10:00 with Dr Berg");

        await Clinic.MoveAsync(Home.Patient, await Clinic.RowAsync(id), AppointmentStatus.Booked);
        await SeesAsync(() => page.FindAll("[data-appointment]").Should().BeEmpty());
    }

    [Fact]
    public async Task Reception_offers_a_time_by_hand()
    {
        var id = await Clinic.JoinAsync(Clinic.Wants(await Clinic.VisitTypeAsync()));
        var page = await OpenAsync<WaitingListPage>(Home.Lena);

        await page.PressOnCardAsync(id, "Offer a time");
        await SeesAsync(() => page.FindAll("[role=group] button").Should().ContainSingle());
        await PressAsync(page, "[role=group] button");

        await SeesAsync(() => page.StatusOf(id).Should().Be("Held"));
        page.ButtonsOf(id).Should().Equal("Remove");
    }

    [Fact]
    public async Task Whoever_is_removed_is_removed_with_a_reason()
    {
        var id = await Clinic.JoinAsync(Clinic.Wants(await Clinic.VisitTypeAsync()));
        var page = await OpenAsync<WaitingListPage>(Home.Lena);

        await page.PressOnCardAsync(id, "Remove");
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        await SeesAsync(() => page.TextOf(".conflict").Should().Be("Please say why."));
        await page.PressOnCardAsync(id, "Remove");
        await page.InvokeAsync(() => page.Find("form input").ChangeAsync("Well again"));
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        await SeesAsync(() => page.FindAll("[data-appointment]").Should().BeEmpty());
        (await Clinic.RowAsync(id)).EndReason.Should().Be("Well again");
    }

    [Fact]
    public async Task An_admin_sees_the_list_and_neither_adds_nor_offers()
    {
        var id = await Clinic.JoinAsync(Clinic.Wants(await Clinic.VisitTypeAsync()));

        var page = await OpenAsync<WaitingListPage>(Home.Admin);

        page.ButtonsOf(id).Should().Equal("Remove");
        page.FindAll(".page-head .btn").Should().BeEmpty();
    }

    [Fact]
    public async Task The_dialog_refuses_beside_the_field_and_keeps_what_was_typed()
    {
        var type = await Clinic.VisitTypeAsync();
        var screen = OpenScreen(Home.Lena);
        var dialogs = screen.Render<RadzenDialog>();
        var page = await OpenAsync<WaitingListPage>(screen);
        _ = PressAsync(page, ".page-head .btn.p");
        await SeesAsync(() => dialogs.FindAll("#wish-type option").Should().HaveCount(2));

        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());
        dialogs.TextOf("#picker-error").Should().Be("Please choose a patient, or register a new one.");
        await dialogs.InvokeAsync(() => dialogs.Find("#picker").InputAsync("Paula"));
        await SeesAsync(() => dialogs.FindAll("#picker-list li").Should().ContainSingle());
        await PressAsync(dialogs, "#picker-list li");
        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());
        await SeesAsync(() => dialogs.TextOf("#wish-type-error").Should().Be("Please choose a visit."));
        await dialogs.InvokeAsync(() => dialogs.Find("#wish-type").ChangeAsync(type.ToString()));
        await dialogs.InvokeAsync(() => dialogs.Find("#wish-to").ChangeAsync("2026-06-16"));
        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());
        await SeesAsync(() => dialogs.TextOf("#wish-to-error").Should().Be("The last day is before the first."));
        await dialogs.InvokeAsync(() => dialogs.Find("#wish-to").ChangeAsync("2026-06-30"));
        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());

        await SeesAsync(() => page.FindAll("[data-appointment]").Should().ContainSingle());
        await SeesAsync(() => dialogs.FindAll("form").Should().BeEmpty());
        await CalmAsync();
    }

    [Fact]
    public async Task A_patient_joins_sees_the_offer_and_takes_it()
    {
        var type = await Clinic.VisitTypeAsync();
        var page = await OpenAsync<OwnWaitingPage>(Home.Patient);
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        page.TextOf("#wish-type-error").Should().Be("Please choose a visit.");

        await page.InvokeAsync(() => page.Find("#wish-type").ChangeAsync(type.ToString()));
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        await SeesAsync(() => page.TextOf(".visit h2").Should().Be("You are on the waiting list"));
        await Clinic.OfferAsync();
        await SeesAsync(() => page.TextOf(".visit h2").Should().Be("A time is free for you"));
        page.FindAll(".visit clinic-countdown").Should().ContainSingle();
        await PressAsync(page, ".visit .btn.p");

        await SeesAsync(() => page.FindAll(".visit").Should().BeEmpty());
        page.TextOf(".waiting-done").Should().StartWith("Booked: Wednesday 17 June, 10:15 with Dr Berg.");
    }

    [Fact]
    public async Task A_patient_lets_it_go_and_leaves_the_list()
    {
        var id = await Clinic.JoinAsync(Clinic.Wants(await Clinic.VisitTypeAsync()));
        await Clinic.OfferAsync();
        var page = await OpenAsync<OwnWaitingPage>(Home.Patient);

        await page.PressOnCardAsync(id, "Let it go");
        await SeesAsync(() => page.ButtonsOf(id).Should().Equal("Leave the list"));
        await page.PressOnCardAsync(id, "Leave the list");

        await SeesAsync(() => page.FindAll(".visit").Should().BeEmpty());
        (await Clinic.RowAsync(id)).Status.Should().Be(AppointmentStatus.Cancelled);
    }

    [Fact]
    public async Task Home_says_that_one_is_on_the_list_without_a_time_that_is_none()
    {
        var id = await Clinic.JoinAsync(Clinic.Wants(await Clinic.VisitTypeAsync()));

        var page = await OpenAsync<PortalPage>(Home.Patient);

        page.Card(id).TextContent.Should().Contain("You are on the waiting list").And.NotContain("Dr Berg").And.NotContain("10:00");
        await Clinic.OfferAsync();
        await SeesAsync(() => page.Card(id).QuerySelector("clinic-countdown").Should().NotBeNull());
    }
}
