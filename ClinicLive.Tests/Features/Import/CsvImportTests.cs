using System.Text;
using System.Text.Json;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Import;

/// <summary>Tables of other systems: found, asked, and never guessed.</summary>
public sealed class CsvImportTests : IDisposable
{
    private const string Patients = "id,name,dob\np1,Petra Past,1970-01-01\np2,\"Quill, Quentin\",1971-02-02\n";
    private readonly ClinicDatabase _clinic = new();
    private readonly ImportFiles _files = new();

    public void Dispose()
    {
        _files.Dispose();
        _clinic.Dispose();
    }

    [SharedDataFact]
    public async Task The_tables_of_a_generator_are_taken_over_and_what_is_nothing_for_a_clinic_is_left_out()
    {
        var folder = ImportFiles.Folder("synthea", "csv-27");

        var first = await ImportFiles.RunAsync(_clinic, folder);

        first.Counts.Should().BeEquivalentTo([
            new ImportCount(ImportKind.Facility, 63, 0), new ImportCount(ImportKind.Doctor, 166, 0), new ImportCount(ImportKind.Patient, 27, 0), new ImportCount(ImportKind.Visit, 604, 0)]);
        (first.Rejected, first.Skipped).Should().Be((0, 0));
        first.LeftOut.Should().BeEquivalentTo("conditions.csv", "payers.csv");
        (await ImportFiles.RunAsync(_clinic, folder)).Counts.Should().OnlyContain(c => c.New == 0);
    }

    [SharedDataFact]
    public void Every_dialect_is_read_as_it_is_meant()
    {
        foreach (var path in Directory.EnumerateFiles(SharedData.Find("csv", "dialects", "csvs"), "*.csv"))
        {
            var meant = JsonSerializer.Deserialize<List<Dictionary<string, string>>>(File.ReadAllText(SharedData.Find("csv", "dialects", "json", Path.GetFileNameWithoutExtension(path) + ".json")))!;
            using var text = new StreamReader(path);
            var rows = new CsvRows(text, ',', path).Read().Select(r => r.Fields).ToList();

            var read = rows.Skip(1).Select(r => rows[0].Zip(r).ToDictionary(c => c.First, c => c.Second)).ToList();
            var plain = meant.ConvertAll(row => row.ToDictionary(c => c.Key, c => c.Value.ReplaceLineEndings("\n"))); // the copy at hand has lost its CRs
            read.Should().BeEquivalentTo(plain, path);
        }
    }

    [Fact]
    public async Task A_date_that_can_be_read_in_two_ways_is_asked_and_one_that_shows_it_is_not()
    {
        var unclear = _files.Write("unclear.csv", "id,name,dob\n1,A,03/04/1985\n");
        var clear = _files.Write("clear.csv", "id,name,dob\n1,A,03/04/1985\n2,B,13/04/1985\n");
        var contradictory = _files.Write("both.csv", "id,name,dob\n1,A,13/04/1985\n2,B,04/13/1985\n");

        (await AsksAsync(unclear)).Should().BeEquivalentTo([ImportAsk.DateOrder]);
        (await AsksAsync(contradictory)).Should().BeEquivalentTo([ImportAsk.DateOrder]);
        (await AsksAsync(clear)).Should().BeEmpty();
        (await ImportFiles.RefusedAsync(_clinic, unclear)).Sentence.Should().Be("unclear.csv has dates that can be read in two ways, such as 03/04/1985. Does the day come first, or the month?");
        await RunAsync(unclear, new CsvPlan { DateOrder = DateOrder.MonthDayYear });
        await RunAsync(clear, new CsvPlan(), "other");
        await using var db = _clinic.NewContext();
        (await db.Patients.Where(p => p.ExternalId != null).OrderBy(p => p.ExternalId).Select(p => p.BirthDate).ToListAsync())
            .Should().Equal(new DateOnly(1985, 3, 4), new DateOnly(1985, 4, 3), new DateOnly(1985, 4, 13));
    }

    [Fact]
    public async Task The_time_zone_the_doctor_and_the_length_are_asked_where_the_table_does_not_say_them()
    {
        var file = _files.Write("visits.csv", "id,patient_id,date,time,status\nv1,p1,2024-05-06,10:00,attended\nv2,p1,2024-05-06,11:00,vanished\n");
        (await AsksAsync(file)).Should().BeEquivalentTo([ImportAsk.TimeZone, ImportAsk.Doctor, ImportAsk.Minutes, ImportAsk.Statuses]);
        (await AsksAsync(_files.Write("full.csv", "id,patient_id,doctor_id,start,end\nv1,p1,d1,2024-05-06T10:00:00+02:00,2024-05-06T10:20:00+02:00\n"))).Should().BeEmpty();

        await RunAsync(_files.Write("people.csv", Patients), new CsvPlan());
        var report = await RunAsync(file, Plan() with { Statuses = new Dictionary<string, AppointmentStatus?> { ["vanished"] = null } });

        (report.New(ImportKind.Visit), report.Skipped).Should().Be((1, 1));
        await using var db = _clinic.NewContext();
        (await db.Appointments.SingleAsync()).Start.Should().Be(new DateTimeOffset(2024, 5, 6, 8, 0, 0, TimeSpan.Zero), "ten o'clock of Berlin's summer");
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task What_divides_the_cells_is_found(char delimiter)
    {
        var look = await LookAsync(_files.Write("d.csv", "id,name,dob\n1,\"A, B\",1985-01-01\n".Replace("\"A, B\"", "\"A # B\"", StringComparison.Ordinal).Replace(',', delimiter)));
        look.Files[0].Look!.Delimiter.Should().Be(delimiter);
        look.Questions.Should().BeEmpty();
    }

    [Fact]
    public async Task What_divides_the_cells_is_asked_where_two_fit_or_none()
    {
        (await AsksAsync(_files.Write("two.csv", "a;b,c;d\n1;2,3;4\n"))).Should().BeEquivalentTo([ImportAsk.Delimiter]);
        (await AsksAsync(_files.Write("none.csv", "name\nPetra\n"))).Should().BeEquivalentTo([ImportAsk.Delimiter]);
    }

    [Fact]
    public async Task An_encoding_that_is_not_shown_is_asked_and_a_wrong_answer_is_no_question_mark()
    {
        const string Text = "id,name,dob\n1,Jürgen Groß,1970-01-01\n";
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var old = _files.Write("old.csv", Text, Encoding.GetEncoding("windows-1252"));
        var marked = _files.Write("marked.csv", Text, new UTF8Encoding(true));
        var wide = _files.Write("wide.csv", Text, Encoding.Unicode);

        (await AsksAsync(old)).Should().BeEquivalentTo([ImportAsk.Encoding]);
        (await AsksAsync(marked)).Should().BeEmpty();
        (await AsksAsync(_files.Write("wide-marked.csv", [.. Encoding.Unicode.GetPreamble(), .. await File.ReadAllBytesAsync(wide.Path)]))).Should().BeEmpty();
        var wrong = new ImportRequest([old]) { Plans = new Dictionary<string, CsvPlan> { [old.Name] = new() { Encoding = "utf-8" } } };
        (await _clinic.Get<ImportService>().RunAsync(_clinic.Home.Admin, wrong)).Refusal!.Sentence.Should().Contain("not written in the encoding");
        await RunAsync(old, new CsvPlan { Encoding = "windows-1252" });
        await using var db = _clinic.NewContext();
        (await db.Patients.SingleAsync(p => p.ExternalId == "1")).Name.Should().Be("Jürgen Groß");
    }

    [Fact]
    public async Task One_row_that_cannot_be_read_stops_the_whole_unless_it_is_left_out()
    {
        await RunAsync(_files.Write("people.csv", Patients), new CsvPlan());
        var file = _files.Write("visits.csv", """
            id,patient_id,start,end,status
            good,p1,2024-05-06 10:00,2024-05-06 10:20,attended
            backwards,p1,2024-05-06 10:00,2024-05-06 09:20,attended
            nobody,p9,2024-05-06 10:00,2024-05-06 10:20,attended
            skipped by the clock,p1,2024-03-31 02:30,2024-03-31 03:20,attended
            narrow,p1
            no day,p1,2024-02-30 10:00,2024-02-30 10:20,attended
            """);
        var heard = new List<ImportReject>();

        var strict = await _clinic.Get<ImportService>().RunAsync(_clinic.Home.Admin, Request(file, Plan()), rejects: heard.Add);

        (strict.Value!.IsDone, strict.Value.Rejected, strict.Value.New(ImportKind.Visit)).Should().Be((false, 5, 1));
        heard.Select(r => r.Row).Should().Equal(2, 3, 4, 5, 6);
        _clinic.Count("Appointments").Should().Be(0);
        var lenient = await _clinic.Get<ImportService>().RunAsync(_clinic.Home.Admin, Request(file, Plan()) with { LeavesOutRejected = true });
        (lenient.Value!.IsDone, _clinic.Count("Appointments")).Should().Be((true, 1L));
    }

    [Fact]
    public async Task A_table_of_visits_may_tell_its_people_itself_and_known_doctors_are_recognised_by_name()
    {
        var file = _files.Write("flat.csv", """
            patient_name,dob,doctor,start,minutes,status
            Petra Past,1970-01-01,Dr. Ada Berg,2024-05-06T10:00:00Z,20,done
            Petra Past,1970-01-01,Zoe Zimmer,2024-05-07T10:00:00Z,20,done
            Petra Past,1999-01-01,Zoe Zimmer,2024-05-07T10:10:00Z,20,done
            """);

        var report = await RunAsync(file, new CsvPlan());

        report.Counts.Should().BeEquivalentTo([new ImportCount(ImportKind.Doctor, 1, 0), new ImportCount(ImportKind.Patient, 2, 0), new ImportCount(ImportKind.Visit, 3, 0)]);
        report.Overlaps.Should().Be(1);
        (await RunAsync(file, new CsvPlan())).Counts.Should().OnlyContain(c => c.New == 0, "a row without an id is known by what it says");
        await using var db = _clinic.NewContext();
        (await db.Appointments.CountAsync(a => a.PractitionerId == _clinic.Home.Doctor.PractitionerId)).Should().Be(1);
        (await _clinic.Get<Domain.Features.Practitioners.PractitionerQueries>().ListAsync(_clinic.Home.Lena)).Rows.Should().HaveCount(2, "nobody is offered an hour with a doctor of a history");
    }

    [Fact]
    public async Task How_a_table_is_read_is_kept_for_the_clinic_and_for_no_other()
    {
        var file = _files.Write("own.csv", "nr,wer,wann\n1,Petra Past,1970-01-01\n");
        var imports = _clinic.Get<ImportService>();
        (await AsksAsync(file)).Should().BeEquivalentTo([ImportAsk.Table]);
        var look = (await LookAsync(file)).Files[0].Look!;
        var plan = new CsvPlan { Table = CsvTable.Patients, Columns = { [CsvField.Id] = "nr", [CsvField.Name] = "wer", [CsvField.BirthDate] = "wann" } };

        (await imports.KeepPlanAsync(_clinic.Home.Admin, look, plan)).Changed.Should().BeTrue();

        (await AsksAsync(file)).Should().BeEmpty();
        (await imports.KeepPlanAsync(_clinic.Home.Admin, look, plan)).Changed.Should().BeFalse();
        (await imports.LookAsync(_clinic.Other.Admin, new ImportRequest([file]))).Value!.Questions.Should().ContainSingle();
        (await imports.KeepPlanAsync(_clinic.Home.Lena, look, plan)).Succeeded.Should().BeFalse();
        await RunAsync(file, new CsvPlan());
        await using var db = _clinic.NewContext();
        (await db.Patients.SingleAsync(p => p.ExternalId == "1")).BirthDate.Should().Be(new DateOnly(1970, 1, 1));
    }

    [Fact]
    public async Task What_overlaps_something_of_the_clinic_is_kept_and_marked_where_it_is_past_and_refused_where_it_is_to_come()
    {
        var mine = await _clinic.BookAsync(_clinic.Now.AddDays(7), minutes: 30);
        await RunAsync(_files.Write("people.csv", Patients), new CsvPlan());
        string Table(string ids) => "id,patient_id,start,minutes,status\n" + string.Join('\n', new[] { -15, -10, 29, 30 }.Select(m => $"{ids}{m},p1,{mine.Start.AddMinutes(m):yyyy-MM-ddTHH:mm:ss}Z,15,booked"));

        var ahead = await _clinic.Get<ImportService>().RunAsync(_clinic.Home.Admin, Request(_files.Write("ahead.csv", Table("a")), Plan()));

        ahead.Value!.Rejects.Select(r => r.Row).Should().Equal(2, 3);
        _clinic.Clock.Advance(TimeSpan.FromDays(8));
        (await RunAsync(_files.Write("past.csv", Table("b")), Plan())).Overlaps.Should().Be(3);
        await using var db = _clinic.NewContext();
        (await db.Appointments.Where(a => a.HasOverlap).Select(a => a.ExternalId).ToListAsync()).Should().BeEquivalentTo("b-10", "b29", "b30");
        (await _clinic.Boards.DayAsync(_clinic.Home.Lena, _clinic.Home.Policy.DayOf(mine.Start))).Rows.Should().HaveCount(5, "screens read the day again");
    }

    [Fact]
    public async Task More_visits_than_may_keep_the_desk_waiting_come_in_parts()
    {
        using var small = new ClinicDatabase(services => services.AddSingleton(new ImportLimits { Visits = 2 }));
        var file = _files.Write("flat.csv", "patient_name,dob,doctor,start,minutes\n" + string.Join('\n', Enumerable.Range(1, 3).Select(i => $"P,1970-01-01,D E,2024-05-0{i}T10:00:00Z,20")));
        (await ImportFiles.RefusedAsync(small, file)).Sentence.Should().Contain("in parts");
        small.Count("Appointments").Should().Be(0);
    }

    private CsvPlan Plan() => new() { TimeZone = "Europe/Berlin", DoctorId = _clinic.Home.Doctor.PractitionerId, Minutes = 20 };

    private static ImportRequest Request(ImportFile file, CsvPlan plan) => new([file]) { Plans = new Dictionary<string, CsvPlan> { [file.Name] = plan } };

    private async Task<ImportReport> RunAsync(ImportFile file, CsvPlan plan, string source = "")
    {
        var report = await ImportFiles.RunAsync(_clinic, Request(file, plan) with { Source = source });
        report.IsDone.Should().BeTrue(string.Join('\n', report.Lines()));
        return report;
    }

    private async Task<ImportLook> LookAsync(ImportFile file) => (await _clinic.Get<ImportService>().LookAsync(_clinic.Home.Admin, new ImportRequest([file]))).Value!;

    private async Task<IEnumerable<ImportAsk>> AsksAsync(ImportFile file) => (await LookAsync(file)).Questions.Select(q => q.Ask);
}
