using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Activity;

/// <summary>The activity log as the memory of commands: the same id of one person twice is one change and the same answer.</summary>
internal static class CommandLog
{
    /// <summary>The refusal of an id that stands for another command already.</summary>
    public static Refusal UsedOtherwise { get; } = Refusal.Invalid("commandId", "This command id was used for something else. Nothing was changed.");

    /// <summary>The line that a command left in the clinic's log; null when it has not been carried out. Its actor may be somebody else.</summary>
    public static Task<ActivityEntry?> FindAsync(ClinicDbContext db, Actor actor, Guid commandId, CancellationToken gone) =>
        db.Activity.AsNoTracking().SingleOrDefaultAsync(a => a.OrganizationId == actor.OrganizationId && a.CommandId == commandId, gone);

    /// <summary>
    /// Answers a command that was carried out before; else acts. Whatever the act was refused for, the answer is looked for once more: the
    /// command may have come twice at once, and then the later of the two was refused for what the earlier one did.
    /// </summary>
    /// <param name="answer">The answer that the command's line in the log stands for; null when it has left none.</param>
    /// <param name="act">Carries it out, and saves.</param>
    public static async Task<Outcome<T>> OnceAsync<T>(Func<Task<Outcome<T>?>> answer, Func<Task<Outcome<T>>> act)
        where T : notnull
    {
        if (await answer().ConfigureAwait(false) is { } before) return before;
        var outcome = await act().ConfigureAwait(false);
        return outcome.Succeeded ? outcome : await answer().ConfigureAwait(false) ?? outcome;
    }

    /// <summary>
    /// Carries a command out once: answers one that was carried out before, saves what <paramref name="act"/> changed, and looks once more
    /// when somebody was faster, as the later of the two.
    /// </summary>
    /// <param name="db">Nothing else may be tracked in it.</param>
    /// <param name="actor">Who acts; the rights have been checked.</param>
    /// <param name="commandId">The client's id of the command.</param>
    /// <param name="answerOf">The answer that the line of this command stands for; null when it is another command's.</param>
    /// <param name="act">Changes entities, and does not save.</param>
    /// <param name="gone">Stops waiting.</param>
    public static async Task<Outcome<T>> ChangeAsync<T>(
        ClinicDbContext db, Actor actor, Guid commandId, Func<ActivityEntry, T?> answerOf, Func<Task<Outcome<T>>> act, CancellationToken gone)
        where T : struct
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            db.ChangeTracker.Clear();
            if (await AnswerAsync().ConfigureAwait(false) is { } before) return before;
            var outcome = await act().ConfigureAwait(false);
            if (!outcome.Changed) return outcome.Succeeded ? outcome : await AnswerAsync().ConfigureAwait(false) ?? outcome; // it may have come twice at once
            switch (await db.TrySaveAsync(gone).ConfigureAwait(false))
            {
                case SaveResult.Saved:
                    return outcome;
                case SaveResult.Unavailable:
                    return Refusal.Unavailable;
            }
        }

        return Refusal.Unavailable;

        async Task<Outcome<T>?> AnswerAsync()
        {
            if (await FindAsync(db, actor, commandId, gone).ConfigureAwait(false) is not { } line) return null;
            return line.ActorId == actor.UserId && answerOf(line) is { } known ? Outcome<T>.Already(known) : UsedOtherwise;
        }
    }

    /// <summary>The refusal for the slower of two people: names who changed the subject last, and when.</summary>
    public static async Task<Refusal> SomebodyElseAsync(ClinicDbContext db, Guid subjectId, ActivityCategory category, DateTimeOffset now, CancellationToken gone)
    {
        var last = await db.Activity.AsNoTracking().Where(a => a.SubjectId == subjectId && a.Category == category).OrderByDescending(a => a.Sequence)
            .Select(a => new { a.At, Name = db.Accounts.Where(p => p.Id == a.ActorId).Select(p => p.DisplayName).FirstOrDefault() })
            .FirstOrDefaultAsync(gone).ConfigureAwait(false);
        return SomebodyElse.ChangedIt(last?.Name, last?.At, now);
    }
}
