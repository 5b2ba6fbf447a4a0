using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Chat;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Tests.Features.Chat.Pages;

/// <summary>The patient's buttons and the staff's quick replies as they stand in a conversation, and its own search.</summary>
public sealed class ComposerTests : PageTest
{
    [Fact]
    public async Task The_buttons_are_there_while_an_appointment_of_today_is_ahead_and_go_with_it()
    {
        var room = await Clinic.DirectAsync();
        var page = await OpenAsync<ChatPage>(Home.Patient, ("Id", room));
        page.FindAll(".words button").Should().BeEmpty();

        var row = await Clinic.BookAsync();
        await SeesAsync(() => Buttons(page).Should().Equal("I am outside", "10 min late", "Cannot come"));
        await Press(page, "10 min late");
        await SeesAsync(() => page.Find(".words-said").TextContent.Should().Contain("were told"));
        await SeesAsync(() => page.FindAll(".bubble .body").Should().ContainSingle());

        await Press(page, "Cannot come");
        await page.InvokeAsync(() => page.Find("#word-why").ChangeAsync(new ChangeEventArgs { Value = "ill" }));
        await page.InvokeAsync(() => page.Find(".words-form").SubmitAsync());
        page.TextOf(".words-said").Should().Be("It is too late to cancel here, so the front desk has been told.");
        page.FindAll(".words .conflict, .words-form").Should().BeEmpty();

        await Clinic.CheckInAsync((await Clinic.Boards.FindAsync(Home.Lena, row.Id))!);
        await SeesAsync(() => page.FindAll(".words button").Should().BeEmpty());
    }

    [Fact]
    public async Task Another_doctors_conversation_offers_nothing_for_this_appointment_and_the_desks_does()
    {
        await Clinic.BookAsync(doctor: Home.SecondDoctor);
        Buttons(await OpenAsync<ChatPage>(Home.Patient, ("Id", await Clinic.DirectAsync()))).Should().BeEmpty();
        Buttons(await OpenAsync<ChatPage>(Home.Patient, ("Id", await Clinic.DeskAsync()))).Should().HaveCount(3);
    }

    [Fact]
    public async Task What_is_said_of_the_second_visit_of_a_day_is_not_what_was_said_of_the_first()
    {
        var first = await Clinic.BookAsync();
        await Clinic.BookAsync(first.Start.AddHours(2));
        var room = await Clinic.DirectAsync();
        var page = await OpenAsync<ChatPage>(Home.Patient, ("Id", room));
        await Press(page, "10 min late");
        await SeesAsync(() => page.FindAll(".bubble .body").Should().ContainSingle());
        await Press(page, "Cannot come");
        await page.InvokeAsync(() => page.Find("#word-why").ChangeAsync(new ChangeEventArgs { Value = "ill" }));

        await Clinic.CheckInAsync((await Clinic.Boards.FindAsync(Home.Lena, first.Id))!);
        await SeesAsync(() => page.FindAll(".words-form").Should().BeEmpty("the form was about the first"));
        await Press(page, "10 min late");

        await SeesAsync(() => page.FindAll(".bubble .body").Should().HaveCount(2));
    }

    [Fact]
    public async Task Outside_asks_for_the_code_of_the_screen_and_takes_no_for_an_answer()
    {
        await Clinic.BookAsync();
        var page = await OpenAsync<ChatPage>(Home.Patient, ("Id", await Clinic.DirectAsync()));
        await Press(page, "I am outside");
        await page.InvokeAsync(() => page.Find("#word-code").InputAsync(new ChangeEventArgs { Value = "12" }));
        await page.InvokeAsync(() => page.Find(".words-form").SubmitAsync());
        page.Find(".words .conflict").TextContent.Should().Contain("six digits");
        await page.InvokeAsync(() => page.Find("#word-code").InputAsync(new ChangeEventArgs { Value = "" }));
        await page.InvokeAsync(() => page.Find(".words-form").SubmitAsync());
        await SeesAsync(() => page.Find(".words-said").TextContent.Should().Contain("outside"));
    }

    [Fact]
    public async Task A_quick_reply_is_shown_filled_in_and_only_staff_have_them()
    {
        await Clinic.Get<QuickReplyService>().SaveAsync(Home.Lena, new QuickReplyWish(Guid.NewGuid(), "Hello", "Hello {patient}, {next appointment}?", IsForClinic: true));
        var room = await Clinic.DirectAsync();
        (await OpenAsync<ChatPage>(Home.Patient, ("Id", room))).FindAll("[aria-label='Quick replies']").Should().BeEmpty();

        var page = await OpenAsync<ChatPage>(Home.Doctor, ("Id", room));
        await PressAsync(page, "button[aria-label='Quick replies']");
        await SeesAsync(() => page.Find("[data-reply] .what").TextContent.Should().Be("Hello Paula Patient, ___?"));
        await PressAsync(page, "button[data-reply]");
        await SeesAsync(() => page.Find(".composer-hint").TextContent.Should().Contain("{next appointment}"));
        (await Clinic.BodiesAsync(Home.Doctor, room)).Should().BeEmpty("it is sent by the person");
    }

    [Fact]
    public async Task The_rooms_own_search_counts_marks_and_walks_through_its_hits()
    {
        var room = await Clinic.DirectAsync();
        await Clinic.SayAsync(Home.Patient, room, "the Blood test");
        for (var i = 1; i <= 150; i++) await Clinic.SayAsync(Home.Patient, room, $"m{i}");
        await Clinic.SayAsync(Home.Doctor, room, "your blood is fine");
        await Clinic.Chat().MarkReadAsync(Home.Doctor, room, 152);
        var page = await OpenAsync<ChatPage>(Home.Doctor, ("Id", room));
        await PressAsync(page, "button[aria-label='Search in this conversation']");

        await page.InvokeAsync(() => page.Find("#room-find").InputAsync(new ChangeEventArgs { Value = "blood" }));
        await SeesAsync(() => page.Find(".room-find [role='status']").TextContent.Should().Be("1 of 2"));
        await SeesAsync(() => page.FindAll(".bubble mark").Select(m => m.TextContent).Should().Equal("blood"));
        await PressAsync(page, "[aria-label='Older hit']");
        await SeesAsync(() => page.FindAll(".bubble mark").Select(m => m.TextContent).Should().Equal("Blood"));
        page.Find("[data-sequence='1']").TextContent.Should().Contain("test");

        await page.InvokeAsync(() => page.Find("#room-find").InputAsync(new ChangeEventArgs { Value = "nowhere" }));
        await SeesAsync(() => page.Find(".room-find [role='status']").TextContent.Should().Be("Nothing found"));
        page.FindAll("mark").Should().BeEmpty();
        await page.InvokeAsync(() => page.FindComponent<ChatRoomFind>().Instance.Close.InvokeAsync());
        page.FindAll("#room-find").Should().BeEmpty();
    }

    private static IReadOnlyList<string> Buttons(IRenderedComponent<IComponent> page) => [.. page.FindAll(".words-all button").Select(b => b.TextContent)];

    private static Task Press(IRenderedComponent<IComponent> page, string words) => page.InvokeAsync(() => page.FindAll(".words button").Single(b => b.TextContent == words).ClickAsync());
}
