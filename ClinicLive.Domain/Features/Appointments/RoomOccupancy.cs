using System.Runtime.CompilerServices;

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

    private static readonly ConditionalWeakTable<RoomList, Known> Last = [];

    /// <summary>All rooms of a clinic at the last change; made once for all screens, and the same object until a room changes.</summary>
    public static IReadOnlyList<RoomOccupancy> Of(RoomList rooms, DayBoard day) =>
        Last.TryGetValue(rooms, out var known) && ReferenceEquals(known.Day, day) ? known.All : Make(rooms, day, known);

    private static IReadOnlyList<RoomOccupancy> Make(RoomList rooms, DayBoard day, Known? before)
    {
        var inside = day.Lanes[(int)BoardLane.InConsultation].ToLookup(r => r.RoomId);
        var called = day.Lanes[(int)BoardLane.Waiting].Where(r => QueueOrder.IsHere(r) && QueueOrder.IsCalled(r)).ToLookup(r => r.RoomId);
        IReadOnlyList<RoomOccupancy> all = [.. rooms.Rows.Select(room => new RoomOccupancy(room, [.. inside[room.Id]], [.. called[room.Id]]))];
        var known = new Known(day, before is not null && IsSame(all, before.All) ? before.All : all);
        Last.AddOrUpdate(rooms, known);
        return known.All;
    }

    private static bool IsSame(IReadOnlyList<RoomOccupancy> one, IReadOnlyList<RoomOccupancy> other) =>
        one.Zip(other).All(pair => pair.First.Inside.SequenceEqual(pair.Second.Inside) && pair.First.Called.SequenceEqual(pair.Second.Called));

    private sealed record Known(DayBoard Day, IReadOnlyList<RoomOccupancy> All);
}
