using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Chat;
using ClinicLive.Web.Features.Scheduling;

namespace ClinicLive.Tests.Features.Chat.Pages;

/// <summary>What the three see while one doctor answers for another, and how it is said who does.</summary>
public sealed class CoverPageTests : PageTest
{
    [Fact]
    public async Task All_three_see_both_names_live_and_the_covering_doctor_loses_the_room_when_it_ends()
    {
        var room = await AskedAsync();
        var (patient, own) = (await OpenAsync<ChatPage>(Home.Patient, ("Id", room)), await OpenAsync<ChatPage>(Home.Doctor, ("Id", room)));
        await Clinic.Get<CoverService>().HandOverAsync(Home.Lena, room, Home.SecondDoctor.PractitionerId!.Value);

        await SeesAsync(() => patient.Find(".chat-head").TextContent.Should().Contain("Dr Ada Berg").And.Contain("Dr Ben Cole answers meanwhile"));
        await SeesAsync(() => own.Find(".chat-head").TextContent.Should().Contain("Dr Ben Cole answers for you"));
        var covering = await OpenAsync<ChatPage>(Home.SecondDoctor, ("Id", room));
        covering.Find(".chat-head").TextContent.Should().Contain("Paula Patient").And.Contain("You answer for Dr Ada Berg");
        covering.Find($"[data-room='{room}'] [data-covered]").TextContent.Should().Be("for Dr Ada Berg");
        await Clinic.SayAsync(Home.SecondDoctor, room, "an answer");
        await SeesAsync(() => patient.FindAll(".bubble .from").Select(f => f.TextContent).Should().Equal("Dr Ben Cole"));

        await covering.InvokeAsync(() => covering.FindAll("button").Single(b => b.TextContent == "Give back").Click());

        await SeesAsync(() => covering.Markup.Should().Contain("This conversation does not exist"));
        await SeesAsync(() => patient.Find(".chat-head").TextContent.Should().NotContain("answers meanwhile"));
        patient.FindAll(".chat-note")[^1].TextContent.Should().StartWith("Dr Ben Cole no longer answers for Dr Ada Berg");
    }

    [Fact]
    public async Task A_message_read_by_either_doctor_is_read_for_the_patient_and_a_colleague_is_not_the_patient()
    {
        var room = await AskedAsync();
        await Clinic.Get<CoverService>().HandOverAsync(Home.Lena, room, Home.SecondDoctor.PractitionerId!.Value);
        await Clinic.SayAsync(Home.SecondDoctor, room, "an answer");
        var (patient, covering) = (await OpenAsync<ChatPage>(Home.Patient, ("Id", room)), await OpenAsync<ChatPage>(Home.SecondDoctor, ("Id", room)));

        await Clinic.Chat().MarkReadAsync(Home.SecondDoctor, room, 3);
        await Clinic.Chat().MarkReadAsync(Home.Doctor, room, 3);

        await SeesAsync(() => patient.Find(".bubble[data-own]").GetAttribute("data-state").Should().Be("read"));
        covering.Find(".bubble[data-own]").GetAttribute("data-state").Should().Be("sent");
        await Clinic.Chat().MarkReadAsync(Home.Patient, room, 3);
        await SeesAsync(() => covering.Find(".bubble[data-own]").GetAttribute("data-state").Should().Be("read"));
    }

    [Fact]
    public async Task The_desk_is_shown_who_waits_for_a_doctor_who_is_away_until_somebody_answers()
    {
        var desk = await OpenAsync<ChatPage>(Home.Lena);
        desk.Find(".uncovered").HasAttribute("hidden").Should().BeTrue();
        var room = await AskedAsync();
        await Clinic.Get<ScheduleService>().EnterTimeOffAsync(Home.Doctor, Home.Doctor.PractitionerId!.Value, Clinic.Now.AddHours(-1), Clinic.Now.AddDays(2), null, Guid.NewGuid());

        await SeesAsync(() => desk.Find($"[data-uncovered='{room}']").TextContent.Should().Contain("Paula Patient").And.Contain("Dr Ada Berg").And.Contain("away until"));
        var colleague = await OpenAsync<ChatPage>(Home.SecondDoctor);
        await colleague.InvokeAsync(() => colleague.Find($"[data-uncovered='{room}'] button").Click());

        await SeesAsync(() => colleague.FindAll("[data-uncovered]").Should().BeEmpty());
        await SeesAsync(() => desk.FindAll("[data-uncovered]").Should().BeEmpty());
        (await Clinic.RowAsync(Home.SecondDoctor, room)).CoverAccountId.Should().Be(Home.SecondDoctor.UserId);
    }

    [Fact]
    public async Task A_doctor_says_who_covers_with_the_time_off_and_can_say_otherwise_later()
    {
        var page = await OpenAsync<TimeOffPage>(Home.Doctor);
        await page.InvokeAsync(() => page.Find("#timeoff-from").Change("2026-07-01"));
        await page.InvokeAsync(() => page.Find("#timeoff-cover").Change(Home.SecondDoctor.PractitionerId.ToString()));
        await page.InvokeAsync(() => page.Find("form").Submit());

        await SeesAsync(() => page.Find("[data-timeoff] [data-cover] option[selected]").TextContent.Should().Be("Dr Ben Cole"));
        await page.InvokeAsync(() => page.Find("[data-cover]").Change(Guid.Empty.ToString()));
        await SeesAsync(() => page.Find("[data-timeoff] [data-cover] option[selected]").TextContent.Should().Be("Nobody"));
    }

    private async Task<Guid> AskedAsync()
    {
        var room = await Clinic.DirectAsync();
        await Clinic.SayAsync(Home.Patient, room, "question");
        return room;
    }
}
