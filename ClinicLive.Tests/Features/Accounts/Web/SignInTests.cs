using System.Net;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Accounts.Web;

public sealed class SignInTests : IDisposable
{
    private readonly AccountHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task The_right_password_signs_in_and_goes_to_the_start_page()
    {
        var visitor = _host.Visit();
        (await visitor.IsSignedInAsync()).Should().BeFalse();

        var answer = await visitor.SignInAsync(_host.EmailOf(Role.Receptionist), AccountHost.Password);

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.AbsolutePath.Should().Be("/");
        (await visitor.IsSignedInAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task The_address_may_be_typed_in_any_case_and_with_spaces_around_it() =>
        (await _host.Visit().SignInAsync($" {_host.EmailOf(Role.Patient).ToUpperInvariant()} ", AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);

    [Fact]
    public async Task A_page_that_was_wanted_comes_after_the_sign_in()
    {
        var visitor = _host.Visit();
        var sent = await visitor.GetAsync("/account/manage?x=1");
        sent.StatusCode.Should().Be(HttpStatusCode.Redirect);
        sent.Headers.Location!.ToString().Should().Be("/account/login?ReturnUrl=%2Faccount%2Fmanage%3Fx%3D1");

        var answer = await visitor.SignInAsync(_host.EmailOf(Role.Patient), AccountHost.Password, sent.Headers.Location.ToString());

        answer.Headers.Location!.PathAndQuery.Should().Be("/account/manage?x=1");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData(" //evil.example")]
    [InlineData("evil.example")]
    [InlineData("")]
    public async Task Nobody_is_sent_to_another_site(string wanted)
    {
        var answer = await _host.Visit().SignInAsync(_host.EmailOf(Role.Patient), AccountHost.Password, $"/account/login?ReturnUrl={Uri.EscapeDataString(wanted)}");

        answer.Headers.Location!.Should().Be(new Uri("https://clinic.test/"));
    }

    [Fact]
    public async Task Unknown_wrong_locked_and_disabled_get_the_same_answer_after_the_same_time()
    {
        var admin = await _host.ActorAsync(Role.Admin);
        await _host.Get<Domain.Features.Accounts.AccountService>().DisableAsync(admin, (await _host.AccountAsync(Role.Practitioner)).Id);
        for (var i = 0; i < PasswordCheck.Attempts; i++) await _host.Visit("192.0.2.7").SignInAsync(_host.EmailOf(Role.Patient), "wrong");

        var answers = new List<string>();
        foreach (var (email, password) in new[]
        {
            ("nobody@accounts.test", AccountHost.Password),
            (_host.EmailOf(Role.Receptionist), "wrong"),
            (_host.EmailOf(Role.Patient), AccountHost.Password),
            (_host.EmailOf(Role.Practitioner), AccountHost.Password),
        })
        {
            var visitor = _host.Visit();
            var since = TimeProvider.System.GetTimestamp();
            var answer = await visitor.SignInAsync(email, password);
            TimeProvider.System.GetElapsedTime(since).Should().BeGreaterThan(TimeSpan.FromMilliseconds(240));
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            answer.Headers.Should().NotContain(h => h.Key == "Set-Cookie" && h.Value.Any(v => v.StartsWith("clinic=", StringComparison.Ordinal)));
            var page = await Visitor.DocumentAsync(answer);
            foreach (var own in page.QuerySelectorAll($"input[name={Visitor.Token}]").Concat(page.QuerySelectorAll("head"))) own.Remove();
            answers.Add(page.Body!.InnerHtml.Replace(email, "", StringComparison.Ordinal).Split("<!--")[0]);
        }

        answers.Distinct().Should().ContainSingle().Which.Should().Contain(PasswordCheck.Wrong.Sentence);
    }

    [Fact]
    public async Task Five_wrong_passwords_pause_the_account_for_fifteen_minutes()
    {
        var email = _host.EmailOf(Role.Receptionist);
        for (var i = 0; i < PasswordCheck.Attempts; i++) await _host.Visit().SignInAsync(email, "wrong");

        (await _host.Visit().SignInAsync(email, AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromMinutes(14));
        (await _host.Visit().SignInAsync(email, AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromMinutes(1.1));
        (await _host.Visit().SignInAsync(email, AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_right_password_forgets_the_wrong_ones()
    {
        var email = _host.EmailOf(Role.Receptionist);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < PasswordCheck.Attempts - 1; i++) await _host.Visit().SignInAsync(email, "wrong");
            (await _host.Visit().SignInAsync(email, AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        }
    }

    [Fact]
    public async Task Attempts_at_the_same_moment_are_counted_each()
    {
        var email = _host.EmailOf(Role.Receptionist);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _host.Visit().SignInAsync(email, "wrong")));

        (await _host.Visit().SignInAsync(email, AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _host.AccountAsync(Role.Receptionist)).LockoutEnd.Should().Be(_host.Clock.GetUtcNow() + PasswordCheck.Pause);
    }

    [Fact]
    public async Task Twenty_failures_from_one_address_close_the_door_for_it_alone_and_for_five_minutes()
    {
        for (var i = 0; i < SignInThrottle.Failures; i++) await _host.Visit().SignInAsync($"guess{i}@accounts.test", "wrong");

        var closed = await _host.Visit().SignInAsync(_host.EmailOf(Role.Admin), AccountHost.Password);
        closed.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        closed.Headers.RetryAfter.Should().NotBeNull();
        (await Visitor.ProblemAsync(closed)).Should().Be("There were too many attempts from your network. Please wait 5 min and try again.");
        (await _host.Visit("192.0.2.99").SignInAsync(_host.EmailOf(Role.Admin), AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);

        _host.Clock.Advance(SignInThrottle.Window);
        (await _host.Visit().SignInAsync(_host.EmailOf(Role.Admin), AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Right_passwords_do_not_use_the_address_up()
    {
        for (var i = 0; i <= SignInThrottle.Failures; i++)
        {
            (await _host.Visit().SignInAsync(_host.EmailOf(Role.Receptionist), AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        }
    }

    [Fact]
    public async Task The_typed_address_stays_and_the_password_does_not()
    {
        var page = await Visitor.DocumentAsync(await _host.Visit().SignInAsync("lena@\"><b>x", "my secret try"));

        page.QuerySelector("input[name='Input.Email']")!.GetAttribute("value").Should().Be("lena@\"><b>x");
        page.Body!.InnerHtml.Should().NotContain("my secret try");
    }

    [Fact]
    public async Task What_is_missing_is_said_beside_its_field()
    {
        var page = await Visitor.DocumentAsync(await _host.Visit().SignInAsync("", ""));

        page.QuerySelector("#input-email-error")!.TextContent.Should().Be("Please enter your e-mail address.");
        page.QuerySelector("#input-password")!.GetAttribute("aria-describedby").Should().Be("input-password-error");
        page.QuerySelector("#input-password")!.GetAttribute("aria-invalid").Should().Be("true");
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        var answer = await _host.Visit().PostAsync("/account/login", new Dictionary<string, string>
        {
            ["_handler"] = "sign-in", ["Input.Email"] = _host.EmailOf(Role.Admin), ["Input.Password"] = AccountHost.Password,
        });

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await Visitor.DocumentAsync(answer)).QuerySelector("h1")!.TextContent.Should().Be("This could not be read");
    }

    [Fact]
    public async Task Each_sign_in_is_a_new_session_and_ends_the_one_that_this_browser_had()
    {
        var visitor = await _host.VisitAsync(Role.Receptionist);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        await visitor.SignInAsync(_host.EmailOf(Role.Practitioner), AccountHost.Password);

        (await _host.SessionsAsync(Role.Receptionist)).Should().ContainSingle().Which.EndedAt.Should().Be(_host.Clock.GetUtcNow());
        (await _host.SessionsAsync(Role.Practitioner)).Should().ContainSingle().Which.EndedAt.Should().BeNull();
        (await visitor.PageAsync("/account/manage")).Body!.TextContent.Should().Contain("Doctor");
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task The_cookie_is_out_of_reach_for_scripts_other_sites_and_plain_lines(string environment)
    {
        await using var host = new AccountHost(environment);
        var answer = await host.Visit().SignInAsync(host.EmailOf(Role.Patient), AccountHost.Password);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("clinic=", StringComparison.Ordinal)).ToLowerInvariant();
        cookie.Should().Contain("; httponly").And.Contain("; samesite=lax").And.Contain("; secure").And.NotContain("expires=");
    }

    [Fact]
    public async Task While_the_database_cannot_be_written_a_sentence_says_so()
    {
        var visitor = _host.Visit();
        await visitor.GetAsync("/account/login");
        await using var db = await _host.Get<IDbContextFactory<Domain.Data.ClinicDbContext>>().CreateDbContextAsync();
        await using var other = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("UPDATE Accounts SET AccessFailedCount = 0 WHERE 1 = 0"); // holds the write lock

        var answer = await visitor.SignInAsync(_host.EmailOf(Role.Patient), AccountHost.Password);

        (await Visitor.ProblemAsync(answer)).Should().Be(PasswordCheck.NotPossibleNow.Sentence);
    }
}
