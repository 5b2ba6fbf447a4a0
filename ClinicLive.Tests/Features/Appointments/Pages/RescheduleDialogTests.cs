using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>Another time for a booked appointment.</summary>
public sealed class RescheduleDialogTests : PageTest
{
    private BoardRow _row = null!;
    private IRenderedComponent<RadzenDialog> _dialogs = null!;
    private IRenderedComponent<FlowBoardPage> _board = null!;

    public override async Task InitializeAsync()
    {
        _row = await Clinic.BookAsync();
        var screen = OpenScreen(Home.Lena);
        _dialogs = screen.Render<RadzenDialog>();
        _board = await OpenAsync<FlowBoardPage>(screen);
        await _board.OpenMenuAsync(_row.Id);
        _ = _board.PressOnCardAsync(_row.Id, "Change the time…");
        await WaitFor.TrueAsync(() => _dialogs.FindAll("#book-doctor option").Count == 3);
    }

    [Fact]
    public async Task It_begins_with_what_is_agreed_and_says_so()
    {
        _dialogs.Find("form p").TextContent.Should().Be("Paula Patient, now 17 June, 10:30 with Dr Berg");
        _dialogs.Find("#book-time").GetAttribute("value").Should().StartWith("10:30");
        _dialogs.Find("#book-doctor").GetAttribute("value").Should().Be(Home.Doctor.PractitionerId.ToString());
        _board.FindAll("[role=menu]").Should().BeEmpty();
        await CalmAsync();
    }

    [Fact]
    public async Task Another_time_and_doctor_change_the_card()
    {
        await ChangeAsync("#book-doctor", Home.SecondDoctor.PractitionerId.ToString()!);
        await ChangeAsync("#book-time", "15:20:00");
        await SubmitAsync();

        await SeesAsync(() => _board.Card(_row.Id).TextContent.Should().Contain("15:20").And.Contain("Dr Cole"));
        _dialogs.FindAll("form").Should().BeEmpty();
    }

    [Fact]
    public async Task A_taken_time_is_refused_and_the_dialog_keeps_what_was_chosen()
    {
        await Clinic.BookAsync(Clinic.Now.AddHours(2), patient: Home.SecondPatient);

        await ChangeAsync("#book-time", "12:00:00");
        await SubmitAsync();

        _dialogs.Markup.Should().Contain("The doctor has another appointment in that time.");
        _dialogs.Find("#book-time").GetAttribute("value").Should().StartWith("12:00");
    }

    [Fact]
    public async Task What_somebody_else_moved_meanwhile_is_told_with_his_name()
    {
        await Clinic.MoveAsync(Home.Omar, _row, AppointmentStatus.Arrived);

        await ChangeAsync("#book-time", "15:20:00");
        await SubmitAsync();

        _dialogs.Find(".conflict").TextContent.Should().Contain("by Omar Desk from Booked to Waiting");
    }

    private Task ChangeAsync(string field, string value) => _dialogs.InvokeAsync(() => _dialogs.Find(field).ChangeAsync(value));

    private Task SubmitAsync() => _dialogs.InvokeAsync(() => _dialogs.Find("form").SubmitAsync());
}
