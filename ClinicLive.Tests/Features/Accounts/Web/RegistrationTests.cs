using System.Net;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Accounts.Web;

public sealed class RegistrationTests : IDisposable
{
    private const string Password = "eleven white doves";
    private readonly AccountHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_patient_registers_and_is_signed_in()
    {
        var visitor = _host.Visit();

        var answer = await RegisterAsync(visitor);

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.AbsolutePath.Should().Be("/");
        (await visitor.PageAsync("/account/manage")).Body!.TextContent.Should().Contain("Nóra Ærø").And.Contain("Patient");
        var patient = await _host.ReadAsync(db => db.Patients.SingleAsync(p => p.Name == "Nóra Ærø"));
        patient.BirthDate.Should().Be(new DateOnly(1990, 5, 4));
        patient.AccountId.Should().NotBeNull();
    }

    [Fact]
    public async Task Everything_that_is_missing_is_said_at_once_beside_its_field()
    {
        var page = await Visitor.DocumentAsync(await RegisterAsync(_host.Visit(), "", "", "", "", "", "", ""));

        page.QuerySelectorAll(".account-error").Select(e => e.Id)
            .Should().BeEquivalentTo("input-clinic-error", "input-name-error", "input-email-error", "input-birthdate-error", "input-password-error");
        page.QuerySelector("[role=alert]")!.TextContent.Should().Be("5 fields need another look.");
        foreach (var wrong in page.QuerySelectorAll("[aria-invalid]")) page.GetElementById(wrong.GetAttribute("aria-describedby")!.Split(' ')[^1]).Should().NotBeNull();
    }

    [Theory]
    [InlineData("Name", " \u200b ", "name")]
    [InlineData("Email", "no address", "email")]
    [InlineData("Email", "receptionist@accounts.test", "email")]
    [InlineData("BirthDate", "2031-01-01", "birthdate")]
    [InlineData("BirthDate", "yesterday", "birthdate")]
    [InlineData("BirthDate", "1850-01-01", "birthdate")]
    [InlineData("Phone", "012345678901234567890123456789012345678901234567890", "phone")]
    [InlineData("Password", "short", "password")]
    [InlineData("Password", "passwordpassword", "password")]
    [InlineData("Again", "something else", "again")]
    [InlineData("Clinic", "6f9619ff-8b86-d011-b42d-00c04fc964ff", "clinic")]
    public async Task What_cannot_be_used_is_said_beside_its_field_and_the_rest_stays(string field, string value, string marked)
    {
        var accounts = await _host.ReadAsync(db => db.Accounts.CountAsync());
        var typed = Filled();
        typed[$"Input.{field}"] = value;
        if (field == "Password") typed["Input.Again"] = value;

        var page = await Visitor.DocumentAsync(await RegisterAsync(_host.Visit(), typed));

        page.QuerySelectorAll(".account-error").Select(e => e.Id).Should().Equal($"input-{marked}-error");
        foreach (var (name, kept) in typed.Where(t => t.Key is "Input.Name" or "Input.Email" or "Input.BirthDate" or "Input.Phone"))
        {
            page.QuerySelector($"input[name='{name}']")!.GetAttribute("value").Should().Be(kept);
        }

        page.Body!.InnerHtml.Should().NotContain(Password);
        (await _host.ReadAsync(db => db.Accounts.CountAsync())).Should().Be(accounts);
    }

    [Fact]
    public async Task The_same_form_twice_at_once_makes_one_account()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RegisterAsync(_host.Visit())));

        answers.Count(a => a.StatusCode == HttpStatusCode.Redirect).Should().Be(1);
        answers.Should().OnlyContain(a => a.StatusCode == HttpStatusCode.Redirect || a.StatusCode == HttpStatusCode.OK);
        (await _host.ReadAsync(db => db.Accounts.CountAsync(a => a.Role == Role.Patient))).Should().Be(2);
    }

    private Task<HttpResponseMessage> RegisterAsync(Visitor visitor) => RegisterAsync(visitor, Filled());

    private static Task<HttpResponseMessage> RegisterAsync(
        Visitor visitor, string clinic, string name, string email, string birthDate, string phone, string password, string again) =>
        visitor.SendAsync("/account/register", "register", ("Input.Clinic", clinic), ("Input.Name", name), ("Input.Email", email),
            ("Input.BirthDate", birthDate), ("Input.Phone", phone), ("Input.Password", password), ("Input.Again", again));

    private static Task<HttpResponseMessage> RegisterAsync(Visitor visitor, Dictionary<string, string> typed) =>
        visitor.SendAsync("/account/register", "register", [.. typed.Select(t => (t.Key, t.Value))]);

    private Dictionary<string, string> Filled() => new()
    {
        ["Input.Clinic"] = _host.Clinic.ToString(),
        ["Input.Name"] = "Nóra Ærø",
        ["Input.Email"] = "nora@accounts.test",
        ["Input.BirthDate"] = "1990-05-04",
        ["Input.Phone"] = "+49 30 1234",
        ["Input.Password"] = Password,
        ["Input.Again"] = Password,
    };
}
