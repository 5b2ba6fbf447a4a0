using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>What became of a press on a card. Told by itself, because the card may be out of sight by then.</summary>
/// <param name="Name">Whose card it was; null where that is not known any more.</param>
/// <param name="Words">What came of it.</param>
/// <param name="IsRefusal">Nothing was changed. Stays until it is read; all else goes after some seconds.</param>
/// <param name="Row">The appointment as it stands now.</param>
/// <param name="Undo">Takes it back, where this person may.</param>
public sealed record BoardSaying(string? Name, string Words, bool IsRefusal, BoardRow? Row = null, CardAction? Undo = null)
{
    /// <summary>The answer to a press.</summary>
    public static BoardSaying Of(BoardRow seen, CardAction action, Outcome<BoardRow> outcome, Actor actor)
    {
        if (outcome.Value is not { } row) return new(seen.PatientName, outcome.Refusal!.Sentence, IsRefusal: true);
        var words = action switch
        {
            { Step: Step.Undo } => "taken back.",
            { To: not null } => $"{row.Status.Words().ToLowerInvariant()}.",
            _ when ReferenceEquals(action, CardAction.Confirm) => "confirmed.",
            _ => "called.",
        };
        var isMoved = outcome.Changed && action is { To: not null, Step: not Step.Undo };
        return new(seen.PatientName, words, IsRefusal: false, row, isMoved ? CardActions.Undo(row, actor) : null);
    }
}
