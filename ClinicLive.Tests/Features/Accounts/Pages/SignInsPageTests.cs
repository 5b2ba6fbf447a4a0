using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Accounts;

namespace ClinicLive.Tests.Features.Accounts.Pages;

public sealed class SignInsPageTests : PageTest
{
    [Fact]
    public async Task Lines_stand_under_their_day_newest_first()
    {
        await SignInSomeAsync(2);
        Clinic.Clock.Advance(TimeSpan.FromDays(1));
        await SignInSomeAsync(1);

        var page = await OpenAsync<SignInsPage>(Home.Lena);

        page.FindAll("h2").Select(h => h.TextContent).Should().Equal("Thursday 18 June", "Wednesday 17 June");
        page.FindAll("section:last-of-type li time").Select(t => t.TextContent).Should().Equal("10:02", "10:01");
        page.FindAll("button").Should().BeEmpty("there are no older ones");
    }

    [Fact]
    public async Task Nobody_yet_is_said()
    {
        var page = await OpenAsync<SignInsPage>(Home.Lena);

        page.TextOf(".empty").Should().Be("Nobody has signed in or out yet.");
    }

    [Fact]
    public async Task Older_ones_come_page_by_page_until_there_are_none()
    {
        await SignInSomeAsync(120);
        var page = await OpenAsync<SignInsPage>(Home.Lena);
        page.FindAll("li").Should().HaveCount(50);

        await PressAsync(page, "button");
        page.FindAll("li").Should().HaveCount(100);
        await PressAsync(page, "button");

        page.FindAll("li").Should().HaveCount(120);
        page.FindAll("button").Should().BeEmpty();
        Times(page).Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task New_ones_come_on_top_while_older_ones_are_open()
    {
        await SignInSomeAsync(60);
        var page = await OpenAsync<SignInsPage>(Home.Lena);
        await PressAsync(page, "button");

        await SignInSomeAsync(3);

        await CalmAsync();
        await SeesAsync(() => page.FindAll("li").Should().HaveCount(63));
        Times(page).Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Pressing_twice_for_older_ones_brings_each_line_once()
    {
        await SignInSomeAsync(160);
        var screen = OpenScreen(Home.Lena);
        var page = await OpenAsync<SignInsPage>(screen);
        var gate = new TaskCompletionSource();
        Clinic.Commands.Before = _ => gate.Task;

        var presses = new[] { PressAsync(page, "button"), PressAsync(page, "button") };
        gate.SetResult();
        await Task.WhenAll(presses);

        Times(page).Should().OnlyHaveUniqueItems();
        screen.Fault.Should().BeNull();
    }

    [Fact]
    public async Task More_new_lines_than_a_page_leave_no_gap()
    {
        await SignInSomeAsync(5);
        var page = await OpenAsync<SignInsPage>(Home.Lena);
        var mayRead = new TaskCompletionSource();
        Clinic.Commands.Before = sql => sql.Contains("LIMIT", StringComparison.Ordinal) && sql.Contains("ActivityLog", StringComparison.Ordinal) && sql.Contains("DisplayName", StringComparison.Ordinal)
            ? mayRead.Task
            : Task.CompletedTask;

        await SignInSomeAsync(70); // while the line to this screen was slow
        mayRead.SetResult();
        await CalmAsync();

        await SeesAsync(() => Times(page).First().Should().Be(Clinic.Now));
        await PressAsync(page, "button");
        Times(page).Should().HaveCount(75).And.OnlyHaveUniqueItems();
    }

    private static IEnumerable<DateTimeOffset> Times(IRenderedComponent<SignInsPage> page) =>
        page.FindAll("li time").Select(t => DateTimeOffset.Parse(t.GetAttribute("datetime")!));

    private async Task SignInSomeAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Clinic.Clock.Advance(TimeSpan.FromMinutes(1));
            await SignInFeedTests.SignInAsync(Clinic, i % 2 == 0 ? Home.Omar : Home.Doctor);
        }
    }
}
