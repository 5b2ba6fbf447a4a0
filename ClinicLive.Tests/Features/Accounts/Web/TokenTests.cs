using System.Net;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Accounts.Web;

/// <summary>Programs sign in with the same checks as people, and what they get ends with the session.</summary>
public sealed class TokenTests : IDisposable
{
    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task The_right_password_gives_tokens_and_they_tell_who_asks()
    {
        var answer = (await SignInAsync(Home.Lena)).Ok();

        answer.Fields.Should().Equal("accessToken", "expiresIn", "refreshToken", "tokenType");
        answer.At("tokenType").Should().Be("Bearer");
        answer.At("expiresIn").Should().Be("600");
        var me = (await With(answer).GetAsync("/api/me")).Ok();
        me.Fields.Should().Equal("displayName", "id", "organizationId", "role");
        (me.At("id"), me.At("displayName"), me.At("role"), me.At("organizationId"))
            .Should().Be((Home.Lena.UserId.ToString(), "Lena Desk", "Receptionist", Home.Id.ToString()));
        me.Headers["Cache-Control"].Should().Be("no-store");
        me.Headers.Should().ContainKey("Content-Security-Policy").And.NotContainKey("Set-Cookie");
    }

    [Fact]
    public async Task Unknown_wrong_locked_and_disabled_get_the_same_answer()
    {
        await _host.Get<AccountService>().DisableAsync(Home.Admin, Home.Omar.UserId);
        for (var i = 0; i < PasswordCheck.Attempts; i++) await SignInAsync(Home.Patient, "wrong");

        ApiAnswer[] all =
        [
            await _host.Nobody().PostAsync("/api/auth/login", new { email = "nobody@nowhere.test", password = ApiHost.Password }),
            await SignInAsync(Home.Lena, "wrong"), await SignInAsync(Home.Patient), await SignInAsync(Home.Omar),
        ];

        foreach (var one in all) one.IsProblem(401, "wrong-credentials");
        all.Select(a => a.Text).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Too_many_attempts_from_one_place_wait()
    {
        for (var i = 0; i < SignInThrottle.Failures; i++) await SignInAsync(i % 2 == 0 ? Home.Lena : Home.Omar, "wrong");

        var answer = (await SignInAsync(Home.Admin)).IsProblem(429, "too-many");

        answer.Headers["Retry-After"].Should().Be("300");
        _host.Clock.Advance(SignInThrottle.Window);
        (await SignInAsync(Home.Admin)).Ok();
    }

    [Fact]
    public async Task A_refresh_token_is_good_once_and_the_next_one_goes_on()
    {
        var first = (await SignInAsync(Home.Lena)).Ok();
        _host.Clock.Advance(TimeSpan.FromMinutes(9));

        var second = (await RefreshAsync(first)).Ok();

        second.Fields.Should().Equal(first.Fields);
        second.At("refreshToken").Should().NotBe(first.At("refreshToken"));
        _host.Clock.Advance(TimeSpan.FromMinutes(9));
        (await With(first).GetAsync("/api/me")).IsProblem(401, "unauthenticated").Headers["WWW-Authenticate"].Should().StartWith("Bearer");
        (await With(second).GetAsync("/api/me")).Ok();
    }

    [Fact]
    public async Task A_used_refresh_token_ends_the_whole_family()
    {
        var first = (await SignInAsync(Home.Lena)).Ok();
        var second = (await RefreshAsync(first)).Ok();
        var elsewhere = (await SignInAsync(Home.Lena)).Ok();

        (await RefreshAsync(first)).IsProblem(401, "wrong-refresh-token");

        (await With(second).GetAsync("/api/me")).IsProblem(401, "unauthenticated");
        (await RefreshAsync(second)).IsProblem(401, "wrong-refresh-token");
        (await With(elsewhere).GetAsync("/api/me")).Ok();
        (await SessionsAsync(Home.Lena)).Count(s => s.EndedAt is not null).Should().Be(1);
    }

    [Fact]
    public async Task Of_many_uses_at_once_one_succeeds_and_then_nothing_is_left()
    {
        var first = (await SignInAsync(Home.Lena)).Ok();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RefreshAsync(first)));

        all.Count(a => a.Status == HttpStatusCode.OK).Should().BeLessThanOrEqualTo(1);
        all.Should().OnlyContain(a => a.Status == HttpStatusCode.OK || a.Status == HttpStatusCode.Unauthorized);
        (await SessionsAsync(Home.Lena)).Should().ContainSingle().Which.EndedAt.Should().NotBeNull();
        foreach (var one in all.Where(a => a.Status == HttpStatusCode.OK)) (await With(one).GetAsync("/api/me")).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Only_hashes_of_refresh_tokens_are_kept_and_those_of_old_sessions_go()
    {
        var first = (await SignInAsync(Home.Lena)).Ok();
        await RefreshAsync(first);
        var kept = await _host.ReadAsync(db => db.RefreshTokens.AsNoTracking().ToListAsync());
        kept.Should().HaveCount(2).And.OnlyContain(t => t.Hash.Length == 64 && t.Hash != first.At("refreshToken"));

        _host.Clock.Jump(SignInSession.Longest);
        await SignInAsync(Home.Omar);

        (await _host.ReadAsync(db => db.RefreshTokens.CountAsync())).Should().Be(1);
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("signed out")]
    [InlineData("disabled")]
    [InlineData("other role")]
    [InlineData("too old")]
    public async Task Whatever_ends_a_session_ends_its_tokens_at_once(string how)
    {
        var tokens = (await SignInAsync(Home.Lena)).Ok();
        var caller = With(tokens);
        (await caller.GetAsync("/api/me")).Ok();

        switch (how)
        {
            case "ended":
                await _host.Get<SessionService>().EndAsync((await SessionsAsync(Home.Lena)).Single().Id);
                break;
            case "signed out":
                (await caller.PostAsync("/api/auth/logout")).Ok(HttpStatusCode.NoContent);
                break;
            case "disabled":
                await _host.Get<AccountService>().DisableAsync(Home.Admin, Home.Lena.UserId);
                await _host.Get<AccountService>().EnableAsync(Home.Admin, Home.Lena.UserId);
                break;
            case "other role":
                await _host.Get<AccountService>().ChangeRoleAsync(Home.Admin, Home.Lena.UserId, Role.Admin);
                break;
            default:
                _host.Clock.Jump(SignInSession.Longest);
                break;
        }

        (await caller.GetAsync("/api/me")).IsProblem(401, "unauthenticated");
        (await RefreshAsync(tokens)).IsProblem(401, "wrong-refresh-token");
    }

    [Fact]
    public async Task A_new_password_ends_the_tokens_of_all_programs()
    {
        var tokens = (await SignInAsync(Home.Lena)).Ok();
        var browser = await BrowserAsync(Home.Lena);
        await browser.SendAsync("/account/manage/password", "password", ("Input.Current", ApiHost.Password), ("Input.New", "nine brown otters"), ("Input.Again", "nine brown otters"));

        (await With(tokens).GetAsync("/api/me")).IsProblem(401, "unauthenticated");
        (await RefreshAsync(tokens)).IsProblem(401, "wrong-refresh-token");
    }

    [Fact]
    public async Task Forged_and_changed_tokens_are_nobodys()
    {
        var good = (await SignInAsync(Home.Lena)).Ok().At("accessToken")!;
        string[] bad =
        [
            "x", "", new('a', 5_000), good[..^2], good + "A", (good[0] == 'C' ? "D" : "C") + good[1..], good[..60] + (good[60] == 'A' ? 'B' : 'A') + good[61..],
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.", "../../etc/passwd", good.ToUpperInvariant(),
        ];

        foreach (var token in bad)
        {
            (await _host.Nobody().GetAsync("/api/me", ("Authorization", $"Bearer {token}"))).IsProblem(401, "unauthenticated");
            (await _host.Nobody().PostAsync("/api/auth/refresh", new { refreshToken = token })).IsProblem(401, "wrong-refresh-token");
        }
    }

    [Fact]
    public async Task A_token_is_not_read_outside_the_api()
    {
        var caller = With((await SignInAsync(Home.Lena)).Ok());

        var page = await caller.GetAsync("/dashboard");

        page.Status.Should().Be(HttpStatusCode.Redirect);
        page.Headers["Location"].Should().Contain("/account/login");
    }

    [Theory]
    [InlineData("", 400, "malformed")]
    [InlineData("null", 400, "malformed")]
    [InlineData("[]", 400, "malformed")]
    [InlineData("{\"email\":\"a@b.c\"}", 400, "malformed")]
    [InlineData("{\"email\":\"a@b.c\",\"password\":null}", 400, "malformed")]
    [InlineData("{\"email\":\"a@b.c\",\"password\":7}", 400, "malformed")]
    [InlineData("{\"email\":\"a@b.c\",\"password\":\"x\",\"role\":\"Admin\"}", 400, "malformed")]
    [InlineData("{\"email\":\"a@b.c\",\"password\":\"x\",\"email\":\"a@b.d\"}", 400, "malformed")]
    [InlineData("{\"Email\":\"a@b.c\",\"password\":\"x\"}", 400, "malformed")]
    [InlineData("{\"email\":\"a@b.c\",\"password\":\"x\"", 400, "malformed")]
    public async Task A_body_that_is_not_what_is_asked_for_is_refused(string body, int status, string type) =>
        (await _host.Nobody().SendAsync(HttpMethod.Post, "/api/auth/login", body)).IsProblem(status, type).At("detail").Should().NotBeNullOrEmpty();

    [Fact]
    public async Task Huge_deep_and_foreign_bodies_are_refused()
    {
        var nobody = _host.Nobody();

        (await nobody.PostAsync("/api/auth/login", new { email = "a@b.c", password = new string('x', 10_000_000) })).IsProblem(413, "too-large");
        (await nobody.SendAsync(HttpMethod.Post, "/api/auth/login", new string('[', 20_000))).IsProblem(400, "malformed");
        using var unsaid = new StreamContent(new UnsaidLength(new byte[10_000_000])); // comes in chunks, without a word of its length
        unsaid.Headers.ContentType = new("application/json");
        using var chunked = await nobody.Client.PostAsync(new Uri("/api/auth/login", UriKind.Relative), unsaid);
        chunked.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        using var form = new FormUrlEncodedContent([new("email", "a@b.c"), new("password", "x")]);
        using var answer = await nobody.Client.PostAsync(new Uri("/api/auth/login", UriKind.Relative), form);
        answer.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Nobody_gets_numbers_and_never_the_sign_in_page()
    {
        (await _host.Nobody().GetAsync("/api/me")).IsProblem(401, "unauthenticated").Headers.Should().NotContainKey("Location");
        var caller = await _host.AsAsync(Home.Lena);
        (await caller.GetAsync("/api/nothing-here")).IsProblem(404, "not-found");
        (await caller.GetAsync("/api/auth/login")).IsProblem(404, "not-found");
        (await caller.PostAsync("/api/nothing-here", new { })).IsProblem(404, "not-found");
        (await caller.PutAsync("/api/me", new { })).IsProblem(404, "not-found");
    }

    [Fact]
    public async Task The_cookie_reads_and_changes_only_for_our_own_pages()
    {
        var browser = await BrowserAsync(Home.Lena);
        var caller = new ApiCaller(browser.Client);
        (await caller.GetAsync("/api/me", ("Sec-Fetch-Site", "cross-site"))).Ok();

        (await caller.PostAsync("/api/auth/logout")).IsProblem(403, "foreign-page");
        (await caller.PostAsync("/api/auth/logout", null, ("Sec-Fetch-Site", "cross-site"))).IsProblem(403, "foreign-page");
        (await caller.PostAsync("/api/auth/logout", null, ("Sec-Fetch-Site", "same-site"))).IsProblem(403, "foreign-page");
        (await caller.PostAsync("/api/auth/logout", null, ("Origin", "https://evil.example"))).IsProblem(403, "foreign-page");
        (await caller.PostAsync("/api/auth/logout", null, ("Origin", "null"))).IsProblem(403, "foreign-page");
        (await caller.PostAsync("/api/auth/logout", null, ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://clinic.test"), ("X-Clinic-Request", "1"))).IsProblem(403, "foreign-page");
        (await caller.GetAsync("/api/me")).Ok();

        (await caller.PostAsync("/api/auth/logout", null, ("Sec-Fetch-Site", "same-origin"))).Ok(HttpStatusCode.NoContent);
        (await caller.GetAsync("/api/me")).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task An_answer_that_is_known_is_not_sent_again()
    {
        var caller = await _host.AsAsync(Home.Doctor);
        var first = (await caller.GetAsync("/api/me")).Ok();

        var again = await caller.GetAsync("/api/me", ("If-None-Match", first.Headers["ETag"]));

        again.Ok(HttpStatusCode.NotModified).Text.Should().BeEmpty();
        (await caller.GetAsync("/api/me", ("If-None-Match", "\"something-else\""))).Ok();
        (await (await _host.AsAsync(Home.Patient)).GetAsync("/api/me", ("If-None-Match", first.Headers["ETag"]))).Ok();
    }

    private sealed class UnsaidLength(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }

    private ApiCaller With(ApiAnswer tokens) => _host.With(tokens.At("accessToken")!);

    private async Task<ApiAnswer> SignInAsync(Actor who, string password = ApiHost.Password) =>
        await _host.Nobody().PostAsync("/api/auth/login", new { email = await _host.EmailAsync(who), password });

    private Task<ApiAnswer> RefreshAsync(ApiAnswer tokens) => _host.Nobody().PostAsync("/api/auth/refresh", new { refreshToken = tokens.At("refreshToken") });

    private async Task<Visitor> BrowserAsync(Actor who)
    {
        var browser = new Visitor(_host.CreateClient());
        (await browser.SignInAsync(await _host.EmailAsync(who), ApiHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        return browser;
    }

    private Task<List<SignInSession>> SessionsAsync(Actor who) =>
        _host.ReadAsync(db => db.SignInSessions.AsNoTracking().Where(s => s.AccountId == who.UserId).OrderBy(s => s.StartedAt).ToListAsync());
}
