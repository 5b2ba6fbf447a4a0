using System.Net;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Tests.Features.Accounts.Web;

/// <summary>The clinic's bare address sends everybody to where their day begins.</summary>
public sealed class StartPageTests : IDisposable
{
    private readonly AccountHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(Role.Admin, "/dashboard")]
    [InlineData(Role.Receptionist, "/dashboard")]
    [InlineData(Role.Practitioner, "/doctor")]
    [InlineData(Role.Patient, "/portal")]
    public async Task Each_role_is_sent_on_before_any_page_is_loaded(Role role, string start)
    {
        var visitor = _host.Visit();
        await visitor.SignInAsync(_host.EmailOf(role), AccountHost.Password);

        var answer = await visitor.GetAsync("/");

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.Should().EndWith(start);
        (await visitor.GetAsync(start)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_asked_to()
    {
        var answer = await _host.Visit().GetAsync("/");

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.Should().Be("/account/login");
    }
}
