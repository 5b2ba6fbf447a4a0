using ClinicLive.Domain.Features.Import;

namespace ClinicLive.Web.Features.Import;

/// <summary>An import in words.</summary>
internal static class ImportWords
{
    private static readonly string[] AllZones = [.. TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId && (z.Id.Contains('/') || z.Id == "UTC")).Select(z => z.Id).Order(StringComparer.Ordinal)];

    /// <summary>The zones that can be said, the clinic's own first.</summary>
    public static IEnumerable<string> Zones(string clinic) => AllZones.Where(z => z != clinic).Prepend(clinic);

    /// <summary>The id of a control that belongs to a file.</summary>
    public static string Id(string file, string part) => $"import-{part}-{Math.Abs(StringComparer.Ordinal.GetHashCode(file)):x}";

    /// <summary>What happens now.</summary>
    public static string Of(ImportPageStep step, ImportProgress? progress) => progress?.Step switch
    {
        _ when step == ImportPageStep.Receiving => "The files come in",
        ImportStep.Ordering => "Visits are put in order",
        ImportStep.Writing => "Writing into the clinic's records",
        _ => "The files are read",
    };

    /// <summary>How far.</summary>
    public static string Rows(ImportProgress? progress) => progress switch
    {
        null => "",
        { Step: ImportStep.Writing } => "This takes a few seconds and is not interrupted.",
        { Of: { } all } => $"{progress.Rows:N0} of {all:N0} rows",
        _ => $"{progress.Rows:N0} rows",
    };

    /// <summary>A format.</summary>
    public static string Of(ImportFormat format) => format switch
    {
        ImportFormat.Fhir => "FHIR R4 (JSON)",
        ImportFormat.Calendar => "Calendar",
        _ => "Table",
    };

    /// <summary>What a table holds.</summary>
    public static string Of(CsvTable table) => table switch
    {
        CsvTable.Unknown => "Please choose",
        CsvTable.Patients => "Patients",
        CsvTable.Doctors => "Doctors",
        CsvTable.Facilities => "Hospitals and practices",
        CsvTable.Visits => "Visits",
        _ => "Leave this file out",
    };

    /// <summary>What in a calendar's entry names the patient.</summary>
    public static string Of(CalendarPatient patient) => patient switch
    {
        CalendarPatient.Title => "The title of the entry",
        CalendarPatient.Invited => "Somebody who is invited",
        _ => "Please choose",
    };

    /// <summary>What divides cells.</summary>
    public static string Of(char? delimiter) => delimiter switch
    {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "bar",
        null => "not found",
        _ => $"“{delimiter}”",
    };

    /// <summary>An order of dates.</summary>
    public static string Of(DateOrder? order) => order switch
    {
        DateOrder.YearMonthDay => "Year first (2025-04-03)",
        DateOrder.DayMonthYear => "Day first (3 April is 03/04/2025)",
        DateOrder.MonthDayYear => "Month first (3 April is 04/03/2025)",
        _ => "Please choose",
    };

    /// <summary>A field of a table.</summary>
    public static string Of(CsvField field) => field switch
    {
        CsvField.Id => "Id",
        CsvField.Name => "Full name",
        CsvField.GivenName => "Given name",
        CsvField.FamilyName => "Family name",
        CsvField.BirthDate => "Date of birth",
        CsvField.Phone => "Phone",
        CsvField.Specialty => "Specialty",
        CsvField.FacilityId => "Hospital's id",
        CsvField.Hospital => "Hospital's name",
        CsvField.PatientId => "Patient's id",
        CsvField.PatientName => "Patient's name",
        CsvField.PatientBirthDate => "Patient's date of birth",
        CsvField.DoctorId => "Doctor's id",
        CsvField.DoctorName => "Doctor's name",
        CsvField.Start => "Begin, with its date",
        CsvField.Date => "Date",
        CsvField.Time => "Time of the begin",
        CsvField.End => "End",
        CsvField.Minutes => "Length in minutes",
        CsvField.Status => "State",
        CsvField.Reason => "Reason",
        CsvField.CheckedIn => "Came at",
        CsvField.Started => "Consultation began",
        _ => "Consultation ended",
    };
}
