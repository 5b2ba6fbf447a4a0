using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Accounts;
using ClinicLive.Web.Shell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Accounts.Pages;

/// <summary>The box on the dashboard that says who came and went.</summary>
public sealed class SignInFeedTests : PageTest
{
    [Fact]
    public async Task Before_anybody_came_it_says_so()
    {
        var panel = await OpenAsync<SignInFeedPanel>(Home.Lena);

        panel.TextOf(".empty").Should().StartWith("Nobody has signed in or out yet.");
        panel.TextOf("[data-testid=feed-count]").Should().Be("0");
        Toasts(panel).Should().BeEmpty();
    }

    [Fact]
    public async Task Signing_in_pops_up_and_heads_the_list_and_signing_out_too()
    {
        var panel = await OpenAsync<SignInFeedPanel>(Home.Lena);

        var session = await SignInAsync(Home.Omar);
        await SeesAsync(() => Toasts(panel).Should().Equal("Omar Desk signed in"));
        await SeesAsync(() => panel.TextOf("li span").Should().Be("Omar Desk signed in")); // drawn beside the toast, not with it
        await SeesAsync(() => panel.TextOf("[data-testid=feed-count]").Should().Be("1"));

        Clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        await Clinic.Get<SessionService>().EndAsync(session);
        await SeesAsync(() => Toasts(panel).Should().Equal("Omar Desk signed in", "Omar Desk signed out"));
        await SeesAsync(() => panel.TextOf("li span").Should().Be("Omar Desk signed out"));
        panel.TextOf("li time").Should().Be("10:01");
    }

    [Fact]
    public async Task What_was_there_before_does_not_pop_up_and_neither_do_I()
    {
        await SignInAsync(Home.Omar);
        var panel = await OpenAsync<SignInFeedPanel>(Home.Lena);
        Toasts(panel).Should().BeEmpty();

        await SignInAsync(Home.Lena);

        await SeesAsync(() => panel.FindAll("li").Should().HaveCount(2));
        Toasts(panel).Should().BeEmpty();
    }

    [Fact]
    public async Task A_patient_is_nobody_to_tell_of()
    {
        var panel = await OpenAsync<SignInFeedPanel>(Home.Lena);

        await SignInAsync(Home.Patient);
        await SignInAsync(Home.Doctor);

        await SeesAsync(() => panel.FindAll("li").Should().ContainSingle());
        panel.Markup.Should().NotContain("Paula").And.Contain("Dr Ada Berg");
    }

    [Fact]
    public async Task The_list_keeps_the_last_ten_the_popups_the_last_three_and_the_badge_counts_all()
    {
        var panel = await OpenAsync<SignInFeedPanel>(Home.Lena);

        for (var i = 0; i < 14; i++)
        {
            Clinic.Clock.Advance(TimeSpan.FromMinutes(1));
            await SignInAsync(i % 2 == 0 ? Home.Omar : Home.Doctor);
        }

        await CalmAsync();
        await SeesAsync(() => panel.TextOf("[data-testid=feed-count]").Should().Be("14"));
        panel.FindAll("li").Should().HaveCount(10);
        Toasts(panel).Should().HaveCount(3);
        panel.Find("li time").TextContent.Should().Be("10:14");
    }

    [Fact]
    public async Task The_badge_counts_the_clinics_day_only()
    {
        await SignInAsync(Home.Omar);
        var panel = await OpenAsync<SignInFeedPanel>(Home.Lena);
        panel.TextOf("[data-testid=feed-count]").Should().Be("1");

        Clinic.Clock.AdvanceTo(new DateTimeOffset(2026, 6, 17, 22, 0, 1, TimeSpan.Zero));
        Clinic.Bus.Publish(new Domain.Features.Organizations.ClinicDayBegan(Home.Id, new DateOnly(2026, 6, 18)));

        await SeesAsync(() => panel.TextOf("[data-testid=feed-count]").Should().Be("0"));
        panel.FindAll("li").Should().ContainSingle("the list is not the day's");
    }

    [Fact]
    public async Task The_test_notification_pops_up_and_writes_nothing()
    {
        var panel = await OpenAsync<SignInFeedPanel>(Home.Lena);
        var (log, published) = (Clinic.Dump("ActivityLog"), Clinic.Bus.Published.Count);

        await PressAsync(panel, ".feed-end button");

        Toasts(panel).Should().ContainSingle().Which.Should().StartWith("Test notification");
        panel.FindAll("li").Should().BeEmpty();
        Clinic.Dump("ActivityLog").Should().Be(log);
        Clinic.Bus.Published.Should().HaveCount(published);
    }

    [Fact]
    public async Task Another_clinics_comings_are_not_heard()
    {
        var panel = await OpenAsync<SignInFeedPanel>(Home.Lena);

        await SignInAsync(Clinic.Other.Omar);
        await SignInAsync(Home.Omar);

        await SeesAsync(() => panel.FindAll("li").Should().ContainSingle());
    }

    [Fact]
    public async Task Who_is_not_of_the_front_desk_sees_nothing_even_if_the_box_were_drawn_for_him()
    {
        await SignInAsync(Home.Omar);

        foreach (var actor in new[] { Home.Doctor, Home.Patient })
        {
            (await OpenAsync<SignInFeedPanel>(actor)).FindAll("li").Should().BeEmpty();
            (await OpenAsync<SignInsPage>(actor)).FindAll("li").Should().BeEmpty();
        }
    }

    internal static async Task<Guid> SignInAsync(ClinicDatabase clinic, Actor actor)
    {
        await using var db = clinic.NewContext();
        return (await clinic.Get<SessionService>().BeginAsync(await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.UserId))).Id;
    }

    private Task<Guid> SignInAsync(Actor actor) => SignInAsync(Clinic, actor);

    private static IEnumerable<string> Toasts(IRenderedComponent<SignInFeedPanel> panel) => panel.Services.GetRequiredService<ToastTray>().Shown.Select(t => $"{t.Name} {t.Words}");
}
