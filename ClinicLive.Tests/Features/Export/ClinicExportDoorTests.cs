using System.Net;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Accounts.Web;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Export;

/// <summary>The clinic's records leave only for an admin who shows once more to be one.</summary>
public sealed class ClinicExportDoorTests : IDisposable
{
    private readonly AccountHost _host = new();

    [Theory]
    [InlineData("/admin/export/fhir")]
    [InlineData("/admin/export/visits")]
    [InlineData("/admin/export/patient")]
    public async Task An_admin_with_a_second_factor_gives_its_code_beside_the_password(string door)
    {
        var admin = await _host.VisitAsync(Role.Admin);
        var patient = await _host.ReadAsync(db => db.Patients.Select(p => p.Id).FirstAsync());
        var code = await _host.WithSecondFactorAsync(admin);

        foreach (var wrong in new[] { "", "000000" }) (await TakeAsync(wrong)).Headers.Location!.ToString().Should().Be("/admin/export?problem=code");
        (await NotedAsync()).Should().Be(0);
        (await TakeAsync(code(), "not mine at all")).Headers.Location!.ToString().Should().Be("/admin/export?problem=password");
        (await TakeAsync(code())).StatusCode.Should().Be(HttpStatusCode.OK);
        (await NotedAsync()).Should().Be(1);

        async Task<HttpResponseMessage> TakeAsync(string typed, string password = AccountHost.Password) => await admin.PostAsync(door, new Dictionary<string, string>
        {
            [Visitor.Token] = Visitor.TokenOf(await admin.PageAsync("/account/manage")),
            ["password"] = password,
            ["code"] = typed,
            ["patient"] = $"{patient}",
            ["format"] = "json",
        });
    }

    public void Dispose() => _host.Dispose();

    private Task<int> NotedAsync() => _host.ReadAsync(db => db.Activity.CountAsync(l => l.Kind == ActivityKind.ClinicExported || l.Kind == ActivityKind.PatientExported));
}
