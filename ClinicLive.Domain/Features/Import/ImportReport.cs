using System.Globalization;

namespace ClinicLive.Domain.Features.Import;

/// <summary>How many records of one kind.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="New">New ones.</param>
/// <param name="Known">Here before, and left as they are.</param>
public sealed record ImportCount(ImportKind Kind, int New, int Known);

/// <summary>What was not taken over for one reason.</summary>
/// <param name="What">What it is there.</param>
/// <param name="Why">A sentence for people.</param>
/// <param name="IsBroken">It could not be read; else it is nothing for a clinic to keep.</param>
/// <param name="Rows">How many.</param>
public sealed record ImportNoteCount(string What, string Why, bool IsBroken, int Rows);

/// <summary>One row that was not taken over.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Row">Which row of it, from 1.</param>
/// <param name="What">What it is there.</param>
/// <param name="Why">A sentence for people.</param>
/// <param name="IsBroken">It could not be read; else it is nothing for a clinic to keep.</param>
public sealed record ImportReject(string File, long Row, string What, string Why, bool IsBroken);

/// <summary>What a taking over brings, or brought.</summary>
public sealed record ImportReport
{
    /// <summary>The records by kind; kinds of which there is nothing are left out.</summary>
    public required IReadOnlyList<ImportCount> Counts { get; init; }

    /// <summary>Rows that are whole and nothing for a clinic to keep.</summary>
    public required int Skipped { get; init; }

    /// <summary>Rows that could not be read.</summary>
    public required int Rejected { get; init; }

    /// <summary>New visits that lie in the time of another one of the same doctor: kept, and marked.</summary>
    public required int Overlaps { get; init; }

    /// <summary>Why rows were not taken over.</summary>
    public required IReadOnlyList<ImportNoteCount> Notes { get; init; }

    /// <summary>The first of these rows, up to <see cref="MostRejects"/>; a download has all.</summary>
    public required IReadOnlyList<ImportReject> Rejects { get; init; }

    /// <summary>The days of the new visits.</summary>
    public (DateOnly From, DateOnly To)? Days { get; init; }

    /// <summary>Files of several that were left out, because nothing in them is for a clinic.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Under which id the file with all rows that were not taken over is kept for a day; null where there are none.</summary>
    public Guid? RejectsId { get; init; }

    /// <summary>It is in the clinic's database; else it was only looked at.</summary>
    public bool IsDone { get; init; }

    /// <summary>Most rows that are told one by one.</summary>
    public const int MostRejects = 200;

    /// <summary>How many are new of one kind.</summary>
    public int New(ImportKind kind) => Counts.FirstOrDefault(c => c.Kind == kind)?.New ?? 0;

    /// <summary>How many are known of one kind.</summary>
    public int Known(ImportKind kind) => Counts.FirstOrDefault(c => c.Kind == kind)?.Known ?? 0;

    /// <summary>In words, a line each.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var count in Counts) yield return string.Create(CultureInfo.InvariantCulture, $"{Word(count.Kind),-12} {count.New,8:N0} new {count.Known,8:N0} known");
        if (Counts.Count == 0) yield return "Nothing to take over.";
        if (Overlaps > 0) yield return string.Create(CultureInfo.InvariantCulture, $"Overlaps     {Overlaps,8:N0} of the new visits lie in the time of another; they are kept and marked.");
        yield return string.Create(CultureInfo.InvariantCulture, $"Skipped      {Skipped,8:N0}");
        yield return string.Create(CultureInfo.InvariantCulture, $"Rejected     {Rejected,8:N0}");
        foreach (var note in Notes) yield return string.Create(CultureInfo.InvariantCulture, $"  {note.Rows,8:N0} {note.What}: {note.Why}");
        foreach (var file in LeftOut) yield return $"Left out: {file} shows nothing that a clinic keeps.";
    }

    /// <summary>A kind in words.</summary>
    public static string Word(ImportKind kind) => kind switch
    {
        ImportKind.Facility => "Hospitals",
        ImportKind.Room => "Rooms",
        ImportKind.Doctor => "Doctors",
        ImportKind.Patient => "Patients",
        _ => "Visits",
    };
}

/// <summary>How far it is.</summary>
/// <param name="Step">What is done now.</param>
/// <param name="Rows">How many rows so far.</param>
/// <param name="Of">Of how many, where that is known.</param>
public sealed record ImportProgress(ImportStep Step, long Rows, long? Of = null);

/// <summary>What is done now.</summary>
public enum ImportStep
{
    /// <summary>The files are read.</summary>
    Reading,

    /// <summary>The visits are put in order and compared with the clinic's.</summary>
    Ordering,

    /// <summary>It is written into the clinic's database; this is not interrupted.</summary>
    Writing,
}
