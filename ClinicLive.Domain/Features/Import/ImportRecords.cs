using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Import;

/// <summary>What is taken over.</summary>
public enum ImportKind
{
    /// <summary>A hospital or practice that other records name.</summary>
    Facility = 1,

    /// <summary>A room or place.</summary>
    Room,

    /// <summary>A doctor.</summary>
    Doctor,

    /// <summary>A patient.</summary>
    Patient,

    /// <summary>A visit: an appointment or an encounter.</summary>
    Visit,
}

/// <summary>Where something stood.</summary>
/// <param name="File">Which of the files, from 0.</param>
/// <param name="Row">Which row (line of a table, resource, event), from 1.</param>
internal readonly record struct RowAt(int File, long Row);

/// <summary>One record as another system had it, in the clinic's words. Sent in an order in which what is named comes first.</summary>
/// <param name="At">Where it stood.</param>
internal abstract record ImportRecord(RowAt At);

/// <summary>A record with an identity of its own.</summary>
/// <param name="At">Where it stood.</param>
/// <param name="Keys">What it is called there: first its own id, then further names by which others may point to it.</param>
internal abstract record KeyedRecord(RowAt At, IReadOnlyList<string> Keys) : ImportRecord(At);

/// <summary>A hospital or practice.</summary>
internal sealed record FacilityRecord(RowAt At, IReadOnlyList<string> Keys, string Name) : KeyedRecord(At, Keys);

/// <summary>A room or place; the facility by any of its names there.</summary>
internal sealed record RoomRecord(RowAt At, IReadOnlyList<string> Keys, string Name, IReadOnlyList<string> Facility) : KeyedRecord(At, Keys);

/// <summary>What a doctor does where; comes before the doctor.</summary>
internal sealed record RoleRecord(RowAt At, IReadOnlyList<string> Keys, IReadOnlyList<string> Doctor, string? Specialty, IReadOnlyList<string> Facility) : KeyedRecord(At, Keys);

/// <summary>A doctor. The hospital by name, or as a facility.</summary>
internal sealed record DoctorRecord(RowAt At, IReadOnlyList<string> Keys, string Given, string Family, string? Specialty, string? Hospital, IReadOnlyList<string> Facility) : KeyedRecord(At, Keys)
{
    /// <summary>Told on the way by a visit: not counted again with every one of his visits.</summary>
    public bool IsByTheWay { get; init; }
}

/// <summary>A patient.</summary>
internal sealed record PatientRecord(RowAt At, IReadOnlyList<string> Keys, string Name, DateOnly? BirthDate, string? Phone) : KeyedRecord(At, Keys)
{
    /// <summary>Told on the way by a visit: not counted again with every one of his visits.</summary>
    public bool IsByTheWay { get; init; }
}

/// <summary>A visit. Instants in UTC; who and where by their names there.</summary>
internal sealed record VisitRecord(RowAt At, IReadOnlyList<string> Keys, DateTimeOffset Start, DateTimeOffset End, AppointmentStatus Status) : KeyedRecord(At, Keys)
{
    /// <summary>The patient.</summary>
    public IReadOnlyList<string> Patient { get; init; } = [];

    /// <summary>People of whom one is the patient, by what they are called there and by name, where the source does not say which of them it is.</summary>
    public IReadOnlyList<(string Key, string Name)> People { get; init; } = [];

    /// <summary>Which version of it this is: higher where it was changed later.</summary>
    public int Sequence { get; init; }

    /// <summary>The appointment of this clinic that it is itself, sent out as a calendar and come back; or null.</summary>
    public Guid? OwnId { get; init; }

    /// <summary>Doctors who took part; the first who is known counts.</summary>
    public IReadOnlyList<string> Doctors { get; init; } = [];

    /// <summary>The doctor of this clinic whose visits the whole file holds, or null.</summary>
    public Guid? DoctorId { get; init; }

    /// <summary>The room or place.</summary>
    public IReadOnlyList<string> Room { get; init; } = [];

    /// <summary>The hospital or practice.</summary>
    public IReadOnlyList<string> Facility { get; init; } = [];

    /// <summary>Another record of the same visit, which wins.</summary>
    public IReadOnlyList<string> SameAs { get; init; } = [];

    /// <summary>When the patient came.</summary>
    public DateTimeOffset? Arrived { get; init; }

    /// <summary>When the consultation began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>A row of a table: what it names and is not there is the row's fault. Resources may name what was never given out.</summary>
    public bool IsRow { get; init; }
}

/// <summary>Something that is not taken over.</summary>
/// <param name="At">Where it stood.</param>
/// <param name="What">What it is, as in <c>Encounter</c>.</param>
/// <param name="Why">A sentence for people.</param>
/// <param name="IsBroken">It should have been taken over and cannot be read; else it is whole and nothing for a clinic to keep.</param>
internal sealed record NotTaken(RowAt At, string What, string Why, bool IsBroken) : ImportRecord(At);
