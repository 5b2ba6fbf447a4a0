using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Accounts;
using ClinicLive.Web.Features.Notifications;
using ClinicLive.Web.Shell;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Notifications.Pages;

/// <summary>The bell counts, pops up what comes while one looks, and reads its list only when it is opened.</summary>
public sealed class NotificationBellTests : PageTest
{
    [Fact]
    public async Task It_counts_and_pops_up_what_comes_and_nothing_that_was_there()
    {
        await Clinic.TellAsync(Home.Doctor, "from before");
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);
        Count(bell).Should().Be("1");
        Popups(bell).Should().BeEmpty();

        await Clinic.TellAsync(Home.Doctor, "just now");

        await SeesAsync(() => Count(bell).Should().Be("2"));
        Popups(bell).Should().Equal("just now");
        bell.FindAll(".toast button").Should().BeEmpty("it leaves by itself");
        bell.FindAll("clinic-sound").Should().BeEmpty("it is not urgent");
        bell.Find(".toasts").GetAttribute("aria-live").Should().Be("polite");
    }

    [Fact]
    public async Task Closed_it_reads_no_list_and_one_change_is_one_read()
    {
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);
        Clinic.Commands.Forget();

        await Clinic.TellAsync(Home.Doctor);
        await SeesAsync(() => Count(bell).Should().Be("1"));

        Clinic.Commands.Sent.Count(sql => sql.Contains("FROM \"Notifications\"", StringComparison.Ordinal)).Should().Be(2, "the number and the newest three");
        bell.FindAll(".bell-list").Should().BeEmpty();
    }

    [Fact]
    public async Task An_urgent_one_stays_with_its_sound_until_it_is_dismissed_and_dismissing_reads_it_everywhere()
    {
        var here = await OpenAsync<NotificationBell>(Home.Patient);
        var phone = await OpenAsync<NotificationBell>(Home.Patient);
        var row = await Clinic.CheckInAsync(await Clinic.BookAsync());
        await SeesAsync(() => Count(phone).Should().Be("1"));

        await Clinic.Appointments.CallAsync(Home.Doctor, row.Command());

        await SeesAsync(() => Popups(phone).Should().Contain("Please come to Room 1"));
        await SeesAsync(() => here.Find(".toast[data-stays=true] clinic-sound").GetAttribute("kind").Should().Be("call"));
        await PressAsync(here, ".toast button");
        await SeesAsync(() => phone.FindAll(".toast[data-stays=true]").Should().BeEmpty());
        here.FindAll(".toast[data-stays=true]").Should().BeEmpty();
        await SeesAsync(() => Count(phone).Should().Be("0"));
    }

    [Fact]
    public async Task After_a_reload_an_urgent_one_is_there_again_without_its_sound_and_an_old_one_is_not()
    {
        await Clinic.TellAsync(Home.Doctor, "old", NotificationSeverity.Critical);
        Clinic.Clock.Advance(TimeSpan.FromHours(2));
        await Clinic.TellAsync(Home.Doctor, "urgent", NotificationSeverity.Critical);

        var bell = await OpenAsync<NotificationBell>(Home.Doctor);

        Popups(bell).Should().Equal("urgent");
        bell.FindAll("clinic-sound").Should().BeEmpty();
    }

    [Fact]
    public async Task Opened_it_lists_the_newest_and_mark_all_read_clears_every_screen_at_once()
    {
        for (var i = 1; i <= 10; i++) await Clinic.TellAsync(Home.Doctor, $"number {i}");
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);
        var other = await OpenAsync<NotificationBell>(Home.Doctor);

        await PressAsync(bell, ".bell-button");
        bell.Find(".bell-button").GetAttribute("aria-expanded").Should().Be("true");
        bell.FindAll(".bell-list .note").Should().HaveCount(8);
        bell.TextOf(".bell-list .note b").Should().Be("number 10");
        await PressAsync(bell, ".bell-list header button");

        await SeesAsync(() => Count(other).Should().Be("0"));
        await SeesAsync(() => bell.FindAll(".bell-list .note[data-read=false]").Should().BeEmpty());
        await PressAsync(bell, ".bell-button");
        bell.FindAll(".bell-list").Should().BeEmpty();
    }

    [Fact]
    public async Task At_most_three_pop_up_and_an_urgent_one_is_not_pushed_out()
    {
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);
        await Clinic.TellAsync(Home.Doctor, "urgent", NotificationSeverity.Critical);
        await SeesAsync(() => Popups(bell).Should().Equal("urgent"));

        var tray = bell.Services.GetRequiredService<ToastTray>();
        for (var i = 1; i <= 5; i++) await bell.InvokeAsync(() => tray.Show(NotificationKind.SignIn, new Toast(Guid.NewGuid(), "SignedIn", "sign-in", $"colleague {i}")));

        Popups(bell).Should().Equal("urgent", "colleague 4", "colleague 5");
    }

    [Fact]
    public async Task What_the_person_switched_off_is_counted_and_does_not_pop_up()
    {
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);
        await Clinic.Get<NotificationChoiceService>().ChooseAsync(Home.Doctor, NotificationKind.SystemMessage, NotificationChannel.Popup, isOn: false);
        await CalmAsync();

        await Clinic.TellAsync(Home.Doctor, "quiet please");
        await SeesAsync(() => Count(bell).Should().Be("1"));

        Popups(bell).Should().BeEmpty();
    }

    [Fact]
    public async Task Colleagues_who_sign_in_do_not_pop_up_for_who_switched_that_off()
    {
        await Clinic.Get<NotificationChoiceService>().ChooseAsync(Home.Lena, NotificationKind.SignIn, NotificationChannel.Popup, isOn: false);
        var screen = OpenScreen(Home.Lena);
        var bell = await OpenAsync<NotificationBell>(screen);
        var panel = await OpenAsync<SignInFeedPanel>(screen);

        await panel.InvokeAsync(() => panel.Find(".feed-end button").ClickAsync());

        Popups(bell).Should().BeEmpty();
    }

    [Fact]
    public async Task By_night_only_a_call_sounds()
    {
        Clinic.Clock.AdvanceTo(new DateTimeOffset(2026, 6, 17, 21, 0, 0, TimeSpan.Zero)); // 23:00 in Berlin
        var bell = await OpenAsync<NotificationBell>(Home.Patient);

        await Clinic.TellAsync(Home.Patient, "urgent", NotificationSeverity.Critical);
        await SeesAsync(() => Popups(bell).Should().Equal("urgent"));
        bell.FindAll("clinic-sound").Should().BeEmpty();
        await Clinic.TellAsync(Home.Patient, "call", NotificationSeverity.Critical, NotificationKind.PatientCall);

        await SeesAsync(() => bell.FindAll("clinic-sound").Should().ContainSingle());
    }

    [Fact]
    public async Task Following_a_link_reads_it_and_closes_the_list()
    {
        await Clinic.TellAsync(Home.Doctor, "look", link: "/doctor");
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);
        await PressAsync(bell, ".bell-button");

        bell.Find(".note a").GetAttribute("href").Should().Be("/doctor");
        await PressAsync(bell, ".note a");

        await SeesAsync(() => Count(bell).Should().Be("0"));
        bell.FindAll(".bell-list").Should().BeEmpty();
    }

    [Fact]
    public async Task What_others_are_told_is_not_heard()
    {
        var bell = await OpenAsync<NotificationBell>(Home.Patient);

        await Clinic.TellAsync(Home.SecondPatient);
        await Clinic.BookAsync(patient: Home.SecondPatient);
        await CalmAsync();

        Count(bell).Should().Be("0");
        Popups(bell).Should().BeEmpty();
    }

    [Fact]
    public async Task A_text_of_markup_is_shown_as_text()
    {
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);

        await Clinic.TellAsync(Home.Doctor, "<img src=x onerror=alert(1)>");

        await SeesAsync(() => Popups(bell).Should().Equal("<img src=x onerror=alert(1)>"));
        bell.FindAll("img").Should().BeEmpty();
    }

    [Fact]
    public async Task It_costs_few_frames_and_one_subscription()
    {
        var before = Clinic.Bus.SubscriberCount;
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);

        Clinic.Bus.SubscriberCount.Should().Be(before + 1);
        bell.FindAll("*").Count.Should().BeLessThan(8);
        bell.FindComponents<NotificationLine>().Should().BeEmpty();
    }

    [Fact]
    public async Task A_clinic_day_rings_at_nobodys_bell_but_the_patients_own()
    {
        var lena = await OpenAsync<NotificationBell>(Home.Lena);

        await Clinic.InAsync(AppointmentStatus.Done);
        await CalmAsync();

        Count(lena).Should().Be("0");
    }

    private static string Count(IRenderedComponent<NotificationBell> bell) => bell.TextOf("[data-testid=unread-count]");

    [Fact]
    public async Task A_message_of_a_conversation_that_is_open_here_is_counted_and_does_not_pop_up()
    {
        var room = Guid.NewGuid();
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);
        using var open = Clinic.Get<Domain.Features.Chat.RoomLookers>().Look(Home.Doctor.UserId, room);

        await Clinic.TellAsync(Home.Doctor, "open here", kind: NotificationKind.ChatMessage, link: $"/chat/{room}");
        await Clinic.TellAsync(Home.Doctor, "elsewhere", kind: NotificationKind.ChatMessage, link: $"/chat/{Guid.NewGuid()}");

        await SeesAsync(() => Popups(bell).Should().Equal("elsewhere"));
        (await Clinic.UnreadAsync(Home.Doctor)).Should().Be(2);
    }

    private static IEnumerable<string> Popups(IRenderedComponent<NotificationBell> bell) => bell.FindAll("[data-toast] > span > bdi:first-child").Select(t => t.TextContent);
}
