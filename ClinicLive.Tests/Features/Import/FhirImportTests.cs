using System.Text;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Import;

/// <summary>FHIR R4 of real and strange systems.</summary>
public sealed class FhirImportTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();
    private readonly ImportFiles _files = new();

    public void Dispose()
    {
        _files.Dispose();
        _clinic.Dispose();
    }

    [SharedDataFact]
    public async Task A_bulk_export_is_taken_over_with_every_reference_and_a_second_time_changes_nothing()
    {
        var first = await ImportFiles.RunAsync(_clinic, ImportFiles.Folder("synthea", "bulk-10"));

        first.Counts.Should().BeEquivalentTo([
            new ImportCount(ImportKind.Facility, 43, 0), new ImportCount(ImportKind.Room, 44, 0), new ImportCount(ImportKind.Doctor, 43, 0),
            new ImportCount(ImportKind.Patient, 13, 0), new ImportCount(ImportKind.Visit, 1_215, 0)]);
        first.Notes.Should().OnlyContain(n => n.Why == "The clinic keeps nothing of this kind.", "everything that is pointed to is there");
        await using var db = _clinic.NewContext();
        (await db.Appointments.CountAsync(a => a.LocationId != null && a.Status == AppointmentStatus.Done && a.ConsultationStartedAt == a.Start)).Should().Be(1_215);
        (await db.Practitioners.CountAsync(p => p.IsRetired && p.Hospital != "" && p.Specialty == "General Practice Physician")).Should().Be(43);
        (await db.Locations.CountAsync(l => l.IsRetired && l.FacilityId != null)).Should().Be(43, "one is the patients' own homes");
        (await db.Organizations.CountAsync()).Should().Be(2, "a hospital that is named is no clinic of this program");

        var dump = _clinic.Dump("Appointments");
        var again = await ImportFiles.RunAsync(_clinic, ImportFiles.Folder("synthea", "bulk-10"));

        again.Counts.Should().OnlyContain(c => c.New == 0);
        again.Known(ImportKind.Visit).Should().Be(1_215);
        _clinic.Dump("Appointments").Should().Be(dump);
        _clinic.Count("Imports").Should().Be(1);
    }

    [SharedDataFact]
    public async Task Visits_alone_find_their_people_of_an_earlier_import()
    {
        var all = ImportFiles.Folder("synthea", "bulk-10");
        await ImportFiles.RunAsync(_clinic, all with { Files = [.. all.Files.Where(f => !f.Name.StartsWith("Encounter", StringComparison.Ordinal))] });

        var visits = await ImportFiles.RunAsync(_clinic, all with { Files = [.. all.Files.Where(f => f.Name.StartsWith("Encounter", StringComparison.Ordinal))] });

        visits.Counts.Should().BeEquivalentTo([new ImportCount(ImportKind.Visit, 1_215, 0)]);
        visits.Skipped.Should().Be(0);
    }

    [SharedDataFact]
    public async Task Every_example_of_the_standard_is_taken_over_or_left_out_with_a_reason()
    {
        var folder = ImportFiles.Folder("fhir", "examples");
        var rows = 0;
        var outcome = await _clinic.Get<ImportService>().RunAsync(_clinic.Home.Admin, folder, rejects: r =>
        {
            rows++;
            r.Why.Should().NotBeNullOrWhiteSpace();
        });

        var report = outcome.Value!;
        (report.IsDone, report.Rejected).Should().Be((true, 0));
        (report.Counts.Sum(c => c.New + c.Known) + rows).Should().BeInRange(folder.Files.Count - 1, folder.Files.Count, "each is one or the other; the one role becomes a part of its doctor");
        report.New(ImportKind.Patient).Should().BeGreaterThan(10);
        report.New(ImportKind.Visit).Should().BePositive();
    }

    [SharedDataFact]
    public async Task Every_bundle_of_the_standard_is_taken_over_or_refused_in_words()
    {
        foreach (var file in ImportFile.Of(SharedData.Find("fhir", "bundles")))
        {
            var outcome = await _clinic.Get<ImportService>().RunAsync(_clinic.Home.Admin, new ImportRequest([file]));
            if (outcome.Succeeded) outcome.Value.Rejected.Should().Be(0, file.Name);
            else outcome.Refusal.Sentence.Should().StartWith(file.Name);
        }
    }

    [SharedDataFact]
    public async Task Another_version_of_FHIR_is_refused_where_it_shows()
    {
        var refused = new List<string>();
        foreach (var file in ImportFile.Of(SharedData.Find("fhir", "wrong-version", "r5")))
        {
            var outcome = await _clinic.Get<ImportService>().RunAsync(_clinic.Home.Admin, new ImportRequest([file]));
            if (outcome.Refusal?.Sentence.Contains("is FHIR R5", StringComparison.Ordinal) == true) refused.Add(file.Name);
        }

        refused.Should().Contain(["Appointment-2docs.json", "Appointment-example.json", "Appointment-examplereq.json", "Schedule-example.json", "Slot-example.json"]).And.HaveCountGreaterThanOrEqualTo(9);
        _clinic.Count("Appointments").Should().Be(0);
        _clinic.Count("Patients", "\"ExternalId\" IS NOT NULL").Should().Be(0);
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient","id":"a","meta":{"profile":["http://hl7.org/fhir/3.0/StructureDefinition/Patient"]},"name":[{"family":"X"}]}""", "is FHIR 3.0")]
    [InlineData("""{"resourceType":"CapabilityStatement","fhirVersion":"5.0.0"}""", "is FHIR 5.0.0")]
    [InlineData("""{"resourceType":"Encounter","id":"e","class":[{"text":"x"}]}""", "is FHIR R5")]
    [InlineData("""{"resourceType":"Patient","id":"a",""", "no valid JSON")]
    [InlineData("""{"a":1}""", "does not say its resourceType")]
    [InlineData("""{"resourceType":"Bundle","entry":{}}""", "without a list")]
    [InlineData("""{"resourceType":"Bundle","entry":[1]}""", "entry that is none")]
    [InlineData("""{"resourceType":"Patient","id":"a"} [1]""", "no resource follows")]
    [InlineData("[1,2]", "a list and not FHIR")]
    [InlineData("<Patient/>", "XML")]
    [InlineData("", "is empty")]
    [InlineData("PK\u0003\u0004abc", "ZIP")]
    [InlineData("%PDF-1.7", "PDF")]
    public async Task What_is_no_FHIR_R4_is_refused_in_words_and_changes_nothing(string text, string because)
    {
        var before = _clinic.Dump("Patients");

        var refusal = await ImportFiles.RefusedAsync(_clinic, _files.Write("x.json", text));

        refusal.Sentence.Should().Contain(because);
        _clinic.Dump("Patients").Should().Be(before);
        Left().Should().BeEmpty();
    }

    [Fact]
    public async Task Deep_nesting_an_endless_resource_and_a_packed_bomb_are_refused()
    {
        var deep = _files.Write("deep.json", "{\"resourceType\":\"Patient\",\"a\":" + new string('[', 5_000) + new string(']', 5_000) + "}");
        var endless = _files.Write("endless.json", "{\"resourceType\":\"Patient\",\"a\":\"" + new string('x', 17 << 20) + "\"}");
        var bomb = _files.Pack("bomb.json.gz", new byte[80 << 20]);

        (await ImportFiles.RefusedAsync(_clinic, deep)).Sentence.Should().Contain("nested deeper");
        (await ImportFiles.RefusedAsync(_clinic, endless)).Sentence.Should().Contain("single resource of more than");
        (await ImportFiles.RefusedAsync(_clinic, bomb)).Sentence.Should().Contain("bomb.json.gz");
        var white = _files.Pack("white.json.gz", [.. Encoding.UTF8.GetBytes("{"), .. Enumerable.Repeat((byte)' ', 80 << 20)]);
        (await ImportFiles.RefusedAsync(_clinic, white)).Sentence.Should().Match(s => s.Contains("times its size", StringComparison.Ordinal) || s.Contains("single resource", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bundle_may_point_to_its_own_entries_and_come_packed()
    {
        const string Bundle = """
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"urn:uuid:v","resource":{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"subject":{"reference":"urn:uuid:p"},
                 "participant":[{"individual":{"reference":"urn:uuid:d"}}],"period":{"start":"2020-03-01T10:00:00+01:00","end":"2020-03-01T10:20:00+01:00"}}},
              {"fullUrl":"urn:uuid:p","resource":{"resourceType":"Patient","name":[{"family":"Özdemir","given":["Ayşe"]}],"birthDate":"1980-02"}},
              {"fullUrl":"urn:uuid:d","resource":{"resourceType":"Practitioner","name":[{"text":"Dr. Ada Lovelace"}]}}]}
            """;

        var report = await ImportFiles.RunAsync(_clinic, new ImportRequest([_files.Pack("b.json.gz", Encoding.UTF8.GetBytes(Bundle))]));

        report.Counts.Select(c => (c.Kind, c.New)).Should().BeEquivalentTo([(ImportKind.Doctor, 1), (ImportKind.Patient, 1), (ImportKind.Visit, 1)]);
        await using var db = _clinic.NewContext();
        var patient = await db.Patients.SingleAsync(p => p.ExternalId == "urn:uuid:p");
        (patient.Name, patient.BirthDate).Should().Be(("Ayşe Özdemir", null), "half a date is none");
        (await db.Appointments.SingleAsync()).Start.Should().Be(new DateTimeOffset(2020, 3, 1, 9, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_name_that_stands_for_two_points_to_nobody()
    {
        const string Two = """
            {"resourceType":"Patient","id":"a","identifier":[{"system":"s","value":"1"}],"name":[{"family":"A"}]}
            {"resourceType":"Patient","id":"b","identifier":[{"system":"s","value":"1"}],"name":[{"family":"B"}]}
            {"resourceType":"Practitioner","id":"d","name":[{"family":"D"}]}
            {"resourceType":"Appointment","id":"x","status":"noshow","start":"2020-01-01T10:00:00Z","minutesDuration":20,"participant":[{"actor":{"identifier":{"system":"s","value":"1"},"type":"Patient"}},{"actor":{"reference":"Practitioner/d"}}]}
            {"resourceType":"Appointment","id":"y","status":"noshow","start":"2020-01-01T11:00:00Z","minutesDuration":20,"participant":[{"actor":{"reference":"Patient/a"}},{"actor":{"reference":"Practitioner/d"}}]}
            """;

        var report = await ImportFiles.RunAsync(_clinic, new ImportRequest([_files.Write("two.ndjson", Two)]));

        report.New(ImportKind.Visit).Should().Be(1);
        report.Rejects.Should().ContainSingle().Which.Should().Be(new ImportReject("two.ndjson", 4, "Visit", "Its patient is not among the records, or the name there stands for two.", false));
    }

    [Fact]
    public async Task Only_an_admin_takes_history_over_and_another_clinic_knows_nothing_of_it()
    {
        var file = _files.Write("p.json", """{"resourceType":"Patient","id":"p","name":[{"family":"P"}]}""");
        foreach (var role in new[] { Role.Receptionist, Role.Practitioner, Role.Patient })
        {
            (await _clinic.Get<ImportService>().RunAsync(_clinic.Home.Of(role), new ImportRequest([file]))).Refusal!.Kind.Should().Be(RefusalKind.Forbidden, $"{role}");
            (await _clinic.Get<ImportQueries>().ListAsync(_clinic.Home.Of(role))).Should().BeEmpty();
        }

        (await _clinic.Get<ImportService>().TryAsync(_clinic.Home.Admin with { UserId = Guid.NewGuid() }, new ImportRequest([file]))).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await ImportFiles.RunAsync(_clinic, new ImportRequest([file]))).New(ImportKind.Patient).Should().Be(1);
        (await _clinic.Get<ImportService>().RunAsync(_clinic.Other.Admin, new ImportRequest([file]))).Value!.New(ImportKind.Patient).Should().Be(1, "what one clinic has taken over is unknown to another");
        (await _clinic.Get<ImportQueries>().ListAsync(_clinic.Other.Admin)).Should().ContainSingle().Which.By.Should().Be(_clinic.Other.Admin.DisplayName);
    }

    [Fact]
    public async Task A_dry_run_and_one_that_is_stopped_change_nothing()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 2_000).Select(i => $$"""{"resourceType":"Patient","id":"p{{i}}","name":[{"family":"P{{i}}"}]}"""));
        var file = _files.Write("p.ndjson", lines);
        var before = _clinic.Dump("Patients");
        var imports = _clinic.Get<ImportService>();

        (await imports.TryAsync(_clinic.Home.Admin, new ImportRequest([file]))).Value!.New(ImportKind.Patient).Should().Be(2_000);
        using var stop = new CancellationTokenSource();
        var stopped = async () => await imports.RunAsync(_clinic.Home.Admin, new ImportRequest([file]), told => stop.Cancel(), null, stop.Token);
        await stopped.Should().ThrowAsync<OperationCanceledException>();

        _clinic.Dump("Patients").Should().Be(before);
        _clinic.Count("ActivityLog").Should().Be(0);
        Left().Should().BeEmpty();
    }

    private string[] Left() => Path.Combine(_clinic.FilesFolder, "imports") is var folder && Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
}
