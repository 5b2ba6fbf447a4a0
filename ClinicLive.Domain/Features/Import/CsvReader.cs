using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Import;

/// <summary>The rows of a table as records of the clinic, by a settled plan.</summary>
internal sealed class CsvReader(ImportFile file, int number, CsvPlan plan, ImportLimits limits, string source, DateTimeOffset now)
{
    private readonly TimeZoneInfo? _zone = plan.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : null;
    private readonly HashSet<string> _people = new(StringComparer.Ordinal); // told by the way already; bounded by clearing
    private Dictionary<CsvField, int> _at = [];

    /// <summary>Every row as one or more records; one that cannot be read as a note.</summary>
    public IEnumerable<ImportRecord> Records()
    {
        using var text = CsvLook.Open(file, limits, plan.Encoding!);
        var width = 0;
        foreach (var row in CsvLook.RowsOf(file, text, plan.Delimiter!.Value))
        {
            if (row.Number == 0)
            {
                var header = row.Fields.Select(f => f.Trim()).ToList();
                (_at, width) = (plan.Columns.ToDictionary(c => c.Key, c => header.IndexOf(c.Value)), header.Count);
                continue;
            }

            var at = new RowAt(number, row.Number);
            if (row.Fields.Length != width)
            {
                yield return Broken(at, string.Create(CultureInfo.InvariantCulture, $"The row has {row.Fields.Length} cells and the header {width}."));
                continue;
            }

            if (plan.Table != CsvTable.Visits)
            {
                yield return Person(at, row.Fields);
                continue;
            }

            foreach (var record in Visit(at, row.Fields)) yield return record;
        }
    }

    private ImportRecord Person(RowAt at, string[] row)
    {
        var name = Cell(row, CsvField.Name) ?? $"{Cell(row, CsvField.GivenName)} {Cell(row, CsvField.FamilyName)}".Trim();
        if (name.Length == 0) return Broken(at, "There is no name.");
        var id = Cell(row, CsvField.Id);
        if (plan.Table == CsvTable.Facilities) return new FacilityRecord(at, [Key(id ?? $"facility:{name}")], name);
        if (plan.Table == CsvTable.Doctors)
        {
            var (given, family) = Cell(row, CsvField.FamilyName) is { } last ? (Cell(row, CsvField.GivenName) ?? "", last) : Split(name);
            return new DoctorRecord(at, [Key(id ?? DoctorKey(name))], given, family, Cell(row, CsvField.Specialty), Cell(row, CsvField.Hospital), Cell(row, CsvField.FacilityId) is { } facility ? [Key(facility)] : []);
        }

        if (!TryDay(row, CsvField.BirthDate, out var born)) return Broken(at, $"The date of birth \"{Cell(row, CsvField.BirthDate)}\" is none.");
        if (id is null && born is null) return Broken(at, "There is neither an id nor a date of birth; the name alone may stand for two.");
        return new PatientRecord(at, [Key(id ?? PersonKey(name, born!.Value))], name, born, Cell(row, CsvField.Phone));
    }

    private IEnumerable<ImportRecord> Visit(RowAt at, string[] row)
    {
        var (record, problem) = ReadVisit(at, row);
        if (record is null)
        {
            yield return problem!;
            yield break;
        }

        if (_people.Count > 50_000) _people.Clear();
        if (Cell(row, CsvField.PatientName) is { } name && _people.Add(record.Patient[0]))
        {
            TryDay(row, CsvField.PatientBirthDate, out var born);
            yield return new PatientRecord(at, record.Patient, name, born, null) { IsByTheWay = true };
        }

        if (record.DoctorId is null && !plan.Has(CsvField.DoctorId) && Cell(row, CsvField.DoctorName) is { } doctor && _people.Add(record.Doctors[0]))
        {
            var (given, family) = Split(doctor);
            yield return new DoctorRecord(at, record.Doctors, given, family, null, null, []) { IsByTheWay = true };
        }

        yield return record;
    }

    private (VisitRecord? Record, NotTaken? Problem) ReadVisit(RowAt at, string[] row)
    {
        if (Cell(row, CsvField.PatientName) is not null && !TryDay(row, CsvField.PatientBirthDate, out _)) return No($"The date of birth \"{Cell(row, CsvField.PatientBirthDate)}\" is none.");
        TryDay(row, CsvField.PatientBirthDate, out var born);
        var patient = Cell(row, CsvField.PatientId) ?? (Cell(row, CsvField.PatientName) is { } name && born is { } date ? PersonKey(name, date) : null);
        if (patient is null) return No("It names no patient.");
        var doctor = Cell(row, CsvField.DoctorId) ?? (Cell(row, CsvField.DoctorName) is { } who ? DoctorKey(who) : null);
        if (doctor is null && plan.DoctorId is null) return No("It names no doctor.");

        if (Instant(row, CsvField.Start, CsvField.Time) is not { } start) return No($"The begin \"{Cell(row, CsvField.Start) ?? $"{Cell(row, CsvField.Date)} {Cell(row, CsvField.Time)}".Trim()}\" cannot be read, or the clock skipped it.");
        var end = plan.Has(CsvField.End) && Cell(row, CsvField.End) is not null ? Instant(row, CsvField.End, CsvField.End)
            : Cell(row, CsvField.Minutes) is { } length ? double.TryParse(length, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and < 1_000_000 ? start.AddMinutes(minutes) : null
            : plan.Minutes is { } usual ? start.AddMinutes(usual) : null;
        if (end is not { } until) return No("Its end cannot be read.");

        AppointmentStatus? status = until <= now ? AppointmentStatus.Done : AppointmentStatus.Booked; // where the table tells no state
        if (plan.Has(CsvField.Status) && Cell(row, CsvField.Status) is var word && (word is null || !plan.Statuses.TryGetValue(word, out status))) return No(word is null ? "It has no state." : $"The state \"{word}\" is not understood.");
        if (status is not { } became) return (null, new NotTaken(at, "Visit", $"Rows that are \"{Cell(row, CsvField.Status)}\" are left out.", IsBroken: false));

        CsvField[] moments = [CsvField.CheckedIn, CsvField.Started, CsvField.Finished];
        var times = moments.Select(f => Cell(row, f) is null ? null : Instant(row, f, f)).ToList();
        if (moments.Where((f, i) => Cell(row, f) is not null && times[i] is null).Select(f => (CsvField?)f).FirstOrDefault() is { } unread) return No($"\"{Cell(row, unread)}\" is no time.");
        return (new VisitRecord(at, [Key(Cell(row, CsvField.Id) ?? FhirParts.Hash(string.Join('\u001F', _at.Values.Where(c => c >= 0).Order().Select(c => row[c]))))], start, until, became)
        {
            Patient = [Key(patient)],
            Doctors = doctor is null ? [] : [Key(doctor)],
            DoctorId = doctor is null ? plan.DoctorId : null,
            Facility = Cell(row, CsvField.FacilityId) is { } facility ? [Key(facility)] : [],
            Arrived = times[0],
            Started = times[1],
            Finished = times[2],
            Reason = Cell(row, CsvField.Reason),
            IsRow = true,
        }, null);

        (VisitRecord?, NotTaken?) No(string why) => (null, Broken(at, why));
    }

    /// <summary>An instant: a cell with date and time, or a time on the row's date.</summary>
    private DateTimeOffset? Instant(string[] row, CsvField whole, CsvField alone)
    {
        var cell = Cell(row, whole);
        var time = cell is null ? null : CellTime.Read(cell);
        if (cell is not null && time is null) return null;
        var day = time?.Day(plan.DateOrder ?? DateOrder.YearMonthDay);
        if (day is null)
        {
            if (time is { Numbers: not null }) return null;
            var date = Cell(row, CsvField.Date) ?? Cell(row, CsvField.Start);
            day = date is null ? null : CellTime.Read(date)?.Day(plan.DateOrder ?? DateOrder.YearMonthDay);
            if (cell is null) time = Cell(row, alone) is { } only ? CellTime.Read(only) : null;
        }

        if (day is not { } on || time?.Time is not { } at) return null;
        var local = on.ToDateTime(at, DateTimeKind.Unspecified);
        if (local.Year is < 1801 or > 2299) return null;
        if (time.Value.Offset is { } offset) return new DateTimeOffset(local, offset).ToUniversalTime();
        if (_zone is null || _zone.IsInvalidTime(local)) return null;
        return new DateTimeOffset(local, _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private bool TryDay(string[] row, CsvField field, out DateOnly? day)
    {
        day = null;
        if (Cell(row, field) is not { } cell) return true;
        day = CellTime.Read(cell)?.Day(plan.DateOrder ?? DateOrder.YearMonthDay);
        return day is not null;
    }

    private string? Cell(string[] row, CsvField field) => _at.TryGetValue(field, out var column) && column >= 0 && row[column].Trim() is { Length: > 0 } text ? text : null;

    private string Key(string key) => ImportKeys.Of(source, key);

    private static string PersonKey(string name, DateOnly born) => string.Create(CultureInfo.InvariantCulture, $"person:{PlainText.Fold(name)}|{born:yyyy-MM-dd}");

    private static string DoctorKey(string name) => $"doctor:{PlainText.Fold(name)}";

    private static (string Given, string Family) Split(string name)
    {
        var plain = name.StartsWith("Dr. ", StringComparison.OrdinalIgnoreCase) ? name[4..] : name.StartsWith("Dr ", StringComparison.OrdinalIgnoreCase) ? name[3..] : name;
        return plain.Trim().LastIndexOf(' ') is > 0 and var at ? (plain.Trim()[..at].Trim(), plain.Trim()[(at + 1)..]) : ("", plain.Trim());
    }

    private NotTaken Broken(RowAt at, string why) => new(at, plan.Table switch { CsvTable.Patients => "Patient", CsvTable.Doctors => "Doctor", CsvTable.Facilities => "Facility", _ => "Visit" }, why, IsBroken: true);
}
