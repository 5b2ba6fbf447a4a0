using System.Net;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Accounts.Web;

public sealed class SessionTests : IDisposable
{
    private readonly AccountHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Signing_out_needs_a_form_with_its_token()
    {
        var visitor = await _host.VisitAsync(Role.Receptionist);

        (await visitor.GetAsync("/account/logout")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await visitor.PostAsync("/account/logout", new Dictionary<string, string>())).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await visitor.IsSignedInAsync()).Should().BeTrue();

        (await visitor.SignOutAsync()).Headers.Location!.ToString().Should().Be("/account/login?out=1");
        (await visitor.IsSignedInAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task Signing_out_ends_every_tab_of_the_session_and_no_other_session()
    {
        var visitor = await _host.VisitAsync(Role.Receptionist);
        var elsewhere = await _host.VisitAsync(Role.Receptionist);
        var copied = await CopyAsync(visitor);
        (await copied.IsSignedInAsync()).Should().BeTrue();

        await visitor.SignOutAsync();

        (await copied.IsSignedInAsync()).Should().BeFalse("the session is over, whoever holds the cookie");
        (await elsewhere.IsSignedInAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task Signing_out_when_the_session_is_over_already_goes_to_the_sign_in_page()
    {
        var visitor = await _host.VisitAsync(Role.Receptionist);
        var page = await visitor.PageAsync("/account/logout");
        await EndAllAsync(Role.Receptionist);

        var answer = await visitor.PostAsync("/account/logout", new Dictionary<string, string> { [Visitor.Token] = Visitor.TokenOf(page) });

        answer.Headers.Location!.ToString().Should().Be("/account/login");
    }

    [Fact]
    public async Task A_session_that_was_ended_elsewhere_is_over_with_the_next_request_and_the_person_is_told()
    {
        var visitor = await _host.VisitAsync(Role.Patient);
        await EndAllAsync(Role.Patient);

        var answer = await visitor.GetAsync("/account/manage");

        answer.Headers.Location!.ToString().Should().Be("/account/login?ReturnUrl=%2Faccount%2Fmanage&ended=1");
        (await visitor.PageAsync(answer.Headers.Location.ToString())).QuerySelector("[role=status]")!.TextContent.Should().StartWith("You were signed out");
    }

    [Fact]
    public async Task Programs_get_numbers_instead_of_pages()
    {
        var visitor = _host.Visit();

        (await visitor.GetAsync("/api/nothing-here")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await visitor.PostAsync("/api/nothing-here", new Dictionary<string, string>())).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await visitor.PostAsync("/_blazor/negotiate", new Dictionary<string, string>())).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_sessions()
    {
        var visitor = await _host.VisitAsync(Role.Practitioner);
        await ManageAsync((service, admin, id) => service.DisableAsync(admin, id), Role.Practitioner);

        (await visitor.IsSignedInAsync()).Should().BeFalse();
        await ManageAsync((service, admin, id) => service.EnableAsync(admin, id), Role.Practitioner);
        (await visitor.IsSignedInAsync()).Should().BeFalse("being enabled again takes a new sign-in");
    }

    [Fact]
    public async Task Another_role_ends_the_sessions_of_the_old_one()
    {
        var visitor = await _host.VisitAsync(Role.Receptionist);
        await ManageAsync((service, admin, id) => service.ChangeRoleAsync(admin, id, Role.Admin), Role.Receptionist);

        (await visitor.IsSignedInAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_however_busy()
    {
        var visitor = await _host.VisitAsync(Role.Receptionist);
        for (var minutes = 0; minutes < 12 * 60; minutes += 9)
        {
            (await visitor.IsSignedInAsync()).Should().BeTrue();
            await _host.SweepAsync();
            _host.Clock.Advance(TimeSpan.FromMinutes(9));
        }

        (await visitor.IsSignedInAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task Opening_a_page_is_something_that_somebody_does_and_what_a_page_asks_by_itself_is_not()
    {
        var (busy, idle) = (await _host.VisitAsync(Role.Receptionist), await _host.VisitAsync(Role.Receptionist));
        for (var minutes = 0; minutes < 12; minutes += 4)
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(4));
            if (minutes < 8)
            {
                (await busy.PageAsync("/account/manage")).QuerySelector("h1").Should().NotBeNull();
                (await idle.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.OK);
                await _host.SweepAsync();
            }
        }

        (await idle.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await busy.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_this_one_goes_on()
    {
        const string Wanted = "nine brown otters";
        var visitor = await _host.VisitAsync(Role.Patient);
        var elsewhere = await _host.VisitAsync(Role.Patient);

        var answer = await ChangePasswordAsync(visitor, AccountHost.Password, Wanted, Wanted);

        answer.Headers.Location!.PathAndQuery.Should().Be("/account/manage?changed=1");
        (await visitor.IsSignedInAsync()).Should().BeTrue();
        (await elsewhere.IsSignedInAsync()).Should().BeFalse();
        (await _host.Visit().SignInAsync(_host.EmailOf(Role.Patient), AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _host.Visit().SignInAsync(_host.EmailOf(Role.Patient), Wanted)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await _host.ReadAsync(db => db.Activity.CountAsync(a => a.Kind == ActivityKind.PasswordChanged))).Should().Be(1);
    }

    [Theory]
    [InlineData("not mine at all", "nine brown otters", "nine brown otters", "current")]
    [InlineData(AccountHost.Password, "short", "short", "new")]
    [InlineData(AccountHost.Password, "passwordpassword", "passwordpassword", "new")]
    [InlineData(AccountHost.Password, "nine brown otters", "nine brown otter", "again")]
    [InlineData(AccountHost.Password, AccountHost.Password, AccountHost.Password, "new")]
    public async Task A_password_that_cannot_be_changed_says_which_field_it_is_about(string current, string wanted, string again, string field)
    {
        var visitor = await _host.VisitAsync(Role.Patient);
        var stamp = (await _host.AccountAsync(Role.Patient)).SecurityStamp;

        var page = await Visitor.DocumentAsync(await ChangePasswordAsync(visitor, current, wanted, again));

        page.QuerySelector($"#input-{field}-error").Should().NotBeNull();
        page.QuerySelectorAll("input[type=password]").Should().OnlyContain(i => string.IsNullOrEmpty(i.GetAttribute("value")));
        (await _host.AccountAsync(Role.Patient)).SecurityStamp.Should().Be(stamp);
        (await _host.ReadAsync(db => db.Activity.CountAsync(a => a.Kind == ActivityKind.PasswordChanged))).Should().Be(0);
    }

    [Fact]
    public async Task Every_role_finds_its_own_account()
    {
        foreach (var role in new[] { Role.Admin, Role.Receptionist, Role.Practitioner, Role.Patient })
        {
            var visitor = await _host.VisitAsync(role);
            (await visitor.PageAsync("/account/manage")).Body!.TextContent.Should().Contain($"The {role}").And.Contain("Test Clinic");
        }
    }

    [Fact]
    public async Task A_page_of_other_people_is_refused_with_a_way_home()
    {
        var visitor = await _host.VisitAsync(Role.Patient);

        var answer = await visitor.GetAsync("/admin/accounts");
        answer.Headers.Location!.ToString().Should().Be("/account/denied");
        var denied = await visitor.GetAsync("/account/denied");
        denied.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await Visitor.DocumentAsync(denied)).QuerySelector("main a[href='/']").Should().NotBeNull();
    }

    [Fact]
    public async Task The_principal_becomes_the_actor_and_nothing_else_does()
    {
        var account = await _host.AccountAsync(Role.Practitioner);
        var session = Guid.NewGuid();
        var principal = await _host.Get<ClinicPrincipalFactory>().CreateAsync(account, session);

        CurrentActor.From(principal).Should().Be(await _host.ActorAsync(Role.Practitioner));
        CurrentActor.From(principal)!.PractitionerId.Should().NotBeNull();
        CurrentActor.SessionOf(principal).Should().Be(session);
        CurrentActor.From(new()).Should().BeNull();
        CurrentActor.SessionOf(new()).Should().Be(Guid.Empty);
    }

    private static Task<HttpResponseMessage> ChangePasswordAsync(Visitor visitor, string current, string wanted, string again) =>
        visitor.SendAsync("/account/manage/password", "password", ("Input.Current", current), ("Input.New", wanted), ("Input.Again", again));

    // Another tab of the same browser: the same cookie, but it does not learn of a new one.
    private async Task<Visitor> CopyAsync(Visitor visitor)
    {
        var request = (await visitor.GetAsync("/account/manage")).RequestMessage!;
        var copy = _host.CreateClient(new() { BaseAddress = _host.ClientOptions.BaseAddress, AllowAutoRedirect = false, HandleCookies = false });
        copy.DefaultRequestHeaders.Add("Cookie", request.Headers.GetValues("Cookie"));
        return new Visitor(copy);
    }

    private async Task EndAllAsync(Role role)
    {
        foreach (var session in await _host.SessionsAsync(role)) await _host.Get<SessionService>().EndAsync(session.Id);
    }

    private async Task ManageAsync(Func<AccountService, Actor, Guid, Task<Outcome<Guid>>> change, Role role) =>
        (await change(_host.Get<AccountService>(), await _host.ActorAsync(Role.Admin), (await _host.AccountAsync(role)).Id)).Succeeded.Should().BeTrue();
}
