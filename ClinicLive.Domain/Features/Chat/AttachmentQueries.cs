using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>A file of a conversation.</summary>
/// <param name="Id">The attachment.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="HasThumbnail">Whether there is a small picture of it.</param>
/// <param name="Seconds">Length of a voice message.</param>
/// <param name="Sha256">SHA-256 of its content in hexadecimal.</param>
public sealed record AttachmentRow(Guid Id, string Name, AttachmentKind Kind, long Size, bool HasThumbnail, int? Seconds, string Sha256)
{
    /// <summary>The type that is declared when it is handed out.</summary>
    public string ContentType => AttachmentKinds.ContentType(Kind, Name);

    internal static AttachmentRow Of(ChatAttachment a) => new(a.Id, a.Name, a.Kind, a.Size, a.HasThumbnail, a.Seconds, a.Sha256);
}

/// <summary>A file's content, to be read once.</summary>
/// <param name="Row">What it is.</param>
/// <param name="Content">The bytes; whoever asked disposes of them.</param>
public sealed record OpenedAttachment(AttachmentRow Row, Stream Content);

/// <summary>Handing out files. Rights are asked anew for each of them: they are those of the message that it left with.</summary>
public sealed class AttachmentQueries(IDbContextFactory<ClinicDbContext> contexts, AttachmentFiles files)
{
    /// <summary>
    /// Opens a file for whoever may read its message now, or put it there and has not sent it. Null for everybody else, for a
    /// message that was deleted, and for one that does not exist: they look the same.
    /// </summary>
    public async Task<OpenedAttachment?> OpenAsync(Actor actor, Guid attachmentId, bool isThumbnail = false, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var found = await Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(a => a.Id == attachmentId, gone).ConfigureAwait(false);
        if (found is null || (isThumbnail && !found.HasThumbnail)) return null;
        return files.Read(attachmentId, isThumbnail) is { } content ? new OpenedAttachment(AttachmentRow.Of(found), content) : null;
    }

    /// <summary>What a person has put into a room and not sent yet, oldest first.</summary>
    public async Task<IReadOnlyList<AttachmentRow>> UnsentAsync(Actor actor, Guid roomId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var rows = await Unsent(db, actor, roomId).AsNoTracking().OrderBy(a => a.UploadedAt).ToListAsync(gone).ConfigureAwait(false);
        return rows.ConvertAll(AttachmentRow.Of);
    }

    /// <summary>The same inside a use case's own context.</summary>
    internal static IQueryable<ChatAttachment> Unsent(ClinicDbContext db, Actor actor, Guid roomId)
    {
        var rooms = ChatRights.Rooms(db, actor);
        return db.ChatAttachments.Where(a => a.RoomId == roomId && a.UploadedBy == actor.UserId && a.MessageId == null && rooms.Any(r => r.Id == roomId));
    }

    private static IQueryable<ChatAttachment> Visible(ClinicDbContext db, Actor actor)
    {
        var (messages, rooms) = (ChatRights.Messages(db, actor), ChatRights.Rooms(db, actor));
        return db.ChatAttachments.Where(a => a.OrganizationId == actor.OrganizationId
            && (a.MessageId == null
                ? a.UploadedBy == actor.UserId && rooms.Any(r => r.Id == a.RoomId)
                : messages.Any(m => m.Id == a.MessageId && m.DeletedAt == null)));
    }
}
