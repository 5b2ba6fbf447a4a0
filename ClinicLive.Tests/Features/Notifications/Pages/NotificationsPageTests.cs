using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Notifications;
using ClinicLive.Web.Features.Portal;

namespace ClinicLive.Tests.Features.Notifications.Pages;

/// <summary>Everything that one was told, and how one wants to be told.</summary>
public sealed class NotificationsPageTests : PageTest
{
    [Fact]
    public async Task Before_anything_came_it_says_so()
    {
        var page = await OpenAsync<NotificationsPage>(Home.Doctor);

        page.TextOf(".empty").Should().StartWith("Nothing yet.");
        page.FindAll(".note-pages").Should().BeEmpty();
    }

    [Fact]
    public async Task What_comes_heads_the_list_and_reading_one_shows_on_every_page()
    {
        var page = await OpenAsync<NotificationsPage>(Home.Doctor);
        var other = await OpenAsync<NotificationsPage>(Home.Doctor);
        await Clinic.TellAsync(Home.Doctor, "one");
        await Clinic.TellAsync(Home.Doctor, "two", NotificationSeverity.Critical);
        await SeesAsync(() => Titles(page).Should().Equal("two", "one"));
        page.TextOf(".note .chip").Should().Be("Urgent");

        await PressAsync(page, ".note button");

        await SeesAsync(() => other.FindAll(".note").Select(n => n.GetAttribute("data-read")).Should().Equal("true", "false"));
    }

    [Fact]
    public async Task Filters_show_what_is_unread_and_what_is_of_a_kind_and_stay_right_while_things_change()
    {
        await Clinic.TellAsync(Home.Patient, "a message");
        await Clinic.TellAsync(Home.Patient, "a reminder", kind: NotificationKind.Reminder);
        var page = await OpenAsync<NotificationsPage>(Home.Patient);

        await page.InvokeAsync(() => page.Find("#note-kind").ChangeAsync("Reminder"));
        await SeesAsync(() => Titles(page).Should().Equal("a reminder"));
        await page.InvokeAsync(() => page.FindAll(".note-filters .chip")[1].ClickAsync());
        await PressAsync(page, ".note button");

        await SeesAsync(() => page.TextOf(".empty").Should().StartWith("Nothing of this kind."));
        await page.InvokeAsync(() => page.Find("#note-kind").ChangeAsync("Nonsense"));
        await SeesAsync(() => Titles(page).Should().Equal("a message"));
    }

    [Fact]
    public async Task It_has_pages_and_the_way_back()
    {
        for (var i = 1; i <= NotificationQueries.PageSize + 2; i++) await Clinic.TellAsync(Home.Doctor, $"number {i}");
        var page = await OpenAsync<NotificationsPage>(Home.Doctor);
        page.FindAll(".note").Should().HaveCount(NotificationQueries.PageSize);

        await page.InvokeAsync(() => page.FindAll(".note-pages button")[1].ClickAsync());
        await SeesAsync(() => Titles(page).Should().Equal("number 2", "number 1"));
        await page.InvokeAsync(() => page.FindAll(".note-pages button")[0].ClickAsync());

        await SeesAsync(() => Titles(page).First().Should().Be($"number {NotificationQueries.PageSize + 2}"));
    }

    [Fact]
    public async Task Mark_all_read_reads_all()
    {
        await Clinic.TellAsync(Home.Doctor, "one");
        await Clinic.TellAsync(Home.Doctor, "two");
        var page = await OpenAsync<NotificationsPage>(Home.Doctor);

        await PressAsync(page, ".note-filters .btn");

        await SeesAsync(() => page.FindAll(".note[data-read=false]").Should().BeEmpty());
        page.Find(".note-filters .btn").HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    public async Task A_choice_is_kept_and_quiet_hours_too()
    {
        var page = await OpenAsync<NotificationsPage>(Home.Patient);
        page.Find("#quiet-from").GetAttribute("value").Should().Be("22:00");

        await page.InvokeAsync(() => page.Find("input[aria-label='Reminders: pops up']").ChangeAsync(false));
        await page.InvokeAsync(() => page.Find("#quiet-from").ChangeAsync("20:30"));

        await SeesAsync(() => page.Find("#quiet-from").GetAttribute("value").Should().Be("20:30"));
        var choices = (await Clinic.Get<NotificationQueries>().BellAsync(Home.Patient)).Choices;
        choices.Off.Should().Equal((NotificationKind.Reminder, NotificationChannel.Popup));
        (choices.QuietFrom, choices.QuietUntil, choices.Zone.Id).Should().Be((new TimeOnly(20, 30), new TimeOnly(7, 0), "Europe/Berlin"));
    }

    [Fact]
    public async Task A_busy_database_is_said_and_the_list_stays()
    {
        await Clinic.TellAsync(Home.Doctor, "one");
        var page = await OpenAsync<NotificationsPage>(Home.Doctor);
        Clinic.Execute("CREATE TRIGGER full BEFORE UPDATE ON \"Notifications\" BEGIN SELECT RAISE(ABORT, 'x'); END");
        var isBusy = true;
        Clinic.Commands.Before = sql => Volatile.Read(ref isBusy) ? throw new Microsoft.Data.Sqlite.SqliteException("busy", 5) : Task.CompletedTask;

        await PressAsync(page, ".note button");

        page.TextOf(".conflict").Should().Be(Refusal.Unavailable.Sentence);
        Volatile.Write(ref isBusy, false);
        Titles(page).Should().Equal("one");
    }

    [Theory]
    [InlineData(Role.Receptionist, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Practitioner, false)]
    [InlineData(Role.Patient, false)]
    public async Task Only_the_front_desk_is_offered_to_tell_people(Role role, bool isOffered)
    {
        var page = await OpenAsync<NotificationsPage>(Home.Of(role));

        page.FindAll(".page-head button").Should().HaveCount(isOffered ? 1 : 0);
    }

    [Fact]
    public async Task A_patients_home_shows_what_is_unread_on_top_until_it_is_read()
    {
        for (var i = 1; i <= 4; i++) await Clinic.TellAsync(Home.Patient, $"number {i}");
        var page = await OpenAsync<PortalPage>(Home.Patient);
        page.FindAll(".for-you .note b").Select(b => b.TextContent).Should().Equal("number 4", "number 3", "number 2");
        page.TextOf(".for-you > a").Should().Be("1 more");

        await PressAsync(page, ".for-you .note button");
        await SeesAsync(() => page.FindAll(".for-you .note b").Select(b => b.TextContent).Should().Equal("number 3", "number 2", "number 1"));
        await Clinic.Get<NotificationService>().ReadAllAsync(Home.Patient);

        await SeesAsync(() => page.FindAll(".for-you").Should().BeEmpty());
    }

    private static IEnumerable<string> Titles(IRenderedComponent<NotificationsPage> page) => page.FindAll(".note bdi").Where(b => b.ParentElement!.TagName is "B" or "A").Select(b => b.TextContent);
}
