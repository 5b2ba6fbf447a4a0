using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>What can be done to several appointments at once.</summary>
public enum BulkStep
{
    /// <summary>The patients are here.</summary>
    CheckIn,

    /// <summary>The patients did not come.</summary>
    MarkNoShow,

    /// <summary>Called off, all for one reason.</summary>
    Cancel,

    /// <summary>Given to another doctor.</summary>
    GiveTo,
}

/// <summary>One step for several appointments, each with what the person was looking at and a command id of its own.</summary>
/// <param name="Step">What to do.</param>
/// <param name="Rows">Which ones; at most <see cref="BulkService.MostRows"/>.</param>
/// <param name="PractitionerId">To whom, for <see cref="BulkStep.GiveTo"/>.</param>
public sealed record BulkCommand(BulkStep Step, IReadOnlyList<AppointmentCommand> Rows, Guid? PractitionerId = null);

/// <summary>What became of one of them.</summary>
/// <param name="Command">The command.</param>
/// <param name="Row">The row after it; null when it was refused.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="Changed">Whether it wrote something.</param>
public sealed record BulkLine(AppointmentCommand Command, BoardRow? Row, Refusal? Refusal, bool Changed);

/// <summary>What became of all of them.</summary>
/// <param name="Step">What was done.</param>
/// <param name="Lines">One line per row, in the order of the command.</param>
public sealed record BulkResult(BulkStep Step, IReadOnlyList<BulkLine> Lines)
{
    /// <summary>How many are as asked now.</summary>
    public int Succeeded => Lines.Count(l => l.Refusal is null);
}

/// <summary>
/// The same step for several appointments. Every row is a command of its own with its own guard, log line and event: one
/// that is refused holds up no other, and what was done stays done when the line breaks in the middle.
/// </summary>
public sealed class BulkService(AppointmentService appointments)
{
    /// <summary>Rows of one command.</summary>
    public const int MostRows = 100;

    /// <summary>
    /// Does it row by row. Refuses as a whole only more than <see cref="MostRows"/> rows; everything else is told per row.
    /// Whoever waits in the house is not called off in a bulk: that is said to him in person.
    /// </summary>
    public async Task<Outcome<BulkResult>> RunAsync(Actor actor, BulkCommand command, CancellationToken gone = default)
    {
        if (command.Rows.Count > MostRows) return Refusal.Invalid("Rows", $"At most {MostRows} appointments at once.");
        var lines = new List<BulkLine>();
        foreach (var row in command.Rows.DistinctBy(r => r.AppointmentId))
        {
            lines.Add(Line(row, command.Step switch
            {
                BulkStep.CheckIn => await appointments.MoveAsync(actor, row, AppointmentStatus.Arrived, gone).ConfigureAwait(false),
                BulkStep.MarkNoShow => await appointments.MoveAsync(actor, row, AppointmentStatus.NoShow, gone).ConfigureAwait(false),
                BulkStep.Cancel when row.ExpectedFrom.IsWaiting() => Refusal.NotAllowed("The patient is in the house. Please cancel on the card."),
                BulkStep.Cancel => await appointments.MoveAsync(actor, row, AppointmentStatus.Cancelled, gone).ConfigureAwait(false),
                _ when command.PractitionerId is { } doctor => await appointments.GiveToAsync(actor, row, doctor, gone).ConfigureAwait(false),
                _ => Refusal.Invalid("Practitioner", "Please choose a doctor."),
            }));
        }

        return Outcome<BulkResult>.Done(new BulkResult(command.Step, lines));
    }

    /// <summary>Takes back what a bulk changed, row by row and with the rules of each undo. A row that moved since is refused and stays as it is.</summary>
    public async Task<Outcome<BulkResult>> UndoAsync(Actor actor, BulkResult done, CancellationToken gone = default)
    {
        var lines = new List<BulkLine>();
        foreach (var (command, row, _, _) in done.Lines.Where(l => l is { Changed: true, Row: not null }))
        {
            var back = new AppointmentCommand(row!.Id, row.Status, row.Version, UndoOf(command.CommandId));
            lines.Add(Line(back, done.Step switch
            {
                BulkStep.CheckIn => await appointments.UndoAsync(actor, back, gone).ConfigureAwait(false),
                BulkStep.GiveTo => await appointments.GiveBackAsync(actor, back, gone).ConfigureAwait(false),
                _ => await appointments.MoveAsync(actor, back, AppointmentStatus.Booked, gone).ConfigureAwait(false),
            }));
        }

        return Outcome<BulkResult>.Done(new BulkResult(done.Step, lines));
    }

    private static BulkLine Line(AppointmentCommand command, Outcome<BoardRow> outcome) => new(command, outcome.Value, outcome.Refusal, outcome.Changed);

    /// <summary>The undo of one command always has the same id, so that pressed twice it is one undo.</summary>
    private static Guid UndoOf(Guid commandId)
    {
        var bytes = commandId.ToByteArray();
        bytes[^1] ^= 0x5A;
        return new Guid(bytes);
    }
}
