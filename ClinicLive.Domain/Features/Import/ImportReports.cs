using System.Text.Json;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Import;

/// <summary>Sums an import up.</summary>
internal static class ImportReports
{
    public static ImportReport Of(ImportStage stage, ImportIntake intake, ImportRequest request, ImportLook look, Action<ImportReject>? rejects, ImportFolder folder, Guid organizationId)
    {
        var first = new List<ImportReject>();
        var (id, hasAny) = (Guid.CreateVersion7(), false);
        using var file = new RejectsFile(folder.Rejects(organizationId, id));
        foreach (var note in stage.Notes())
        {
            var reject = new ImportReject(request.Files[note.At.File].Name, note.At.Row, note.What, note.Why, note.IsBroken);
            if (first.Count < ImportReport.MostRejects) first.Add(reject);
            rejects?.Invoke(reject);
            file.Add(reject);
            hasAny = true;
        }

        if (!hasAny) file.Forget();

        return new ImportReport
        {
            Counts = [.. Enum.GetValues<ImportKind>().Select(k => new ImportCount(k, intake.New.GetValueOrDefault(k), intake.Known.GetValueOrDefault(k))).Where(c => c.New + c.Known > 0)],
            Skipped = stage.CountNotes(broken: false),
            Rejected = stage.CountNotes(broken: true),
            Overlaps = intake.Overlaps,
            Notes = stage.NoteCounts(),
            Rejects = first,
            Days = intake.Days,
            RejectsId = hasAny ? id : null,
            LeftOut = [.. look.Files.Where(f => f.Plan?.Table == CsvTable.Nothing).Select(f => f.Name)],
        };
    }

    public static ClinicImport Row(ImportReport report, ImportRequest request, Actor actor, DateTimeOffset at)
    {
        var names = string.Join(", ", request.Files.Select(f => f.Name));
        return new ClinicImport
        {
            OrganizationId = actor.OrganizationId,
            ActorId = actor.UserId,
            At = at,
            Files = names.Length <= ClinicImport.FilesLimit ? names : $"{names[..(ClinicImport.FilesLimit - 2)].TrimEnd('\uD83D')}…",
            Facilities = report.New(ImportKind.Facility),
            Rooms = report.New(ImportKind.Room),
            Doctors = report.New(ImportKind.Doctor),
            Patients = report.New(ImportKind.Patient),
            Visits = report.New(ImportKind.Visit),
            Known = report.Counts.Sum(c => c.Known),
            Skipped = report.Skipped,
            Rejected = report.Rejected,
            Overlaps = report.Overlaps,
            FirstDay = report.Days?.From,
            LastDay = report.Days?.To,
        };
    }
}

/// <summary>Plans as they are kept.</summary>
internal static class CsvPlans
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    /// <summary>As text. The encoding and the delimiter belong to a file, and are found anew.</summary>
    public static string Write(CsvPlan plan) => JsonSerializer.Serialize(plan with { Encoding = null, Delimiter = null }, Options);

    /// <summary>From text; null where it is none any more.</summary>
    public static CsvPlan? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<CsvPlan>(text, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
