using System.Text;
using System.Text.Json;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Export;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Export;

/// <summary>What leaves the clinic, for whom, and that it is noted.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();
    private readonly ImportFiles _files = new();

    public void Dispose()
    {
        _files.Dispose();
        _clinic.Dispose();
    }

    [Fact]
    public async Task Only_an_admin_exports_the_clinic_and_each_time_leaves_a_line()
    {
        var exports = _clinic.Get<ExportService>();
        foreach (var role in new[] { Role.Receptionist, Role.Practitioner, Role.Patient })
        {
            (await exports.ClinicAsync(_clinic.Home.Of(role), ClinicExportShape.Patients, "x")).Refusal!.Kind.Should().Be(RefusalKind.Forbidden, $"{role}");
        }

        (await exports.ClinicAsync(_clinic.Home.Admin with { UserId = Guid.NewGuid() }, ClinicExportShape.Fhir, "x")).Succeeded.Should().BeFalse();
        _clinic.Count("ActivityLog").Should().Be(0);
        var table = await WriteAsync(_clinic.Home.Admin, ClinicExportShape.Patients);
        table.Should().Contain("Paula Patient").And.NotContain(_clinic.Other.Patient.PatientId!.Value.ToString());
        await using var db = _clinic.NewContext();
        var line = await db.Activity.SingleAsync();
        (line.Kind, line.To, line.ActorId).Should().Be((ActivityKind.ClinicExported, "Patients", _clinic.Home.Admin.UserId));
    }

    [Fact]
    public async Task The_bundle_of_the_clinic_can_be_taken_over_by_another()
    {
        await _clinic.BookAsync(_clinic.Now.AddDays(1), minutes: 30);

        var bundle = await WriteAsync(_clinic.Home.Admin, ClinicExportShape.Fhir);

        using var json = JsonDocument.Parse(bundle);
        json.RootElement.GetProperty("entry").EnumerateArray().Select(e => e.GetProperty("resource").GetProperty("resourceType").GetString()).Distinct()
            .Should().Contain(["Organization", "Location", "Practitioner", "Patient", "Appointment"]);
        var taken = await _clinic.Get<ImportService>().RunAsync(_clinic.Other.Admin, new ImportRequest([_files.Write("clinic.json", bundle)]));
        (taken.Value!.New(ImportKind.Patient), taken.Value.New(ImportKind.Doctor), taken.Value.New(ImportKind.Visit)).Should().Be((2, 2, 1));
    }

    [Fact]
    public async Task Cells_of_a_table_are_never_formulas_and_hold_what_people_wrote()
    {
        await ImportFiles.RunAsync(_clinic, new ImportRequest([_files.Write("p.csv", "id,name,dob\n1,\"=cmd|' /C calc'!A0, \"\"x\"\"\",1970-01-01\n")]));
        (await WriteAsync(_clinic.Home.Admin, ClinicExportShape.Patients)).Should().Contain("\"'=cmd|' /C calc'!A0, \"\"x\"\"\"");
    }

    [Fact]
    public async Task Everything_about_a_patient_is_for_himself_and_the_admin_and_for_nobody_else()
    {
        await _clinic.BookAsync(_clinic.Now.AddDays(1), minutes: 30);
        var (exports, paula) = (_clinic.Get<ExportService>(), _clinic.Home.Patient.PatientId!.Value);
        foreach (var other in new[] { _clinic.Home.SecondPatient, _clinic.Home.Lena, _clinic.Home.Doctor, _clinic.Other.Admin })
        {
            (await exports.PatientAsync(other, paula)).Refusal!.Kind.Should().Be(RefusalKind.NotFound, other.DisplayName);
        }

        (await exports.PatientAsync(_clinic.Home.Admin, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        foreach (var actor in new[] { _clinic.Home.Patient, _clinic.Home.Admin })
        {
            var record = (await exports.PatientAsync(actor, paula)).Value!;
            using var json = JsonDocument.Parse(record);
            json.RootElement.GetProperty("patient").GetProperty("name").GetString().Should().Be("Paula Patient");
            json.RootElement.GetProperty("visits").EnumerateArray().Should().ContainSingle().Which.GetProperty("history").GetArrayLength().Should().BePositive();
            PatientRecordPage.Of(record).Should().Contain("<bdi>Paula Patient</bdi>").And.NotContain("<script");
        }

        await using var db = _clinic.NewContext();
        (await db.Activity.CountAsync(l => l.Kind == ActivityKind.PatientExported && l.SubjectId == paula)).Should().Be(2);
    }

    [Fact]
    public void Nothing_in_a_record_is_markup() =>
        PatientRecordPage.Of("""{"clinic":"C","exportedBy":"E","exportedAt":"T","patient":{"name":"<img src=x onerror=alert(1)>"},"visits":[],"conversations":[{"kind":"Direct","messages":[{"text":"<script>x</script>"}]}],"notifications":[]}""")
            .Should().NotContain("<img").And.NotContain("<script");

    private async Task<string> WriteAsync(Actor actor, ClinicExportShape shape)
    {
        var outcome = await _clinic.Get<ExportService>().ClinicAsync(actor, shape, "http://clinic.test/fhir/R4");
        using var to = new MemoryStream();
        await outcome.Value!.WriteAsync(to, CancellationToken.None);
        return Encoding.UTF8.GetString(to.ToArray());
    }
}
