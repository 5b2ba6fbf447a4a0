using ClinicLive.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>Forgets files that never left with a message, and contents that no row knows of: an upload that was cut off after the content and before the row.</summary>
public sealed class UnsentAttachments(IDbContextFactory<ClinicDbContext> contexts, AttachmentFiles files, TimeProvider time)
{
    private const int AtOnce = 200;

    /// <summary>Looks once; answers how many files went.</summary>
    public async Task<int> SweepAsync(CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var limit = time.GetUtcNow() - ChatAttachment.KeptUnsent;
        var old = await db.ChatAttachments.Where(a => a.MessageId == null && a.UploadedAt < limit).OrderBy(a => a.UploadedAt).Select(a => a.Id).Take(AtOnce).ToListAsync(gone).ConfigureAwait(false);
        var count = 0;
        foreach (var id in old)
        {
            // Asked again in the statement that deletes: it may be sent at this moment.
            if (await db.ChatAttachments.Where(a => a.Id == id && a.MessageId == null).ExecuteDeleteAsync(gone).ConfigureAwait(false) == 0) continue;
            files.Delete(id);
            count++;
        }

        foreach (var ids in files.WrittenBefore(limit).Chunk(AtOnce))
        {
            var known = await db.ChatAttachments.Where(a => ids.Contains(a.Id)).Select(a => a.Id).ToListAsync(gone).ConfigureAwait(false);
            foreach (var id in ids.Except(known))
            {
                files.Delete(id);
                count++;
            }
        }

        return count;
    }
}
