using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>What of the day is shown: by name, doctor and state.</summary>
public sealed class BoardFilter
{
    private static readonly BoardLane[] AllLanes = Enum.GetValues<BoardLane>();

    /// <summary>Part of a patient's name as it is typed, or empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>One doctor, or null for all.</summary>
    public Guid? PractitionerId { get; set; }

    /// <summary>One lane, or null for all.</summary>
    public BoardLane? Lane { get; set; }

    /// <summary>True when something is left out.</summary>
    public bool IsOn => Name.Length > 0 || PractitionerId is not null || Lane is not null;

    /// <summary>The lanes to show.</summary>
    public IEnumerable<BoardLane> Lanes => Lane is { } one ? [one] : AllLanes;

    /// <summary>Shows everything again.</summary>
    public void Clear() => (Name, PractitionerId, Lane) = ("", null, null);

    /// <summary>The rows of each lane. Without a filter these are the shared lists themselves, so a thousand boards hold one copy.</summary>
    public IReadOnlyList<BoardRow>[] Apply(DayBoard day, IReadOnlyList<BoardRow>[] before)
    {
        var name = Name.Trim();
        if (name.Length == 0 && PractitionerId is null) return [.. day.Lanes];
        return [.. day.Lanes.Select((lane, i) => DayBoard.KeepIfSame(before.ElementAtOrDefault(i), [.. lane.Where(row => Shows(row, name))]))];
    }

    private bool Shows(BoardRow row, string name) =>
        (PractitionerId is null || row.PractitionerId == PractitionerId)
        && (name.Length == 0 || row.PatientName.Contains(name, StringComparison.CurrentCultureIgnoreCase));
}
