namespace ClinicLive.Domain.Features.Appointments;

/// <summary>The rooms in which patients are seen. Immutable and shared.</summary>
/// <param name="Rows">One row per room, by name.</param>
public sealed record RoomList(IReadOnlyList<RoomRow> Rows);

/// <summary>A room.</summary>
/// <param name="Id">The room's id.</param>
/// <param name="Name">As on the door.</param>
public sealed record RoomRow(Guid Id, string Name);

/// <summary>A room and who is in it, from the consultations that are open.</summary>
/// <param name="Room">The room.</param>
/// <param name="Inside">Whose consultation is open there, by begin.</param>
/// <param name="Called">Who was called there and has not begun.</param>
public sealed record RoomOccupancy(RoomRow Room, IReadOnlyList<BoardRow> Inside, IReadOnlyList<BoardRow> Called)
{
    /// <summary>Nobody is in it and nobody is on the way.</summary>
    public bool IsFree => Inside.Count == 0 && Called.Count == 0;

    /// <summary>Two open consultations in one room: somebody is written down in the wrong place.</summary>
    public bool IsDouble => Inside.Count > 1;

    /// <summary>All rooms of a clinic at the last change.</summary>
    public static IReadOnlyList<RoomOccupancy> Of(RoomList rooms, DayBoard day)
    {
        var inside = day.Lanes[(int)BoardLane.InConsultation].ToLookup(r => r.RoomId);
        var called = day.Lanes[(int)BoardLane.Waiting].Where(r => QueueOrder.IsHere(r) && QueueOrder.IsCalled(r)).ToLookup(r => r.RoomId);
        return [.. rooms.Rows.Select(room => new RoomOccupancy(room, [.. inside[room.Id]], [.. called[room.Id]]))];
    }
}
