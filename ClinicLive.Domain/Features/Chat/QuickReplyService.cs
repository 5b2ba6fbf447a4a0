using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>A quick reply as somebody has typed it.</summary>
/// <param name="Id">Its id, made by the client: the same twice is one.</param>
/// <param name="Title">What it is found by.</param>
/// <param name="Text">The text with placeholders.</param>
/// <param name="IsForClinic">For all staff; else for the writer alone. Settled when it is made.</param>
/// <param name="Version">The version on the person's screen; 0 for a new one.</param>
public sealed record QuickReplyWish(Guid Id, string Title, string Text, bool IsForClinic, int Version = 0);

/// <summary>Keeping quick replies. For staff: everybody his own, and the front desk those of the clinic.</summary>
public sealed class QuickReplyService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Most quick replies of one person, and of a clinic.</summary>
    public const int Most = 100;

    /// <summary>Makes or changes one. Refuses a text that <see cref="QuickReply.Check"/> refuses, and one that somebody else changed meanwhile.</summary>
    public async Task<Outcome<Guid>> SaveAsync(Actor actor, QuickReplyWish wish, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (!actor.IsStaff) return Refusal.Forbidden("Quick replies are for the clinic's staff.");
        if (QuickReply.Check(wish.Title, wish.Text) is { } refusal) return refusal;
        var reply = await QuickReplyQueries.Visible(db, actor).SingleOrDefaultAsync(r => r.Id == wish.Id, gone).ConfigureAwait(false);
        if (reply is null)
        {
            if (wish.Version > 0) return Refusal.NotFound("quick reply");
            if (wish.IsForClinic && !actor.IsFrontDesk) return OnlyDesk;
            if (await QuickReplyQueries.Visible(db, actor).CountAsync(r => r.OwnerId == null == wish.IsForClinic, gone).ConfigureAwait(false) >= Most)
            {
                return Refusal.NotAllowed($"There are {Most} quick replies already. Please remove one first.");
            }

            reply = new QuickReply(wish.Id, actor, wish.IsForClinic, time.GetUtcNow());
            db.Add(reply);
        }
        else if (reply.OwnerId is null && !actor.IsFrontDesk)
        {
            return OnlyDesk;
        }
        else if (reply.Version != wish.Version && (reply.Title != wish.Title.Trim() || reply.Text != wish.Text))
        {
            return new Refusal(RefusalKind.Moved, "This quick reply was changed elsewhere meanwhile. Your text is kept.");
        }

        if (!reply.Write(wish.Title, wish.Text, time.GetUtcNow())) return Outcome<Guid>.Already(reply.Id);
        return await SaveAsync(db, actor, reply, ActivityKind.QuickReplySaved, gone).ConfigureAwait(false);
    }

    /// <summary>Removes one. One that is gone already is a success that changes nothing.</summary>
    public async Task<Outcome<Guid>> RemoveAsync(Actor actor, Guid id, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (!actor.IsStaff) return Refusal.Forbidden("Quick replies are for the clinic's staff.");
        var reply = await QuickReplyQueries.Visible(db, actor).SingleOrDefaultAsync(r => r.Id == id, gone).ConfigureAwait(false);
        if (reply is null) return Outcome<Guid>.Already(id);
        if (reply.OwnerId is null && !actor.IsFrontDesk) return OnlyDesk;
        db.Remove(reply);
        return await SaveAsync(db, actor, reply, ActivityKind.QuickReplyRemoved, gone).ConfigureAwait(false);
    }

    private static Refusal OnlyDesk => Refusal.Forbidden("Only the front desk changes the quick replies of the clinic.");

    private async Task<Outcome<Guid>> SaveAsync(ClinicDbContext db, Actor actor, QuickReply reply, ActivityKind kind, CancellationToken gone)
    {
        db.Activity.Add(new ActivityEntry
        {
            OrganizationId = actor.OrganizationId,
            ActorId = actor.UserId,
            Kind = kind,
            Category = ActivityCategory.Chat,
            SubjectId = reply.Id,
            SubjectVersion = reply.Version,
            At = time.GetUtcNow(),
        });
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<Guid>.Done(reply.Id),
            SaveResult.Stale => new Refusal(RefusalKind.Moved, "This quick reply was changed elsewhere meanwhile. Your text is kept."),
            _ => Refusal.Unavailable,
        };
    }
}
