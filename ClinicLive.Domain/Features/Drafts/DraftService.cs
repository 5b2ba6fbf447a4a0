using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Drafts;

/// <summary>Keeps what is being typed. Everybody has his own drafts and sees no other.</summary>
public sealed class DraftService(IDbContextFactory<ClinicDbContext> contexts, TimeProvider time)
{
    /// <summary>Keeps a draft, in place of the one before. What is longer than <see cref="FormDraft.Limit"/> is not kept and answers false.</summary>
    public async Task<bool> KeepAsync(Actor actor, string form, string json, CancellationToken gone = default)
    {
        if (json.Length > FormDraft.Limit) return false;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is not null) return false;
        var now = time.GetUtcNow();
        var draft = await db.FormDrafts.SingleOrDefaultAsync(d => d.AccountId == actor.UserId && d.Form == form, gone).ConfigureAwait(false);
        if (draft is null) db.Add(new FormDraft { AccountId = actor.UserId, Form = form, Json = json, SavedAt = now });
        else (draft.Json, draft.SavedAt) = (json, now);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved;
    }

    /// <summary>What was typed and not sent, or null when there is nothing or it is too old.</summary>
    public Task<string?> ReadAsync(Actor actor, string form, CancellationToken gone = default) => ReadAsync(actor, form, FormDraft.GoodFor, gone);

    /// <summary>What was typed and not sent, or null when there is nothing or it is older than a time of the form's own.</summary>
    public async Task<string?> ReadAsync(Actor actor, string form, TimeSpan goodFor, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var oldest = time.GetUtcNow() - goodFor;
        return await db.FormDrafts.AsNoTracking()
            .Where(d => d.AccountId == actor.UserId && d.Form == form && d.SavedAt > oldest)
            .Select(d => d.Json).SingleOrDefaultAsync(gone).ConfigureAwait(false);
    }

    /// <summary>Forgets a draft that was sent or given up.</summary>
    public async Task DropAsync(Actor actor, string form, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        await db.FormDrafts.Where(d => d.AccountId == actor.UserId && d.Form == form).ExecuteDeleteAsync(gone).ConfigureAwait(false);
    }
}
