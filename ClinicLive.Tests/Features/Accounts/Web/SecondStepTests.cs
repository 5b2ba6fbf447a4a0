using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Hosting;
using ClinicLive.Web.Security;
using Microsoft.Extensions.Configuration;

namespace ClinicLive.Tests.Features.Accounts.Web;

/// <summary>Signing in with a code: through the pages as people do it, and through the API as programs do.</summary>
public sealed class SecondStepTests : IDisposable
{
    private const string Page = "/account/manage/second-factor";
    private const string CodePage = "/account/login/code";
    private readonly AccountHost _host = new();
    private string _key = "";

    private string Code => TotpCode.Of(_key, _host.Clock.GetUtcNow().ToUnixTimeSeconds() / 30);

    [Fact]
    public async Task It_is_set_up_on_a_page_and_from_then_on_a_sign_in_has_two_steps()
    {
        var lena = await _host.VisitAsync(Role.Receptionist);
        var elsewhere = await _host.VisitAsync(Role.Receptionist);
        var wrong = await Visitor.DocumentAsync(await lena.SendAsync(Page, "begin", ("Begin.Password", "not mine at all")));
        wrong.QuerySelector("#begin-password-error")!.TextContent.Should().Be("This is not your current password.");
        var codes = await SetUpAsync(lena);
        codes.Should().HaveCount(10);
        (await lena.IsSignedInAsync()).Should().BeTrue("this session goes on");
        (await elsewhere.IsSignedInAsync()).Should().BeFalse();
        (await lena.PageAsync(Page)).QuerySelector("[data-codes]").Should().BeNull("they are shown once");

        var visitor = _host.Visit();
        var first = await visitor.SignInAsync(_host.EmailOf(Role.Receptionist), AccountHost.Password, "/account/login?ReturnUrl=%2Faccount%2Fmanage");
        first.Headers.Location!.PathAndQuery.Should().Be($"{CodePage}?ReturnUrl=%2Faccount%2Fmanage");
        first.Headers.GetValues("Set-Cookie").Should().ContainSingle(c => c.StartsWith("clinic-step=")).Which.ToLowerInvariant().Should().Contain("httponly").And.Contain("path=/account/login");
        (await visitor.IsSignedInAsync()).Should().BeFalse();
        (await Visitor.DocumentAsync(await SendCodeAsync(visitor, "000000"))).QuerySelector("#input-code-error")!.TextContent.Should().Be(SecondStep.Wrong.Sentence);

        _host.Clock.Advance(TotpCode.Step);
        var code = Code;
        var second = await visitor.SendAsync($"{CodePage}?ReturnUrl=%2Faccount%2Fmanage", "code", ("Input.Code", $"{code[..3]} {code[3..]}"));
        second.Headers.Location!.PathAndQuery.Should().Be("/account/manage");
        (await visitor.IsSignedInAsync()).Should().BeTrue();

        var again = _host.Visit();
        await again.SignInAsync(_host.EmailOf(Role.Receptionist), AccountHost.Password);
        (await SendCodeAsync(again, code)).StatusCode.Should().Be(HttpStatusCode.OK, "a code is good once");
        (await SendCodeAsync(again, codes[3])).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await again.IsSignedInAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task Without_a_password_just_now_there_is_no_second_step()
    {
        (await _host.Visit().GetAsync(CodePage)).Headers.Location!.PathAndQuery.Should().Be("/account/login");
        await SetUpAsync(await _host.VisitAsync(Role.Patient));
        var slow = _host.Visit();
        await slow.SignInAsync(_host.EmailOf(Role.Patient), AccountHost.Password);
        _host.Clock.Advance(SecondStep.Patience);
        (await slow.GetAsync(CodePage)).Headers.Location!.PathAndQuery.Should().Be("/account/login");
    }

    [Fact]
    public async Task Wrong_codes_pause_the_account_and_the_right_password_in_between_does_not_help()
    {
        await SetUpAsync(await _host.VisitAsync(Role.Receptionist));
        _host.Clock.Advance(TotpCode.Step);
        var visitor = _host.Visit();
        for (var i = 0; i < PasswordCheck.Attempts; i++)
        {
            (await visitor.SignInAsync(_host.EmailOf(Role.Receptionist), AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.Redirect, $"attempt {i}");
            (await SendCodeAsync(visitor, "000000")).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        (await Visitor.DocumentAsync(await SendCodeAsync(visitor, Code))).QuerySelector("#input-code-error")!.TextContent.Should().Be(SecondStep.Wrong.Sentence, "the same as for a wrong one");
        (await _host.Visit().SignInAsync(_host.EmailOf(Role.Receptionist), AccountHost.Password)).StatusCode.Should().Be(HttpStatusCode.OK, "the account pauses");
        _host.Clock.Advance(PasswordCheck.Pause);
        await visitor.SignInAsync(_host.EmailOf(Role.Receptionist), AccountHost.Password);
        (await SendCodeAsync(visitor, Code)).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Programs_send_the_code_with_the_password()
    {
        await SetUpAsync(await _host.VisitAsync(Role.Practitioner));
        _host.Clock.Advance(TotpCode.Step);
        var program = _host.Visit();

        (await LoginAsync(program, null)).Should().Be((401, "urn:problem-type:cliniclive:second-factor-required"));
        (await LoginAsync(program, "000000")).Should().Be((401, "urn:problem-type:cliniclive:wrong-credentials"));
        (await LoginAsync(program, Code, "not the password")).Should().Be((401, "urn:problem-type:cliniclive:wrong-credentials"));
        (await LoginAsync(program, Code)).Status.Should().Be(200);
        (await LoginAsync(program, Code)).Status.Should().Be(401, "a code is good once");
    }

    [Fact]
    public async Task It_is_turned_off_with_the_password_only()
    {
        var patient = await _host.VisitAsync(Role.Patient);
        await SetUpAsync(patient);
        (await patient.SendAsync(Page, "off", ("Off.Password", "not mine at all"))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _host.AccountAsync(Role.Patient)).TwoFactorEnabled.Should().BeTrue();
        (await Visitor.DocumentAsync(await patient.SendAsync(Page, "renew", ("Renew.Password", AccountHost.Password)))).QuerySelectorAll("[data-codes] code").Should().HaveCount(10);

        (await patient.SendAsync(Page, "off", ("Off.Password", AccountHost.Password))).Headers.Location!.PathAndQuery.Should().Be("/account/manage?second=off");

        (await patient.IsSignedInAsync()).Should().BeTrue();
        (await _host.Visit().SignInAsync(_host.EmailOf(Role.Patient), AccountHost.Password)).Headers.Location!.PathAndQuery.Should().Be("/");
    }

    [Fact]
    public async Task Where_it_is_required_staff_set_it_up_first_and_patients_do_not()
    {
        await using var strict = new AccountHost(settings: [(SecondFactorRule.Key, "true")]);
        (await (await strict.VisitAsync(Role.Patient)).OpenAsync("/portal")).StatusCode.Should().Be(HttpStatusCode.OK);
        var lena = await strict.VisitAsync(Role.Receptionist);
        foreach (var path in new[] { "/dashboard", "/", "/chat", "/sign-ins" }) (await lena.OpenAsync(path)).Headers.Location!.ToString().Should().Be(Page, path);
        (await lena.GetAsync("/api/appointments")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await lena.PostAsync("/_blazor/negotiate", new Dictionary<string, string>())).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        using var login = await strict.Visit().Client.PostAsJsonAsync("/api/auth/login", new { email = strict.EmailOf(Role.Receptionist), password = AccountHost.Password });
        (await login.Content.ReadAsStringAsync()).Should().Contain("second-factor-required");

        await SetUpAsync(lena, strict);

        (await lena.OpenAsync("/dashboard")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await lena.PageAsync(Page)).QuerySelector("#off-password").Should().BeNull("it cannot be turned off");
    }

    [Fact]
    public void A_rule_that_is_neither_yes_nor_no_is_refused_by_name()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(SecondFactorRule.Key, "staff")]).Build();
        ((Action)(() => SecondFactorRule.Of(settings))).Should().Throw<ClinicSettingException>().WithMessage($"*{SecondFactorRule.Key}*");
    }

    public void Dispose() => _host.Dispose();

    private async Task<IReadOnlyList<string>> SetUpAsync(Visitor visitor, AccountHost? host = null)
    {
        var page = await Visitor.DocumentAsync(await visitor.SendAsync(Page, "begin", ("Begin.Password", AccountHost.Password)));
        _key = page.QuerySelector("[data-key]")!.TextContent.Replace(" ", "");
        page.QuerySelector("svg.qr").Should().NotBeNull();
        var code = TotpCode.Of(_key, (host ?? _host).Clock.GetUtcNow().ToUnixTimeSeconds() / 30);
        var done = await Visitor.DocumentAsync(await visitor.SendAsync(Page, "confirm", ("Confirm.Code", code)));
        return [.. done.QuerySelectorAll("[data-codes] code").Select(c => c.TextContent)];
    }

    private static Task<HttpResponseMessage> SendCodeAsync(Visitor visitor, string code) => visitor.SendAsync(CodePage, "code", ("Input.Code", code));

    private async Task<(int Status, string? Type)> LoginAsync(Visitor program, string? code, string password = AccountHost.Password)
    {
        using var answer = await program.Client.PostAsJsonAsync("/api/auth/login", new { email = _host.EmailOf(Role.Practitioner), password, code });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, body.TryGetProperty("type", out var type) ? type.GetString() : null);
    }
}
