using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Import;

/// <summary>Calendars of other systems: whose, who and in which zone is asked; a second time changes nothing.</summary>
public sealed class CalendarImportTests : IDisposable
{
    private const string Zone = """
        BEGIN:VTIMEZONE
        TZID:Own
        BEGIN:STANDARD
        DTSTART:16010101T030000
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        END:DAYLIGHT
        END:VTIMEZONE
        """;

    private readonly ClinicDatabase _clinic = new();
    private readonly ImportFiles _files = new();

    public void Dispose()
    {
        _files.Dispose();
        _clinic.Dispose();
    }

    [Fact]
    public async Task Whose_who_and_in_which_zone_is_asked_and_never_guessed()
    {
        var file = Calendar("""
            BEGIN:VEVENT
            UID:1
            DTSTART:20240506T100000
            SUMMARY:Petra Past
            STATUS:TENTATIVE
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTART;TZID=US-Eastern:20240506T100000
            DTEND:20240506T102000
            END:VEVENT
            """);

        var look = await LookAsync(file, new CalendarPlan());

        look.Questions.Select(q => q.Ask).Should().BeEquivalentTo([ImportAsk.Doctor, ImportAsk.Patient, ImportAsk.TimeZone, ImportAsk.ZoneName, ImportAsk.Minutes, ImportAsk.Statuses]);
        look.Questions.Select(q => q.Sentence).Should().Contain("week.ics names the time zone \"US-Eastern\", which is not known and not described there. Which one is it?");
        (await ImportFiles.RefusedAsync(_clinic, file)).Sentence.Should().Be("week.ics does not say for sure whose visits it holds. Which doctor's are they?");
        (await LookAsync(file, Plan() with { TimeZone = "Europe/Berlin", Zones = new() { ["US-Eastern"] = "America/New_York" }, Minutes = 20, Statuses = new() { ["TENTATIVE"] = null } })).Questions.Should().BeEmpty();
        (await LookAsync(file, Plan() with { TimeZone = "Nowhere/Never", Zones = new() { ["US-Eastern"] = "../zone" }, Minutes = 20, Statuses = new() { ["TENTATIVE"] = null } })).Questions.Select(q => q.Ask)
            .Should().BeEquivalentTo([ImportAsk.TimeZone, ImportAsk.ZoneName], "what is no zone is no answer");
    }

    [Fact]
    public async Task Visits_are_taken_over_by_every_kind_of_clock_and_a_second_time_changes_nothing()
    {
        await PatientsAsync();
        var file = Calendar($"""
            {Event("utc", "DTSTART:20240506T080000Z", "DTEND:20240506T082000Z")}
            {Event("iana", "DTSTART;TZID=Europe/Berlin:20240506T110000", "DURATION:PT20M")}
            {Event("described", "DTSTART;TZID=Own:20240506T120000", "DTEND;TZID=Own:20240506T122000")}
            {Event("vendor", "DTSTART;TZID=/mozilla.org/20070129_1/Europe/Berlin:20240506T130000", "DURATION:PT20M")}
            {Event("windows", "DTSTART;TZID=\"W. Europe Standard Time\":20240506T140000", "DURATION:PT20M")}
            {Event("floating", "DTSTART:20240506T150000", "DURATION:PT20M")}
            {Event("skipped", "DTSTART;TZID=Europe/Berlin:20240331T023000", "DURATION:PT20M")}
            {Event("twice", "DTSTART;TZID=Own:20241027T023000", "DURATION:PT20M")}
            {Event("called off", "DTSTART:20240506T080000Z", "DURATION:PT20M", "STATUS:CANCELLED")}
            {Zone}
            """);
        var plan = Plan() with { TimeZone = "Europe/Berlin" };

        var report = await RunAsync(file, plan);

        report.New(ImportKind.Visit).Should().Be(9);
        await using var db = _clinic.NewContext();
        var visits = await db.Appointments.ToDictionaryAsync(a => a.ExternalId!);
        visits.Where(v => v.Key is not ("skipped" or "twice" or "called off")).Select(v => v.Value.Start.UtcDateTime.Hour).Order().Should().Equal(8, 9, 10, 11, 12, 13);
        visits["skipped"].Start.Should().Be(new DateTimeOffset(2024, 3, 31, 1, 30, 0, TimeSpan.Zero), "as if the clock had not jumped (RFC 5545, 3.3.5)");
        visits["twice"].Start.Should().Be(new DateTimeOffset(2024, 10, 27, 0, 30, 0, TimeSpan.Zero), "the first of the two is meant");
        visits["called off"].Status.Should().Be(AppointmentStatus.Cancelled);
        visits["utc"].Status.Should().Be(AppointmentStatus.Done);
        var again = await RunAsync(file, plan);
        (again.New(ImportKind.Visit), again.Known(ImportKind.Visit), again.Skipped).Should().Be((0, 9, 0));
    }

    [Fact]
    public async Task A_later_version_is_reported_and_changes_nothing_and_within_a_file_the_latest_counts()
    {
        await PatientsAsync();
        string File(int version) => Event("1", "DTSTART:20240506T080000Z", "DURATION:PT20M", $"SEQUENCE:{version}");
        var report = await RunAsync(Calendar(File(2) + "\n" + Event("1", "DTSTART:20240507T080000Z", "DURATION:PT20M", "SEQUENCE:3")), Plan());
        (report.New(ImportKind.Visit), report.Notes.Single().Why).Should().Be((1, "A later version of it is in the same file."));

        (await RunAsync(Calendar(File(3)), Plan())).Skipped.Should().Be(0, "that version was taken over");
        (await RunAsync(Calendar(File(4)), Plan())).Notes.Single().Why.Should().Be("It was changed there since it was taken over. What the clinic has is left as it is.");

        await using var db = _clinic.NewContext();
        (await db.Appointments.SingleAsync()).Start.Should().Be(new DateTimeOffset(2024, 5, 7, 8, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_series_is_its_rules_and_dates_without_what_is_taken_out_and_with_what_was_changed()
    {
        await PatientsAsync();
        var file = Calendar($"""
            {Event("s", "DTSTART;TZID=Europe/Berlin:20240325T100000", "DURATION:PT20M", "RRULE:FREQ=WEEKLY;UNTIL=20240422T080000Z", "EXDATE;TZID=Europe/Berlin:20240408T100000",
                "RDATE;TZID=Europe/Berlin:20240426T100000", "RDATE;VALUE=PERIOD:20240427T080000Z/PT45M", "EXDATE;VALUE=DATE:20240426")}
            {Event("s", "RECURRENCE-ID;TZID=Europe/Berlin:20240415T100000", "DTSTART;TZID=Europe/Berlin:20240416T110000", "DURATION:PT30M")}
            """);

        (await RunAsync(file, Plan())).Rejected.Should().Be(0);

        await using var db = _clinic.NewContext();
        var visits = await db.Appointments.OrderBy(a => a.Start).ToListAsync();
        visits.Select(v => $"{v.Start.UtcDateTime:MMdd HH:mm} {(v.End - v.Start).TotalMinutes}").Should().Equal("0325 09:00 20", "0401 08:00 20", "0416 09:00 30", "0422 08:00 20", "0427 08:00 45");
        visits.Select(v => v.ExternalId).Should().OnlyHaveUniqueItems().And.Contain("s|20240415T080000Z");
        (await RunAsync(file, Plan())).New(ImportKind.Visit).Should().Be(0);
    }

    [Fact]
    public async Task A_series_without_an_end_is_taken_over_for_a_year_ahead_and_one_that_is_too_dense_is_refused_in_words()
    {
        using var clinic = new ClinicDatabase(services => services.AddSingleton(new ImportLimits { Repeats = 200 }));
        await PatientsAsync(clinic);
        var start = clinic.Now.AddDays(-70);
        string Rule(string uid, string rule) => Event(uid, $"DTSTART:{start:yyyyMMdd'T'HHmmss'Z'}", "DURATION:PT20M", $"RRULE:{rule}");
        var file = Calendar($"{Rule("weekly", "FREQ=WEEKLY")}\n{Rule("dense", "FREQ=MINUTELY")}\n{Rule("broken", "FREQ=WEEKLY;BYDAY=XX")}\n{Rule("other", "RSCALE=CHINESE;FREQ=YEARLY")}");
        var request = Request(file, Plan(clinic)) with { LeavesOutRejected = true };

        var report = await ImportFiles.RunAsync(clinic, request);

        var end = clinic.Now.AddDays(366);
        report.New(ImportKind.Visit).Should().Be(10 + 53, "ten weeks back, and each week of the year ahead");
        report.Rejects.Select(r => (r.Row, r.Why)).Should().BeEquivalentTo([
            (1L, $"It repeats beyond {end:d MMMM yyyy}; visits up to that day are taken over."),
            (2L, $"It repeats more than 200 times up to {end:d MMMM yyyy}. Please ask for a calendar with less of it."),
            (3L, "The rule by which it repeats cannot be read: \"BYDAY=XX\" cannot be read."),
            (4L, "The rule by which it repeats cannot be read: it counts by the calendar CHINESE, and only the Gregorian one is read."),
        ]);
        clinic.Clock.Advance(TimeSpan.FromDays(14));
        var later = await ImportFiles.RunAsync(clinic, request);
        (later.New(ImportKind.Visit), later.Known(ImportKind.Visit)).Should().Be((2, 63), "taken over again, it goes on");
    }

    [Fact]
    public async Task What_is_no_visit_is_left_out_with_its_reason_and_what_cannot_be_read_stops_the_whole()
    {
        await PatientsAsync();
        var file = Calendar($"""
            {Event("day", "DTSTART;VALUE=DATE:20240506")}
            BEGIN:VTODO
            UID:t
            END:VTODO
            BEGIN:VJOURNAL
            UID:j
            END:VJOURNAL
            {Event("good", "DTSTART:20240506T080000Z", "DURATION:PT20M", "BEGIN:VALARM", "TRIGGER:-PT5M", "END:VALARM")}
            {Event("none", "DTEND:20240506T080000Z")}
            {Event("odd", "DTSTART:1234", "DTEND:5678")}
            {Event("back", "DTSTART:20240506T080000Z", "DTEND:20240506T070000Z")}
            {Event("nobody", "DTSTART:20240506T090000Z", "DURATION:PT20M").Replace("Petra Past", "Nobody Known", StringComparison.Ordinal)}
            {Event("two", "DTSTART:20240506T100000Z", "DURATION:PT20M").Replace("Petra Past", "Twin", StringComparison.Ordinal)}
            {Event("line", "DTSTART:20240506T110000Z", "DURATION:PT20M", "this is no line")}
            {Event("torn", "DTSTART:20240506T120000Z", "DURATION:PT20M", "RRULE:FREQ=DAILY;COUNT=3")}
            {Event("torn", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240507T120000Z", "DTSTART:20240507T130000Z", "DURATION:PT20M")}
            """);
        var heard = new List<ImportReject>();

        var strict = await _clinic.Get<ImportService>().RunAsync(_clinic.Home.Admin, Request(file, Plan()), rejects: heard.Add);

        (strict.Value!.IsDone, strict.Value.Skipped, strict.Value.Rejected).Should().Be((false, 4, 8));
        heard.Select(r => (r.Row, r.Why)).Should().Equal(
            (5, "It has no begin."), (6, "The begin \"1234\" cannot be read, or its time zone is not known."), (7, "It ends before it begins."),
            (8, "Nobody whom it names is a patient of the clinic, or the name there stands for two."), (9, "Nobody whom it names is a patient of the clinic, or the name there stands for two."),
            (10, "The line \"this is no line\" cannot be read."), (11, Torn), (12, Torn),
            (1, "It is for a whole day and has no time."), (2, "A task is no visit."), (3, "A note is no visit."), (4, "Reminders of other programs are not kept."));
        _clinic.Count("Appointments").Should().Be(0);
        (await ImportFiles.RunAsync(_clinic, Request(file, Plan()) with { LeavesOutRejected = true })).IsDone.Should().BeTrue();
        _clinic.Count("Appointments").Should().Be(1);
    }

    [Fact]
    public async Task The_patient_may_be_one_of_those_who_are_invited_and_the_title_is_then_the_reason()
    {
        await PatientsAsync();
        var plan = Plan() with { Patient = CalendarPatient.Invited };
        string[] basis = ["DTSTART:20240506T080000Z", "DURATION:PT20M", "ATTENDEE;CUTYPE=ROOM;CN=Petra Past:mailto:room@x.test", "ATTENDEE;CN=Ada Berg:mailto:ada@x.test"];
        var file = Calendar($"""
            {Event("one", [.. basis, "ATTENDEE;CN=\"PETRA PÁST\":mailto:p@x.test"])}
            {Event("several", [.. basis, "ATTENDEE;CN=Petra Past:mailto:p@x.test", "ATTENDEE;CN=\"Quill, Quentin\":mailto:q@x.test"])}
            """);

        var report = await ImportFiles.RunAsync(_clinic, Request(file, plan) with { LeavesOutRejected = true });

        (report.New(ImportKind.Visit), report.Rejects.Single(r => r.IsBroken).Why).Should().Be((1, "It names several patients of the clinic."));
        await using var db = _clinic.NewContext();
        (await db.Appointments.SingleAsync()).Reason.Should().Be("Petra Past");
    }

    [Fact]
    public async Task The_clinics_own_appointment_that_comes_back_is_known()
    {
        await PatientsAsync();
        var mine = await _clinic.BookAsync(_clinic.Now.AddDays(7), minutes: 20);
        var report = await RunAsync(Calendar(Event($"{mine.Id}@cliniclive", $"DTSTART:{mine.Start.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}", "DURATION:PT20M")), Plan());
        (report.New(ImportKind.Visit), report.Known(ImportKind.Visit)).Should().Be((0, 1));
    }

    [Fact]
    public async Task Only_an_admin_of_the_clinic_takes_a_calendar_over_and_only_for_its_own_doctors()
    {
        var file = Calendar(Event("1", "DTSTART:20240506T080000Z", "DURATION:PT20M"));
        (await _clinic.Get<ImportService>().LookAsync(_clinic.Home.Lena, Request(file, Plan()))).Succeeded.Should().BeFalse();
        (await _clinic.Get<ImportService>().RunAsync(_clinic.Home.Admin, Request(file, Plan() with { DoctorId = _clinic.Other.Doctor.PractitionerId }))).Refusal!.Sentence.Should().Be("The doctor is none of this clinic.");
    }

    private const string Torn = "An entry of this series changes all that follow (THISANDFUTURE), which is not read.";

    private static string Event(string uid, params string[] lines) => $"BEGIN:VEVENT\nUID:{uid}\nSUMMARY:Petra Past\n{string.Join('\n', lines)}\nEND:VEVENT";

    private ImportFile Calendar(string parts) => _files.Write("week.ics", $"BEGIN:VCALENDAR\nVERSION:2.0\n{parts}\nEND:VCALENDAR\n");

    private CalendarPlan Plan(ClinicDatabase? clinic = null) => new() { DoctorId = (clinic ?? _clinic).Home.Doctor.PractitionerId, Patient = CalendarPatient.Title };

    private static ImportRequest Request(ImportFile file, CalendarPlan plan) => new([file]) { Calendars = new Dictionary<string, CalendarPlan> { [file.Name] = plan } };

    private async Task PatientsAsync(ClinicDatabase? clinic = null) => await ImportFiles.RunAsync(clinic ?? _clinic, new ImportRequest([
        _files.Write("people.csv", "id,name,dob\np1,Petra Past,1970-01-01\np2,\"Quill, Quentin\",1971-02-02\np3,Twin,1972-02-02\np4,twin,1973-02-02\n")]));

    private async Task<ImportLook> LookAsync(ImportFile file, CalendarPlan plan) => (await _clinic.Get<ImportService>().LookAsync(_clinic.Home.Admin, Request(file, plan))).Value!;

    private async Task<ImportReport> RunAsync(ImportFile file, CalendarPlan plan)
    {
        var report = await ImportFiles.RunAsync(_clinic, Request(file, plan));
        report.IsDone.Should().BeTrue(string.Join('\n', report.Lines()));
        return report;
    }
}
