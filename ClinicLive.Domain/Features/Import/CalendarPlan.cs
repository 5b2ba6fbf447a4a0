using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Import;

/// <summary>What in a calendar's entry names the patient.</summary>
public enum CalendarPatient
{
    /// <summary>Not settled yet.</summary>
    Unknown,

    /// <summary>Its title (SUMMARY) is the patient's name, or his id there.</summary>
    Title,

    /// <summary>One of those who are invited (ATTENDEE).</summary>
    Invited,
}

/// <summary>How a calendar is read. Null is what is not settled; nothing is taken over before it is.</summary>
public sealed record CalendarPlan
{
    /// <summary>How the signs are written.</summary>
    public string? Encoding { get; init; }

    /// <summary>The doctor of this clinic whose visits the calendar holds.</summary>
    public Guid? DoctorId { get; init; }

    /// <summary>What names the patient.</summary>
    public CalendarPatient Patient { get; init; }

    /// <summary>The IANA zone of times that name none.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The IANA zone by a name that is not known.</summary>
    public Dictionary<string, string> Zones { get; init; } = new(StringComparer.Ordinal);

    /// <summary>How long a visit lasts whose entry has no end.</summary>
    public int? Minutes { get; init; }

    /// <summary>What became of it, by the word in the calendar; null where such entries are left out.</summary>
    public Dictionary<string, AppointmentStatus?> Statuses { get; init; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What was found in a calendar.</summary>
public sealed record CalendarLook
{
    /// <summary>How its signs are written; null where it has to be asked.</summary>
    public string? Encoding { get; init; }

    /// <summary>Entries with a time of day; one that repeats counts once.</summary>
    public int Events { get; init; }

    /// <summary>Everything else: whole days, tasks, notes.</summary>
    public int Others { get; init; }

    /// <summary>Names of zones that are not known and not described.</summary>
    public IReadOnlyList<string> UnknownZones { get; init; } = [];

    /// <summary>Words for states that have to be asked.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>There are begins that name no zone.</summary>
    public bool HasFloating { get; init; }

    /// <summary>The zone that the calendar names as its own; a hint, and no answer.</summary>
    public string? OwnZone { get; init; }

    /// <summary>There are entries without an end.</summary>
    public bool LacksEnd { get; init; }

    /// <summary>The first titles.</summary>
    public IReadOnlyList<string> Titles { get; init; } = [];

    /// <summary>The first of those who are invited.</summary>
    public IReadOnlyList<string> Invited { get; init; } = [];
}
