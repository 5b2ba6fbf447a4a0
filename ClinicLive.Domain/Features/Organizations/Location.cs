using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Organizations;

/// <summary>A room or desk inside the clinic (FHIR Location). Retired, it stays where it is named; nobody is given it anew.</summary>
public sealed class Location : IRaisesChanges
{
    /// <summary>Longest name.</summary>
    public const int NameLimit = 60;

    private List<RaisedChange>? _raised;

    /// <summary>The room's id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The clinic that owns it.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>As on the door, for example "Room 3".</summary>
    public required string Name { get; set; }

    /// <summary>The hospital or practice that another system named for it (<see cref="Import.Facility"/>), or null.</summary>
    public Guid? FacilityId { get; init; }

    /// <summary>Not in use any more.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Counts the changes of the row, from 1.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>A new room. Refuses a name without a visible character and one over <see cref="NameLimit"/>.</summary>
    public static (Location? Room, Refusal? Refusal) Open(string name, ClinicChange change)
    {
        if (CheckName(name) is { } refusal) return (null, refusal);
        var room = new Location { OrganizationId = change.By.OrganizationId, Name = name.Trim(), Version = 0 };
        room.Tell(ActivityKind.RoomAdded, change, null);
        return (room, null);
    }

    /// <summary>A room as another system had it. It is not in use, so that nobody is sent there before the clinic says that it is a room of its own; a longer name is cut.</summary>
    public static Location TakeOver(string name, Guid? facilityId, ClinicChange change)
    {
        var text = PlainText.HasVisibleCharacter(name) && !PlainText.HasBrokenCharacter(name) ? name.Trim() : "Room without a name";
        var cut = text.Length <= NameLimit ? text : text[..(char.IsHighSurrogate(text[NameLimit - 1]) ? NameLimit - 1 : NameLimit)];
        var room = new Location { OrganizationId = change.By.OrganizationId, Name = cut, FacilityId = facilityId, IsRetired = true, Version = 0 };
        room.Tell(ActivityKind.RoomAdded, change, null);
        return room;
    }

    /// <summary>Another name; refuses what <see cref="Open"/> refuses.</summary>
    public Refusal? Rename(string name, ClinicChange change)
    {
        if (CheckName(name) is { } refusal) return refusal;
        var before = Name;
        Name = name.Trim();
        Tell(ActivityKind.RoomRenamed, change, before);
        return null;
    }

    /// <summary>Ends its use, or begins it again.</summary>
    public void Retire(bool retired, ClinicChange change)
    {
        IsRetired = retired;
        Tell(retired ? ActivityKind.RoomRetired : ActivityKind.RoomBroughtBack, change, null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RaisedChange> TakeRaised()
    {
        var taken = _raised;
        _raised = null;
        return taken ?? [];
    }

    private static Refusal? CheckName(string name)
    {
        if (!PlainText.HasVisibleCharacter(name) || PlainText.HasBrokenCharacter(name)) return Refusal.Invalid("Name", "Please type a name.");
        return name.Trim().Length > NameLimit ? Refusal.Invalid("Name", $"The name is longer than {NameLimit} characters.") : null;
    }

    private void Tell(ActivityKind kind, ClinicChange change, string? before)
    {
        Version++;
        (_raised ??= []).Add(new RaisedChange(
            new ClinicRoomChanged(OrganizationId, Id, Version, kind, change.Policy.DayOf(change.At), change.At),
            change.Line(Id, Version, kind, before, Name)));
    }
}
