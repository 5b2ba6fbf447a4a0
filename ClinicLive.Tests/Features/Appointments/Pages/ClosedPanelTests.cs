using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>Whom the clinic closed stands on the dashboard, and can be taken back there.</summary>
public sealed class ClosedPanelTests : PageTest
{
    [Fact]
    public async Task The_panel_is_there_only_when_somebody_was_closed_and_comes_by_itself()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Arrived);
        var page = await OpenAsync<ClosedPanel>(Home.Lena);
        page.FindAll(".closed").Should().BeEmpty();

        Clinic.Clock.AdvanceTo(new DateTimeOffset(2026, 6, 17, 22, 0, 0, TimeSpan.Zero));
        await Clinic.Get<EndOfDay>().SweepAsync();

        await SeesAsync(() => page.TextOf("#closed-title").Should().Be("Closed at the end of yesterday: 1"));
        page.TextOf($"[data-appointment-closed='{row.Id}']").Should().Contain("Paula Patient").And.Contain("still waiting since 10:00, now left unseen");
    }

    [Fact]
    public async Task Taking_back_asks_why_and_empties_the_panel()
    {
        var row = await Clinic.InAsync(AppointmentStatus.InConsultation);
        Clinic.Clock.AdvanceTo(new DateTimeOffset(2026, 6, 18, 6, 0, 0, TimeSpan.Zero));
        await Clinic.Get<EndOfDay>().SweepAsync();
        var screen = OpenScreen(Home.Lena);
        var dialogs = screen.Render<RadzenDialog>();
        var page = await OpenAsync<ClosedPanel>(screen);

        var press = page.InvokeAsync(() => page.Find(".closed .btn").ClickAsync());
        await SeesAsync(() => dialogs.FindAll("#why").Should().ContainSingle());
        await dialogs.InvokeAsync(() => dialogs.Find("#why").Input("She is still here"));
        await dialogs.InvokeAsync(() => dialogs.Find("form").Submit());
        await press;

        await SeesAsync(() => page.FindAll(".closed").Should().BeEmpty());
        (await Clinic.Boards.FindAsync(Home.Lena, row.Id))!.Status.Should().Be(AppointmentStatus.InConsultation);
        (await Clinic.Boards.HistoryAsync(Home.Lena, row.Id))[^1].Reason.Should().Be("She is still here");
    }

    [Fact]
    public async Task A_refusal_stands_beside_the_one_it_is_about()
    {
        await Clinic.InAsync(AppointmentStatus.InConsultation);
        Clinic.Clock.AdvanceTo(new DateTimeOffset(2026, 6, 18, 6, 0, 0, TimeSpan.Zero));
        await Clinic.Get<EndOfDay>().SweepAsync();
        await Clinic.InAsync(AppointmentStatus.InConsultation); // the same doctor has begun the next day
        var screen = OpenScreen(Home.Lena);
        var dialogs = screen.Render<RadzenDialog>();
        var page = await OpenAsync<ClosedPanel>(screen);

        var press = page.InvokeAsync(() => page.Find(".closed .btn").ClickAsync());
        await SeesAsync(() => dialogs.FindAll("#why").Should().ContainSingle());
        await dialogs.InvokeAsync(() => dialogs.Find("#why").Input("because"));
        await dialogs.InvokeAsync(() => dialogs.Find("form").Submit());
        await press;

        await SeesAsync(() => page.TextOf(".closed [role=alert]").Should().StartWith("The doctor has another consultation open"));
    }
}
