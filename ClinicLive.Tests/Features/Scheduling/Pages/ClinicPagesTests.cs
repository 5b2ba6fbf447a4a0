using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Scheduling;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Scheduling.Pages;

/// <summary>Kinds of visits, rooms and settings as their admin sees them.</summary>
public sealed class ClinicPagesTests : PageTest
{
    [Fact]
    public async Task A_kind_of_visit_is_added_changed_retired_and_brought_back()
    {
        var page = await OpenAsync<VisitTypesPage>(Home.Admin);
        page.TextOf(".empty").Should().StartWith("There are none yet.");
        await PressAsync(page, ".form-end .btn.p");
        await PressAsync(page, "form .btn.p");
        page.TextOf("#visit-name-error").Should().Be("Please type a name.");
        await TypeAsync(page, "#visit-name", "Talk");
        await TypeAsync(page, "#visit-minutes", "3");
        await PressAsync(page, "form .btn.p");
        page.TextOf("#visit-minutes-error").Should().Contain("5 to 480");
        await TypeAsync(page, "#visit-minutes", "20");
        await page.InvokeAsync(() => page.Find(".visit-doctors input").ChangeAsync(new() { Value = true }));

        await PressAsync(page, "form .btn.p");

        await SeesAsync(() => page.TextOf("[data-visit] > span").Should().Contain("Talk").And.Contain("20 min").And.Contain("Dr Berg").And.NotContain("Cole"));
        page.FindAll("form").Should().BeEmpty();
        await PressAsync(page, "[data-visit] .btn");
        await TypeAsync(page, "#visit-name", "Long talk");
        await PressAsync(page, "form .btn.p");
        await SeesAsync(() => page.TextOf("[data-visit] b").Should().Be("Long talk"));
        await PressAsync(page, "[data-visit] .btn:last-of-type");
        await SeesAsync(() => page.Find("[data-visit]").GetAttribute("data-retired").Should().Be("true"));
        await PressAsync(page, ".undo");
        await SeesAsync(() => page.Find("[data-visit]").GetAttribute("data-retired").Should().Be("false"));
    }

    [Fact]
    public async Task A_kind_of_visit_that_somebody_else_changed_meanwhile_is_not_overwritten()
    {
        var types = Clinic.Get<VisitTypeService>();
        var id = (await types.AddAsync(Home.Admin, new VisitTypeWish("Talk", 20, 0, false, []), Guid.NewGuid())).Value;
        var page = await OpenAsync<VisitTypesPage>(Home.SecondAdmin);
        await PressAsync(page, "[data-visit] .btn");
        await types.ChangeAsync(Home.Admin, id, new VisitTypeWish("Talk", 25, 0, false, []), 1, Guid.NewGuid());
        await SeesAsync(() => page.TextOf("[data-visit] > span").Should().Contain("25 min"));

        await TypeAsync(page, "#visit-minutes", "30");
        await PressAsync(page, "form .btn.p");

        page.TextOf("form .conflict").Should().StartWith("Ines Admin changed this just now.");
        (await Clinic.Get<VisitTypeQueries>().ListAsync(Home.Admin)).Single().Minutes.Should().Be(25);
    }

    [Fact]
    public async Task A_room_is_added_renamed_and_retired_but_not_one_that_a_doctor_uses()
    {
        var page = await OpenAsync<RoomsPage>(Home.Admin);
        await TypeAsync(page, "#room-name", "room 1");
        await PressAsync(page, "form .btn.p");
        page.TextOf("#room-name-error").Should().Be("There is a room of this name already.");
        await TypeAsync(page, "#room-name", "Attic");
        await PressAsync(page, "form .btn.p");
        await SeesAsync(() => page.FindAll("[data-room] b").Select(b => b.TextContent).Should().Equal("Attic", "Room 1"));

        await PressAsync(page, "[data-room] [aria-label='Rename Attic']");
        await TypeAsync(page, "[aria-label='New name of Attic']", "Roof");
        await PressAsync(page, ".rows-edit .btn.p");
        await SeesAsync(() => page.FindAll("[data-room] b").Select(b => b.TextContent).Should().Equal("Roof", "Room 1").And.NotContain("Attic"));
        await PressAsync(page, "[aria-label='Retire Roof']");
        await SeesAsync(() => page.FindAll("[data-retired=true]").Should().ContainSingle());
        await PressAsync(page, $"[data-room='{Home.RoomId}'] [aria-label='Retire Room 1']");
        await SeesAsync(() => page.TextOf($"[data-room='{Home.RoomId}'] .conflict").Should().Be("Room 1 is the room of Dr Berg, so it is still in use."));
    }

    [Fact]
    public async Task Settings_that_are_not_saved_are_not_left_without_a_question()
    {
        var screen = OpenScreen(Home.Admin);
        var page = await OpenAsync<ClinicSettingsPage>(screen);
        var address = screen.Services.GetRequiredService<NavigationManager>();
        await TypeAsync(page, "#clinic-name", "Other name");

        await page.InvokeAsync(() => address.NavigateTo("admin/clinic/hours"));
        await SeesAsync(() => page.TextOf("form .conflict").Should().StartWith("What you changed is not saved."));
        address.Uri.Should().NotEndWith("hours");
        await PressAsync(page, "form .conflict .link:last-of-type");
        page.FindAll("form .conflict").Should().BeEmpty();
        page.Find("#clinic-name").GetAttribute("value").Should().Be("Other name");

        await page.InvokeAsync(() => address.NavigateTo("admin/clinic/hours"));
        await SeesAsync(() => page.FindAll("form .conflict").Should().ContainSingle());
        await PressAsync(page, "form .conflict .link");
        await SeesAsync(() => address.Uri.Should().EndWith("admin/clinic/hours"));
    }

    [Fact]
    public async Task Settings_that_cannot_be_are_refused_beside_their_field_and_those_that_can_are_saved_and_taken_back()
    {
        var page = await OpenAsync<ClinicSettingsPage>(Home.Admin);
        page.Find("#clinic-zone").GetAttribute("value").Should().Be("Europe/Berlin");
        await TypeAsync(page, "#clinic-zone", "Europe/Atlantis");
        await PressAsync(page, ".btn.p");
        page.TextOf("#clinic-zone-error").Should().Be("This time zone is not known. Please type one like Europe/London.");
        await TypeAsync(page, "#clinic-zone", "Asia/Tokyo");
        await TypeAsync(page, "#clinic-red", "10");
        await PressAsync(page, ".btn.p");
        page.TextOf("#clinic-red-error").Should().Be("Red must come later than amber.");
        await TypeAsync(page, "#clinic-red", "30");

        await PressAsync(page, ".btn.p");

        await SeesAsync(() => page.TextOf(".form-end [role=status]").Should().StartWith("Saved."));
        var policy = await Clinic.Get<OrganizationQueries>().PolicyAsync(Home.Id);
        (policy.Zone.Id, policy.WaitRed).Should().Be(("Asia/Tokyo", TimeSpan.FromMinutes(30)));
        await PressAsync(page, ".undo");
        await SeesAsync(() => page.Find("#clinic-zone").GetAttribute("value").Should().Be("Europe/Berlin"));
    }

    [Fact]
    public async Task The_rules_of_the_day_are_typed_refused_beside_their_field_saved_and_taken_back()
    {
        var page = await OpenAsync<ClinicSettingsPage>(Home.Admin);
        page.Find("#clinic-no-show").GetAttribute("value").Should().Be("45");
        page.Find("#clinic-closes").GetAttribute("value").Should().BeNullOrEmpty();
        await TypeAsync(page, "#clinic-checkin", "721");
        await PressAsync(page, ".btn.p");
        page.TextOf("#clinic-checkin-error").Should().Be("Please type 0 to 720 minutes.");
        page.Find("#clinic-checkin").GetAttribute("aria-invalid").Should().Be("true");
        await TypeAsync(page, "#clinic-checkin", "90");
        await TypeAsync(page, "#clinic-grace", "20");
        await TypeAsync(page, "#clinic-no-show", "10");
        await PressAsync(page, ".btn.p");
        page.TextOf("#clinic-no-show-error").Should().StartWith("Nobody is a no-show while he may still check in");
        await TypeAsync(page, "#clinic-no-show", "30");
        await TypeAsync(page, "#clinic-closes", "20:30:00"); // as a browser sends it

        await PressAsync(page, ".btn.p");

        await SeesAsync(() => page.TextOf(".form-end [role=status]").Should().StartWith("Saved."));
        var policy = await Clinic.Get<OrganizationQueries>().PolicyAsync(Home.Id);
        (policy.CheckInOpens.TotalMinutes, policy.CheckInGrace.TotalMinutes, policy.NoShowGrace!.Value.TotalMinutes, policy.DayClosesAt).Should().Be((90, 20, 30, new TimeOnly(20, 30)));
        await PressAsync(page, ".undo");
        await SeesAsync(() => page.Find("#clinic-no-show").GetAttribute("value").Should().Be("45"));
        (await Clinic.Get<OrganizationQueries>().PolicyAsync(Home.Id)).DayClosesAt.Should().BeNull();
    }

    private static Task TypeAsync(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page, string selector, string value) =>
        page.InvokeAsync(() => page.Find(selector).ChangeAsync(new() { Value = value }));
}
