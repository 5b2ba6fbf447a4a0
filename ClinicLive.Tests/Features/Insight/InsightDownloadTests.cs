using System.Net;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Accounts.Web;

namespace ClinicLive.Tests.Features.Insight;

/// <summary>The tables as files, asked for over HTTP by everybody.</summary>
public sealed class InsightDownloadTests : IDisposable
{
    private readonly AccountHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("waits", "Hour,Patients,Mean wait (min)")]
    [InlineData("doctors", "Doctor,Days,Appointments")]
    [InlineData("weeks", "Week from,Appointments,Seen")]
    public async Task An_admin_downloads_a_table(string table, string head)
    {
        var admin = await _host.VisitAsync(Role.Admin);

        var answer = await admin.GetAsync($"/admin/insight/{table}.csv?from=2026-06-01&to=2026-06-14");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/csv; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.FileName.Should().Be($"{table}-2026-06-01-2026-06-14.csv");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        var text = await answer.Content.ReadAsStringAsync();
        text.TrimStart('\uFEFF').Should().StartWith(head).And.EndWith("\r\n");
        if (table == "weeks") text.Should().Contain("\r\n2026-06-01,0,0,0,0,\r\n2026-06-08,0,0,0,0,\r\n");
    }

    [Theory]
    [InlineData("/admin/insight/nothing.csv", HttpStatusCode.NotFound)]
    [InlineData("/admin/insight/waits.csv?from=2020-01-01", HttpStatusCode.BadRequest)]
    [InlineData("/admin/insight/waits.csv?to=someday", HttpStatusCode.BadRequest)]
    [InlineData("/admin/insight/waits.csv?doctor=1", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_asked_is_refused(string path, HttpStatusCode status) =>
        (await (await _host.VisitAsync(Role.Admin)).GetAsync(path)).StatusCode.Should().Be(status);

    [Theory]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.Practitioner)]
    [InlineData(Role.Patient)]
    public async Task Nobody_else_downloads_anything(Role role) => await RefusedAsync(await _host.VisitAsync(role));

    [Fact]
    public async Task Nobody_who_is_not_signed_in_does() => await RefusedAsync(_host.Visit());

    private static async Task RefusedAsync(Visitor visitor)
    {
        var answer = await visitor.GetAsync("/admin/insight/doctors.csv");

        answer.StatusCode.Should().BeOneOf(HttpStatusCode.Redirect, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("Practitioner");
    }
}
