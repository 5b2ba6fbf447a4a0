using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Web.Hosting;

/// <summary>
/// <c>import FILE... [--dry-run] ...</c>: takes a history over into the database that the settings name, by the same service as the page. What a
/// file does not show is asked by name of the option, and nothing is guessed. Exit code 0: done; 1: it cannot be; 2: something has to be said first.
/// </summary>
public static class ImportCommand
{
    private const string Usage = """
        Usage: import FILE... [--dry-run] [--organization NAME-OR-ID] [--time-zone IANA] [--date-order dmy|mdy] [--delimiter ,|;|tab|bar]
                      [--encoding NAME] [--table patients|doctors|facilities|visits|nothing] [--map FIELD=COLUMN]... [--status WORD=STATE]...
                      [--doctor NAME-OR-ID] [--patient title|invited] [--zone NAME=IANA]... [--minutes N] [--source NAME] [--leave-out-rejected] [--rejects FILE]
        FILE is FHIR R4 JSON (a resource, a Bundle, NDJSON), CSV or iCalendar, each also packed as .gz, or a folder of them.
        """;

    private static readonly string[] Valued =
        ["--organization", "--time-zone", "--date-order", "--delimiter", "--encoding", "--table", "--map", "--status", "--doctor", "--patient", "--zone", "--minutes", "--source", "--rejects"];

    private static readonly string[] Plain = ["--dry-run", "--leave-out-rejected"];

    /// <summary>True when the program is started for this.</summary>
    public static bool IsAsked(string[] args) => args is ["import", ..];

    /// <summary>What is left for the configuration: options that are not the command's own.</summary>
    public static string[] WithoutOwn(string[] args)
    {
        var rest = new List<string>();
        for (var i = 1; i < args.Length; i++)
        {
            if (Valued.Contains(args[i])) i++;
            else if (args[i].StartsWith("--", StringComparison.Ordinal) && !Plain.Contains(args[i])) AddSetting(args, ref i, rest);
        }

        return [.. rest];
    }

    /// <summary>Takes the files over. Answers the exit code.</summary>
    public static async Task<int> RunAsync(WebApplication app, string[] args)
    {
        var paths = Paths(args);
        if (paths.Count == 0) return await FailAsync(Usage);
        if (paths.Find(p => !Path.Exists(p)) is { } absent) return await FailAsync($"There is no {absent}.");
        var gone = app.Lifetime.ApplicationStopping;
        await app.PrepareDatabaseAsync();
        var (clinic, problem) = await ClinicAsync(app, After(args, "--organization"), gone);
        if (clinic is null) return await FailAsync(problem!, 2);
        var (plan, wrong) = await PlanAsync(app, args, clinic.Id, gone);
        if (plan is null) return await FailAsync(wrong!);

        var (calendar, unclear) = CalendarPlan(args, plan);
        if (calendar is null) return await FailAsync(unclear!);

        var files = paths.SelectMany(ImportFile.Of).ToList();
        var request = new ImportRequest(files)
        {
            Plans = files.Select(f => f.Name).Distinct(StringComparer.Ordinal).ToDictionary(n => n, _ => plan),
            Calendars = files.Select(f => f.Name).Distinct(StringComparer.Ordinal).ToDictionary(n => n, _ => calendar),
            Source = After(args, "--source") ?? "",
            LeavesOutRejected = args.Contains("--leave-out-rejected"),
            IsFolder = paths.Exists(Directory.Exists),
        };
        await using var rejects = After(args, "--rejects") is { } path ? new RejectsFile(path) : null;
        var (service, actor) = (app.Services.GetRequiredService<ImportService>(), Actor.System(clinic.Id));
        await Console.Out.WriteLineAsync($"{clinic.Name}: {(args.Contains("--dry-run") ? "looking at" : "taking over")} {files.Count} {(files.Count == 1 ? "file" : "files")}.");
        var look = await service.LookAsync(actor, request, gone);
        if (!look.Succeeded) return await FailAsync(look.Refusal.Sentence);
        if (look.Value.Questions.Count > 0) return await FailAsync(string.Join('\n', look.Value.Questions.Select(q => $"{q.Sentence} Say it with {Option(q.Ask)}.")), 2);
        var outcome = args.Contains("--dry-run")
            ? await service.TryAsync(actor, request, null, rejects is null ? null : rejects.Add, gone)
            : await service.RunAsync(actor, request, null, rejects is null ? null : rejects.Add, gone);
        if (!outcome.Succeeded) return await FailAsync(outcome.Refusal.Sentence);
        foreach (var line in outcome.Value.Lines()) await Console.Out.WriteLineAsync(line);
        foreach (var row in outcome.Value.Rejects.Where(r => r.IsBroken).Take(20)) await Console.Out.WriteLineAsync($"  {row.File}, row {row.Row}: {row.Why}");
        if (args.Contains("--dry-run")) return await SayAsync("Nothing was changed.", 0);
        return outcome.Value.IsDone
            ? await SayAsync("Taken over. A running server shows it within two seconds.", 0)
            : await SayAsync("Nothing was taken over: rows cannot be read. Correct them, or leave them out with --leave-out-rejected.", 2);
    }

    private static string Option(ImportAsk ask) => ask switch
    {
        ImportAsk.Table => "--table patients|doctors|facilities|visits|nothing",
        ImportAsk.Encoding => $"--encoding {string.Join('|', ["windows-1252", "iso-8859-1", "…"])}",
        ImportAsk.Delimiter => "--delimiter ,|;|tab|bar",
        ImportAsk.Columns => "--map FIELD=COLUMN",
        ImportAsk.DateOrder => "--date-order dmy|mdy",
        ImportAsk.TimeZone => "--time-zone, as in --time-zone Europe/London",
        ImportAsk.Doctor => "--doctor NAME",
        ImportAsk.Patient => "--patient title|invited",
        ImportAsk.ZoneName => "--zone, as in --zone \"US-Eastern=America/New_York\"",
        ImportAsk.Minutes => "--minutes N",
        _ => "--status WORD=booked|done|cancelled|no-show|left-unseen|leave-out",
    };

    private static async Task<(ClinicName? Clinic, string? Problem)> ClinicAsync(WebApplication app, string? named, CancellationToken gone)
    {
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync(gone);
        var clinics = await db.Organizations.AsNoTracking().OrderBy(o => o.Id).Select(o => new ClinicName(o.Id, o.Name)).ToListAsync(gone);
        if (named is not null) return clinics.Find(c => c.Name.Equals(named, StringComparison.OrdinalIgnoreCase) || c.Id.ToString().Equals(named, StringComparison.OrdinalIgnoreCase)) is { } one ? (one, null) : (null, $"There is no clinic {named}. There are: {string.Join(", ", clinics.Select(c => c.Name))}.");
        if (clinics.Count == 1) return (clinics[0], null);
        var home = await db.Accounts.AsNoTracking().Where(a => a.NormalizedEmail == "ADMIN@DEMO.EXAMPLE").Select(a => (Guid?)a.OrganizationId).SingleOrDefaultAsync(gone);
        return app.Services.GetRequiredService<DemoMode>().Enabled && clinics.Find(c => c.Id == home) is { } demo
            ? (demo, null) // of the demo's two clinics, the one that has an admin
            : (null, $"Which clinic? Say it with --organization: {string.Join(", ", clinics.Select(c => $"\"{c.Name}\""))}.");
    }

    private static async Task<(CsvPlan? Plan, string? Problem)> PlanAsync(WebApplication app, string[] args, Guid clinicId, CancellationToken gone)
    {
        var plan = new CsvPlan { TimeZone = After(args, "--time-zone"), Encoding = After(args, "--encoding") };
        if (plan.TimeZone is { } zone && !Domain.Features.Organizations.ClinicSettings.IsZone(zone)) return (null, $"{zone} is no IANA time zone.");
        if (plan.Encoding is { } encoding && !ImportChoices.Encodings.Contains(encoding, StringComparer.OrdinalIgnoreCase)) return (null, $"{encoding} is none of: {string.Join(", ", ImportChoices.Encodings)}.");
        switch (After(args, "--date-order"))
        {
            case null: break;
            case "dmy": plan = plan with { DateOrder = DateOrder.DayMonthYear }; break;
            case "mdy": plan = plan with { DateOrder = DateOrder.MonthDayYear }; break;
            default: return (null, "The order of dates is dmy or mdy.");
        }

        if (After(args, "--delimiter") is { } delimiter) plan = plan with { Delimiter = delimiter switch { "tab" => '\t', "bar" => '|', _ => delimiter[0] } };
        if (After(args, "--table") is { } table)
        {
            if (!Enum.TryParse<CsvTable>(table, ignoreCase: true, out var kind)) return (null, $"{table} is none of patients, doctors, facilities, visits, nothing.");
            plan = plan with { Table = kind };
        }

        if (After(args, "--minutes") is { } minutes)
        {
            if (!int.TryParse(minutes, CultureInfo.InvariantCulture, out var length) || length is < Appointment.ShortestMinutes or > Appointment.LongestMinutes) return (null, $"The minutes are {Appointment.ShortestMinutes} to {Appointment.LongestMinutes}.");
            plan = plan with { Minutes = length };
        }

        foreach (var pair in All(args, "--map"))
        {
            if (pair.Split('=', 2) is not [var field, var column] || !Enum.TryParse<CsvField>(field.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var known)) return (null, $"\"{pair}\" is no FIELD=COLUMN. Fields: {string.Join(", ", Enum.GetNames<CsvField>())}.");
            plan.Columns[known] = column;
        }

        foreach (var pair in All(args, "--status"))
        {
            if (pair.Split('=', 2) is not [var word, var state] || ImportChoices.State(state) is not { } meant) return (null, $"\"{pair}\" is no WORD=STATE. States: booked, done, cancelled, no-show, left-unseen, leave-out.");
            plan.Statuses[word] = meant.Status;
        }

        if (After(args, "--doctor") is not { } doctor) return (plan, null);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync(gone);
        var doctors = await db.Practitioners.AsNoTracking().Where(p => p.OrganizationId == clinicId).Select(p => new { p.Id, Name = p.GivenName + " " + p.FamilyName, p.FamilyName }).ToListAsync(gone);
        var found = doctors.Where(d => d.Id.ToString() == doctor || d.Name.Equals(doctor, StringComparison.OrdinalIgnoreCase) || d.FamilyName.Equals(doctor, StringComparison.OrdinalIgnoreCase)).ToList();
        return found is [var one] ? (plan with { DoctorId = one.Id }, null) : (null, $"There {(found.Count == 0 ? "is no doctor" : "are several doctors")} {doctor}. There are: {string.Join(", ", doctors.Take(20).Select(d => d.Name))}.");
    }

    private static (CalendarPlan? Plan, string? Problem) CalendarPlan(string[] args, CsvPlan table)
    {
        var plan = new CalendarPlan { TimeZone = table.TimeZone, Encoding = table.Encoding, DoctorId = table.DoctorId, Minutes = table.Minutes, Statuses = table.Statuses };
        if (After(args, "--patient") is { } patient)
        {
            if (!Enum.TryParse<CalendarPatient>(patient, ignoreCase: true, out var named) || named == CalendarPatient.Unknown) return (null, "The patient is title or invited.");
            plan = plan with { Patient = named };
        }

        foreach (var pair in All(args, "--zone"))
        {
            if (pair.LastIndexOf('=') is not (> 0 and var at) || !Domain.Features.Organizations.ClinicSettings.IsZone(pair[(at + 1)..])) return (null, $"\"{pair}\" is no NAME=IANA time zone.");
            plan.Zones[pair[..at]] = pair[(at + 1)..];
        }

        return (plan, null);
    }

    private static List<string> Paths(string[] args)
    {
        var paths = new List<string>();
        for (var i = 1; i < args.Length; i++)
        {
            if (Valued.Contains(args[i])) i++;
            else if (!args[i].StartsWith("--", StringComparison.Ordinal)) paths.Add(args[i]);
            else if (!Plain.Contains(args[i])) AddSetting(args, ref i, []);
        }

        return paths;
    }

    // A setting of the app stands here as Section:Key=value, or as two words.
    private static void AddSetting(string[] args, ref int at, List<string> settings)
    {
        settings.Add(args[at]);
        if (!args[at].Contains('=', StringComparison.Ordinal) && at + 1 < args.Length) settings.Add(args[++at]);
    }

    private static string? After(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static IEnumerable<string> All(string[] args, string name) => args.Select((a, i) => a == name && i + 1 < args.Length ? args[i + 1] : null).OfType<string>();

    private static Task<int> FailAsync(string why, int code = 1) => WriteAsync(Console.Error, why, code);

    private static Task<int> SayAsync(string what, int code) => WriteAsync(Console.Out, what, code);

    private static async Task<int> WriteAsync(TextWriter to, string text, int code)
    {
        await to.WriteLineAsync(text);
        return code;
    }

    private sealed record ClinicName(Guid Id, string Name);
}
