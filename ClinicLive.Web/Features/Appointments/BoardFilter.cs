using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>What of the day is shown: by name, doctor and state.</summary>
public sealed class BoardFilter
{
    private static readonly BoardLane[] AllLanes = Enum.GetValues<BoardLane>();

    /// <summary>What is typed of a patient's name, or empty: parts of it in any order, with or without accents.</summary>
    public string Name { get; set; } = "";

    /// <summary>One doctor, or null for all.</summary>
    public Guid? PractitionerId { get; set; }

    /// <summary>One lane, or null for all.</summary>
    public BoardLane? Lane { get; set; }

    /// <summary>True when something is left out.</summary>
    public bool IsOn => Name.Length > 0 || PractitionerId is not null || Lane is not null;

    /// <summary>True when rows are left out.</summary>
    public bool IsNarrow => PractitionerId is not null || !string.IsNullOrWhiteSpace(Name);

    /// <summary>The lanes to show.</summary>
    public IEnumerable<BoardLane> Lanes => Lane is { } one ? [one] : AllLanes;

    /// <summary>Shows everything again.</summary>
    public void Clear() => (Name, PractitionerId, Lane) = ("", null, null);

    /// <summary>The rows of each lane. Without a filter these are the shared lists themselves, so a thousand boards hold one copy.</summary>
    public IReadOnlyList<BoardRow>[] Apply(DayBoard day, IReadOnlyList<BoardRow>[] before)
    {
        var parts = PlainText.Fold(Name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 && PractitionerId is null) return [.. day.Lanes];
        return [.. day.Lanes.Select((lane, i) => DayBoard.KeepIfSame(before.ElementAtOrDefault(i), [.. lane.Where(row => Shows(row, parts))]))];
    }

    private bool Shows(BoardRow row, string[] parts)
    {
        if (PractitionerId is { } doctor && row.PractitionerId != doctor) return false;
        if (parts.Length == 0) return true;
        var name = PlainText.Fold(row.PatientName);
        return parts.All(part => name.Contains(part, StringComparison.Ordinal));
    }
}
