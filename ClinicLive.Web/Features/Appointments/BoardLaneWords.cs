using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>What a lane is called, and what it says when it is empty. Made once, for all boards.</summary>
internal sealed class BoardLaneWords
{
    private static readonly BoardLaneWords[] All =
    [
        new(BoardLane.Booked, "Booked", "Nobody is expected any more. Press n to book."),
        new(BoardLane.Waiting, "Waiting", "The waiting room is empty."),
        new(BoardLane.InConsultation, "In consultation", "No doctor has a patient."),
        new(BoardLane.Done, "Done", "Nobody has been seen yet."),
        new(BoardLane.NotSeen, "Not seen", "Nobody cancelled or stayed away."),
    ];

    private BoardLaneWords(BoardLane lane, string title, string empty) => (Name, Title, Empty) = (lane.ToString(), title, empty);

    /// <summary>The lane's name on the page.</summary>
    public string Name { get; }

    /// <summary>Its heading.</summary>
    public string Title { get; }

    /// <summary>What stands there when nobody does.</summary>
    public string Empty { get; }

    /// <summary>The words of a lane.</summary>
    public static BoardLaneWords Of(BoardLane lane) => All[(int)lane];
}
