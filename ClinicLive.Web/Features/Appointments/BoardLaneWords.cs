using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>What a lane is called, and what it says when it is empty.</summary>
internal static class BoardLaneWords
{
    /// <summary>The lane's heading.</summary>
    public static string Title(BoardLane lane) => lane switch
    {
        BoardLane.Booked => "Booked",
        BoardLane.Waiting => "Waiting",
        BoardLane.InConsultation => "In consultation",
        BoardLane.Done => "Done",
        _ => "Not seen",
    };

    /// <summary>What stands there when nobody does.</summary>
    public static string Empty(BoardLane lane) => lane switch
    {
        BoardLane.Booked => "Nobody is expected any more. Press n to book.",
        BoardLane.Waiting => "The waiting room is empty.",
        BoardLane.InConsultation => "No doctor has a patient.",
        BoardLane.Done => "Nobody has been seen yet.",
        _ => "Nobody cancelled or stayed away.",
    };
}
