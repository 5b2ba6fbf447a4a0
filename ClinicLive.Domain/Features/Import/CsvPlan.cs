using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Import;

/// <summary>What a table holds.</summary>
public enum CsvTable
{
    /// <summary>Not settled yet.</summary>
    Unknown,

    /// <summary>Patients.</summary>
    Patients,

    /// <summary>Doctors.</summary>
    Doctors,

    /// <summary>Hospitals and practices.</summary>
    Facilities,

    /// <summary>Visits.</summary>
    Visits,

    /// <summary>Nothing to be taken over.</summary>
    Nothing,
}

/// <summary>What a column can be.</summary>
public enum CsvField
{
    /// <summary>The record's own id in the other system.</summary>
    Id,

    /// <summary>A full name.</summary>
    Name,

    /// <summary>Given name.</summary>
    GivenName,

    /// <summary>Family name.</summary>
    FamilyName,

    /// <summary>Date of birth.</summary>
    BirthDate,

    /// <summary>Telephone.</summary>
    Phone,

    /// <summary>A doctor's field of medicine.</summary>
    Specialty,

    /// <summary>The id of a hospital or practice.</summary>
    FacilityId,

    /// <summary>The name of a hospital or practice.</summary>
    Hospital,

    /// <summary>The patient's id.</summary>
    PatientId,

    /// <summary>The patient's name, where visits tell it.</summary>
    PatientName,

    /// <summary>The patient's date of birth, where visits tell it.</summary>
    PatientBirthDate,

    /// <summary>The doctor's id.</summary>
    DoctorId,

    /// <summary>The doctor's name.</summary>
    DoctorName,

    /// <summary>Begin, with its date.</summary>
    Start,

    /// <summary>The date alone.</summary>
    Date,

    /// <summary>The time of the begin alone.</summary>
    Time,

    /// <summary>End, as a time or with its date.</summary>
    End,

    /// <summary>Planned length in minutes.</summary>
    Minutes,

    /// <summary>What became of it.</summary>
    Status,

    /// <summary>Why.</summary>
    Reason,

    /// <summary>When the patient came.</summary>
    CheckedIn,

    /// <summary>When the consultation began.</summary>
    Started,

    /// <summary>When the consultation ended.</summary>
    Finished,
}

/// <summary>The order of day, month and year in a date.</summary>
public enum DateOrder
{
    /// <summary>2025-04-03.</summary>
    YearMonthDay,

    /// <summary>03.04.2025 is the third of April.</summary>
    DayMonthYear,

    /// <summary>03/04/2025 is the fourth of March.</summary>
    MonthDayYear,
}

/// <summary>How a table is read. Null is what is not settled; nothing is taken over before it is.</summary>
public sealed record CsvPlan
{
    /// <summary>What the table holds.</summary>
    public CsvTable Table { get; init; }

    /// <summary>What divides the cells.</summary>
    public char? Delimiter { get; init; }

    /// <summary>How the signs are written.</summary>
    public string? Encoding { get; init; }

    /// <summary>The order in its dates.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>The IANA zone of times that name none.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Which column is what, by the header.</summary>
    public Dictionary<CsvField, string> Columns { get; init; } = [];

    /// <summary>The doctor of this clinic whose visits the whole table holds.</summary>
    public Guid? DoctorId { get; init; }

    /// <summary>How long a visit lasts whose row says neither end nor length.</summary>
    public int? Minutes { get; init; }

    /// <summary>What became of it, by the word in the table; null where such rows are left out.</summary>
    public Dictionary<string, AppointmentStatus?> Statuses { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True when that field has a column.</summary>
    public bool Has(CsvField field) => Columns.ContainsKey(field);
}
