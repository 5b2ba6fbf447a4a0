using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Domain.Features.Replay;

/// <summary>A doctor as a replayed card names him.</summary>
/// <param name="Id">The practitioner.</param>
/// <param name="Name">"Dr" and family name.</param>
/// <param name="RoomId">His usual room, or null.</param>
public sealed record ReplayDoctor(Guid Id, string Name, Guid? RoomId);

/// <summary>The names of doctors and rooms, as they are now.</summary>
/// <param name="Doctors">The clinic's doctors.</param>
/// <param name="Rooms">The clinic's rooms, by id.</param>
public sealed record ReplayPlaces(IReadOnlyDictionary<Guid, ReplayDoctor> Doctors, IReadOnlyDictionary<Guid, string> Rooms)
{
    /// <summary>The row with its doctor and room by name; without a room of its own it is in the doctor's usual one.</summary>
    internal BoardRow Named(BoardRow row, ClinicPolicy policy)
    {
        var doctor = Doctors.GetValueOrDefault(row.PractitionerId);
        var room = row.RoomId ?? doctor?.RoomId;
        return row with
        {
            PractitionerName = doctor?.Name ?? row.PractitionerName,
            RoomId = room,
            Room = room is { } id ? Rooms.GetValueOrDefault(id) : null,
            Day = policy.DayOf(row.Start),
        };
    }
}
