using System.Net;
using System.Text.Json;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Accounts.Web;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Export;

/// <summary>A patient takes the own record from a page of its own, and nobody else's.</summary>
public sealed class OwnExportPageTests : IDisposable
{
    private const string Page = "/account/manage/export";
    private readonly AccountHost _host = new();

    [Fact]
    public async Task The_page_says_what_it_holds_and_gives_it_for_the_password_in_two_shapes()
    {
        var patient = await _host.VisitAsync(Role.Patient);
        (await patient.PageAsync("/account/manage")).QuerySelector($"a[href='{Page}']").Should().NotBeNull();
        var page = await patient.PageAsync(Page);
        page.QuerySelectorAll(".account-list li").Should().HaveCount(4);
        page.QuerySelector("#code").Should().BeNull("there is no second factor");

        var (json, html) = (await TakeAsync(patient, "json", AccountHost.Password), await TakeAsync(patient, "html", AccountHost.Password));

        json.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        json.Content.Headers.ContentDisposition!.FileName.Should().Be("record.json");
        using var record = JsonDocument.Parse(await json.Content.ReadAsStringAsync());
        record.RootElement.GetProperty("patient").GetProperty("name").GetString().Should().NotBeEmpty();
        html.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        html.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        (await NotedAsync()).Should().Be(2);
    }

    [Fact]
    public async Task A_wrong_password_is_said_beside_the_field_and_nothing_is_given_or_noted()
    {
        var patient = await _host.VisitAsync(Role.Patient);

        var refused = await TakeAsync(patient, "json", "not mine at all");

        refused.Headers.Location!.ToString().Should().Be($"{Page}?problem=password");
        var page = await patient.PageAsync($"{Page}?problem=password");
        page.QuerySelector("#password-error")!.TextContent.Should().StartWith("This is not your password.");
        page.QuerySelector("#password")!.GetAttribute("aria-invalid").Should().Be("true");
        page.QuerySelector("[role=alert]").Should().NotBeNull();
        (await NotedAsync()).Should().Be(0);
        (await patient.PostAsync(Page, new Dictionary<string, string> { ["password"] = AccountHost.Password, ["format"] = "json" })).StatusCode.Should().Be(HttpStatusCode.BadRequest, "the form was not ours");
    }

    [Fact]
    public async Task Who_has_a_second_factor_gives_its_code_too()
    {
        var patient = await _host.VisitAsync(Role.Patient);
        var code = await _host.WithSecondFactorAsync(patient);
        (await patient.PageAsync(Page)).QuerySelector("#code").Should().NotBeNull();

        foreach (var wrong in new[] { "", "000000" }) (await TakeAsync(patient, "json", AccountHost.Password, wrong)).Headers.Location!.ToString().Should().Be($"{Page}?problem=code");
        (await patient.PageAsync($"{Page}?problem=code")).QuerySelector("#code-error")!.TextContent.Should().StartWith("This code is wrong");
        (await NotedAsync()).Should().Be(0);
        (await TakeAsync(patient, "json", AccountHost.Password, code())).StatusCode.Should().Be(HttpStatusCode.OK);
        (await TakeAsync(patient, "json", AccountHost.Password, code())).StatusCode.Should().Be(HttpStatusCode.Redirect, "a code is good once");
        (await NotedAsync()).Should().Be(1);
    }

    [Theory]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.Practitioner)]
    [InlineData(Role.Admin)]
    public async Task Nobody_who_works_there_has_such_a_page(Role role)
    {
        var visitor = await _host.VisitAsync(role);
        var manage = await visitor.PageAsync("/account/manage");
        manage.QuerySelector($"a[href='{Page}']").Should().BeNull();
        (await visitor.OpenAsync(Page)).StatusCode.Should().Be(HttpStatusCode.Redirect);

        var answer = await visitor.PostAsync(Page, new Dictionary<string, string> { [Visitor.Token] = Visitor.TokenOf(manage), ["password"] = AccountHost.Password, ["format"] = "json" });

        answer.StatusCode.Should().BeOneOf(HttpStatusCode.Redirect, HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
        (await NotedAsync()).Should().Be(0);
    }

    public void Dispose() => _host.Dispose();

    private static async Task<HttpResponseMessage> TakeAsync(Visitor patient, string format, string password, string? code = null)
    {
        var form = new Dictionary<string, string> { [Visitor.Token] = Visitor.TokenOf(await patient.PageAsync(Page)), ["password"] = password, ["format"] = format };
        if (code is not null) form["code"] = code;
        return await patient.PostAsync(Page, form);
    }

    private Task<int> NotedAsync() => _host.ReadAsync(db => db.Activity.CountAsync(l => l.Kind == ActivityKind.PatientExported));
}
