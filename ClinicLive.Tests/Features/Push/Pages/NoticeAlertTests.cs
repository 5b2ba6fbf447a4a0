using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Notifications;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Push.Pages;

/// <summary>The notice that an unseen tab shows, and the page that every notice leads to.</summary>
public sealed class NoticeAlertTests : PageTest
{
    [Fact]
    public async Task A_tab_shows_one_while_nobody_looks_and_it_says_nothing_of_what_was_told()
    {
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);

        await Clinic.TellAsync(Home.Doctor, "Paula Patient has a cough", NotificationSeverity.Critical, link: "/doctor");

        await SeesAsync(() => bell.FindAll("clinic-alert").Should().ContainSingle());
        var alert = bell.Find("clinic-alert");
        (alert.GetAttribute("title"), alert.GetAttribute("text")).Should().Be(("You have a new message from your clinic", "Open the link to read it."));
        alert.GetAttribute("link").Should().Be($"/notifications/{(await Clinic.NoticesOfAsync(Home.Doctor)).Single().Id}");
        alert.HasAttribute("urgent").Should().BeTrue();
        alert.OuterHtml.Should().NotContain("Paula");
    }

    [Fact]
    public async Task None_is_shown_to_who_looks_at_some_window_wants_none_of_the_kind_sleeps_or_was_told_before()
    {
        await Clinic.TellAsync(Home.Doctor, "before");
        var bell = await OpenAsync<NotificationBell>(Home.Doctor);
        var (table, window) = (Clinic.Get<AttentionTable>(), Guid.NewGuid());

        table.Look(Home.Doctor.UserId, window);
        await Clinic.TellAsync(Home.Doctor, "seen");
        await SeesAsync(() => Count(bell).Should().Be("2"));
        table.LookAway(Home.Doctor.UserId, window);
        await Clinic.Get<NotificationChoiceService>().ChooseOutgoingAsync(Home.Doctor, NotificationKind.SystemMessage, NotificationChannel.WebPush, OutgoingChoice.Never);
        await CalmAsync();
        await Clinic.TellAsync(Home.Doctor, "unwanted");
        await SeesAsync(() => Count(bell).Should().Be("3"));
        Clinic.Clock.AdvanceTo(new DateTimeOffset(2026, 6, 17, 21, 0, 0, TimeSpan.Zero)); // 23:00 in Berlin
        await Clinic.TellAsync(Home.Doctor, "at night", kind: NotificationKind.ChatMessage);
        await SeesAsync(() => Count(bell).Should().Be("4"));

        bell.FindAll("clinic-alert").Should().BeEmpty();
    }

    [Theory]
    [InlineData("/portal/book", false)]
    [InlineData("/", true)] // a circuit does not know it: it is loaded, and sends on
    [InlineData("/account/manage", true)]
    public async Task The_page_behind_a_notice_reads_it_and_goes_on_to_what_it_is_about(string link, bool isLoaded)
    {
        await Clinic.TellAsync(Home.Patient, link: link);
        var notice = (await Clinic.NoticesOfAsync(Home.Patient)).Single();
        var screen = OpenScreen(Home.Patient);

        screen.Render(typeof(NotificationGoPage), ("Id", notice.Id));

        var navigation = (Bunit.TestDoubles.BunitNavigationManager)screen.Services.GetRequiredService<NavigationManager>();
        await WaitFor.PassesAsync(() => navigation.History.Should().ContainSingle());
        var gone = navigation.History.Single();
        (gone.Uri, gone.Options.ForceLoad).Should().Be((link, isLoaded));
        (await Clinic.UnreadAsync(Home.Patient)).Should().Be(0);
    }

    [Fact]
    public async Task Somebody_elses_notice_looks_like_none_and_stays_unread()
    {
        await Clinic.TellAsync(Home.Patient, link: "/portal/book");
        var notice = (await Clinic.NoticesOfAsync(Home.Patient)).Single();

        foreach (var stranger in new[] { Home.SecondPatient, Home.Lena, Home.Admin, Clinic.Other.Patient })
        {
            var page = await OpenAsync<NotificationGoPage>(stranger, ("Id", notice.Id));
            page.TextOf("h1").Should().Be("This notification does not exist");
        }

        (await Clinic.UnreadAsync(Home.Patient)).Should().Be(1);
    }

    private static string Count(IRenderedComponent<NotificationBell> bell) => bell.TextOf("[data-testid=unread-count]");
}
