namespace ClinicLive.Domain.Features.Import;

/// <summary>One taking over that was done. Written in the transaction of what it brought, so that there is never the one without the other.</summary>
public sealed class ClinicImport
{
    /// <summary>Longest list of names.</summary>
    public const int FilesLimit = 500;

    /// <summary>Its id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The clinic.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>The account that did it; <see cref="Guid.Empty"/> for the command.</summary>
    public required Guid ActorId { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The names of the files, as they were called.</summary>
    public required string Files { get; init; }

    /// <summary>New hospitals and practices.</summary>
    public int Facilities { get; init; }

    /// <summary>New rooms.</summary>
    public int Rooms { get; init; }

    /// <summary>New doctors.</summary>
    public int Doctors { get; init; }

    /// <summary>New patients.</summary>
    public int Patients { get; init; }

    /// <summary>New visits.</summary>
    public int Visits { get; init; }

    /// <summary>Records that were here before.</summary>
    public int Known { get; init; }

    /// <summary>Records that are whole and nothing for a clinic to keep.</summary>
    public int Skipped { get; init; }

    /// <summary>Rows that could not be read and were left out.</summary>
    public int Rejected { get; init; }

    /// <summary>New visits that lie in the time of another one of the same doctor.</summary>
    public int Overlaps { get; init; }

    /// <summary>The first day of the new visits, by the clinic's calendar.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>The last day of them.</summary>
    public DateOnly? LastDay { get; init; }
}

/// <summary>How the columns of one kind of table are read in one clinic, as somebody settled it.</summary>
public sealed class KeptCsvPlan
{
    /// <summary>The clinic.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>Stands for the names of the columns, in their order.</summary>
    public required string Signature { get; init; }

    /// <summary>The plan as JSON.</summary>
    public required string Plan { get; set; }

    /// <summary>When it was settled, in UTC.</summary>
    public required DateTimeOffset At { get; set; }
}
