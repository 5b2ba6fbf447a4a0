using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Practitioners;
using Microsoft.AspNetCore.Components;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>Lines, rooms, late doctors and several rows at once, on the board of reception.</summary>
public sealed class QueueOnTheBoardTests : PageTest
{
    [Fact]
    public async Task Reception_calls_the_next_of_a_doctor_and_a_slower_desk_learns_whom()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Arrived);
        await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddHours(1), patient: Home.SecondPatient));
        var (lena, omar) = (await OpenAsync<FlowBoardPage>(Home.Lena), await OpenAsync<FlowBoardPage>(Home.Omar));
        lena.TextOf(Of(row)).Should().Contain("2 waiting");

        await PressAsync(lena, $"{Of(row)} [data-call-next]");
        await SeesAsync(() => omar.Card(row.Id).TextContent.Should().Contain("called"));
        await PressAsync(omar, $"{Of(row)} [data-call-next]");

        await SeesAsync(() => omar.TextOf($"{Of(row)} .conflict").Should().StartWith("Paula Patient was called a moment ago."));
        lena.FindAll($"{Of(row)} .conflict").Should().BeEmpty();
        Clinic.Count("ActivityLog", "\"Kind\" = 'PatientCalled'").Should().Be(1);
    }

    [Fact]
    public async Task An_admin_sees_the_lines_and_calls_nobody()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Arrived);
        var board = await OpenAsync<FlowBoardPage>(Home.Admin);

        board.TextOf(Of(row)).Should().Contain("1 waiting");
        board.FindAll("[data-call-next]").Should().BeEmpty();
        board.FindAll("button").Should().NotContain(b => b.TextContent == "Select several");
    }

    [Fact]
    public async Task The_menu_says_where_and_why_a_patient_stands_there_and_offers_urgent_doctor_and_room()
    {
        var row = await Clinic.InAsync(AppointmentStatus.Arrived);
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);

        await board.OpenMenuAsync(row.Id);

        board.Card(row.Id).QuerySelector(".menu .why")!.TextContent.Should().Be("on time, 10:30");
        Waits.Read(board.Find(".menu clinic-wait").GetAttribute("line")!).Before.Should().Be(0);
        board.MenuOf(row.Id).Should().Contain(["Urgent…", "To another doctor…", "Another room…"]);
    }

    [Fact]
    public async Task Rooms_show_who_is_inside_and_two_in_one_room_are_a_warning()
    {
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        board.Find("[data-room='Room 1']").GetAttribute("data-occupancy").Should().Be("free");

        await Clinic.ThenAsync(await Clinic.InAsync(AppointmentStatus.Arrived), AppointmentStatus.InConsultation);
        await SeesAsync(() => board.Find("[data-room='Room 1']").GetAttribute("data-occupancy").Should().Be("taken"));
        board.TextOf("[data-room='Room 1']").Should().Contain("Paula Patient").And.Contain("Dr Berg");

        Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        await Clinic.ThenAsync(await Clinic.CheckInAsync(await Clinic.BookAsync(doctor: Home.SecondDoctor, patient: Home.SecondPatient)), AppointmentStatus.InConsultation);
        await SeesAsync(() => board.TextOf("[data-room='Room 1'] [role=alert]").Should().Be("2 consultations in one room"));
    }

    [Fact]
    public async Task Several_are_checked_in_at_once_told_apart_and_taken_back()
    {
        var rows = new List<BoardRow>();
        for (var i = 1; i <= 4; i++) rows.Add(await Clinic.BookAsync(Clinic.Now.AddMinutes(20 * i)));
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        await ClickAsync(board, "Select several");
        foreach (var row in rows) await board.InvokeAsync(() => board.Find($"[data-row='{row.Id}'] input").ChangeAsync(new ChangeEventArgs { Value = true }));
        board.TextOf(".bulk-bar b").Should().Be("4 chosen");
        await Clinic.MoveAsync(Home.Omar, rows[2], AppointmentStatus.Cancelled, "called off");

        await ClickAsync(board, "Check in");

        await SeesAsync(() => board.TextOf(".bulk-result p").Should().StartWith("3 of 4 checked in. 1 refused:"));
        board.TextOf(".bulk-result li").Should().StartWith("Paula Patient: Moved").And.Contain("by Omar Desk from Booked to Cancelled");
        Clinic.Count("Appointments", "\"Status\" = 'Arrived'").Should().Be(3);

        await ClickAsync(board, "Undo all");
        await SeesAsync(() => board.TextOf(".bulk-result p").Should().Be("3 of 3 taken back."));
        Clinic.Count("Appointments", "\"Status\" = 'Booked'").Should().Be(3);

        await ClickAsync(board, "Done");
        board.FindAll(".bulk").Should().BeEmpty();
        board.FindAll("[data-lane]").Should().HaveCount(5);
    }

    [Fact]
    public async Task Cancelling_several_asks_why_once()
    {
        await Clinic.BookAsync();
        await Clinic.BookAsync(Clinic.Now.AddHours(1));
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        await ClickAsync(board, "Select several");
        await board.InvokeAsync(() => board.Find("input[aria-label='Choose all']").ChangeAsync(new ChangeEventArgs { Value = true }));

        await board.InvokeAsync(() => board.Find(".bulk-bar form").SubmitAsync());
        board.TextOf("#bulk-why-error").Should().StartWith("Please say why");
        Clinic.Count("Appointments", "\"Status\" = 'Cancelled'").Should().Be(0);

        await board.InvokeAsync(() => board.Find(".bulk-bar form input").InputAsync(new ChangeEventArgs { Value = "The doctor is ill" }));
        await board.InvokeAsync(() => board.Find(".bulk-bar form").SubmitAsync());
        await SeesAsync(() => board.TextOf(".bulk-result p").Should().StartWith("2 of 2 cancelled."));
        Clinic.Count("ActivityLog", "\"Reason\" = 'The doctor is ill'").Should().Be(2);
    }

    [Fact]
    public async Task All_whom_a_late_doctor_keeps_waiting_are_told_with_one_message()
    {
        await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddMinutes(5)));
        await Clinic.BookAsync(Clinic.Now.AddMinutes(20), patient: Home.SecondPatient);
        Clinic.Clock.Advance(TimeSpan.FromMinutes(23));
        var screen = OpenScreen(Home.Lena);
        var dialogs = screen.Render<RadzenDialog>();
        var board = await OpenAsync<FlowBoardPage>(screen);

        _ = board.InvokeAsync(() => board.FindAll(".late-tell")[0].ClickAsync());

        await SeesAsync(() => dialogs.TextOf(".late p").Should().Be("Dr Ada Berg runs 18 min late. 2 of 2 have an account and can be told here."));
        dialogs.Find("#late-text").GetAttribute("value").Should().Contain("about 20 minutes late");
        await dialogs.InvokeAsync(() => dialogs.Find("#late-text").InputAsync(new ChangeEventArgs { Value = "A quarter of an hour later, please." }));
        dialogs.TextOf(".preview p").Should().Be("A quarter of an hour later, please.");
        await dialogs.InvokeAsync(() => dialogs.Find(".late").SubmitAsync());

        await SeesAsync(() => dialogs.TextOf(".late [role=status]").Should().Be("2 patients were told."));
        Clinic.Count("Notifications", "\"Text\" = 'A quarter of an hour later, please.'").Should().Be(2);
    }

    [Fact]
    public async Task Whoever_cannot_be_told_by_message_is_told_in_person_or_called()
    {
        await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddMinutes(5)));
        await Clinic.BookAsync(Clinic.Now.AddMinutes(20), patient: Home.SecondPatient);
        Clinic.Execute("UPDATE \"Patients\" SET \"AccountId\" = NULL");
        Clinic.Clock.Advance(TimeSpan.FromMinutes(23));
        var screen = OpenScreen(Home.Lena);
        var dialogs = screen.Render<RadzenDialog>();
        var board = await OpenAsync<FlowBoardPage>(screen);

        _ = board.InvokeAsync(() => board.FindAll(".late-tell")[0].ClickAsync());

        await SeesAsync(() => dialogs.FindAll(".late-list .chip").Select(c => c.TextContent).Should().Equal("is here: please tell in person", "by phone: 030 123"));
        dialogs.FindAll("#late-text, .late .preview").Should().BeEmpty("nobody reads it");
        dialogs.FindAll(".late button").Select(b => b.TextContent).Should().Equal("Close");
    }

    [Fact]
    public async Task A_late_doctor_sees_it_himself_with_those_affected()
    {
        await Clinic.CheckInAsync(await Clinic.BookAsync(Clinic.Now.AddMinutes(5)));
        var page = await OpenAsync<DoctorPage>(Home.Doctor);

        page.Find(".late-line clinic-late").GetAttribute("line").Should().MatchRegex(@"^\|\|\d+/16/1$");
        page.Find(".late-line clinic-late").GetAttribute("who").Should().Be("Dr Ada Berg");
        page.FindAll("[data-room]").Should().ContainSingle();
    }

    private static string Of(BoardRow row) => $"[data-practitioner='{row.PractitionerId}']";

    private static Task ClickAsync(IRenderedComponent<IComponent> page, string words) => page.InvokeAsync(() => page.FindAll("button").First(b => b.TextContent.Trim() == words).ClickAsync());
}
