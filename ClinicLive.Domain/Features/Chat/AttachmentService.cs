using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>A file that comes in.</summary>
/// <param name="UploadId">The client's own id for it; the same id twice is one file and the same answer.</param>
/// <param name="Name">Its name on the person's machine.</param>
/// <param name="ContentType">The type that the client declares.</param>
/// <param name="Seconds">Length of a voice message; null for everything else.</param>
/// <param name="Thumbnail">A small picture of an image (JPEG), or null.</param>
public sealed record NewAttachment(Guid UploadId, string Name, string? ContentType, int? Seconds = null, byte[]? Thumbnail = null);

/// <summary>Taking in files for conversations, and letting them go again before they are sent.</summary>
public sealed class AttachmentService(IDbContextFactory<ClinicDbContext> contexts, AttachmentFiles files, PaceKeeper paces, TimeProvider time)
{
    /// <summary>Most bytes of a small picture.</summary>
    public const int ThumbnailLimit = 256 * 1024;

    private const int Piece = 64 * 1024;
    private static readonly SemaphoreSlim Cleaning = new(2); // a photo is cleaned in memory, so only a few at once

    /// <summary>
    /// Takes a file in. Refuses what <see cref="AttachmentKinds"/> does not allow, what is larger than
    /// <see cref="ChatAttachment.SizeLimit"/>, too many files that wait to be sent, and whoever sends faster than
    /// <see cref="UploadPace"/> allows; nothing is kept then. The row is written when the content is on the disk.
    /// </summary>
    public async Task<Outcome<AttachmentRow>> TakeInAsync(Actor actor, Guid roomId, NewAttachment upload, Stream content, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (!await ChatRights.Rooms(db, actor).AnyAsync(r => r.Id == roomId, gone).ConfigureAwait(false)) return Refusal.NotFound("conversation");
        if (await TakenBeforeAsync(db, actor, roomId, upload.UploadId, gone).ConfigureAwait(false) is { } same) return same;
        if (await UploadPace.TakeAsync(paces, actor.UserId, gone).ConfigureAwait(false) is { } tooMany) return tooMany;
        if (await db.ChatAttachments.CountAsync(a => a.UploadedBy == actor.UserId && a.MessageId == null, gone).ConfigureAwait(false) >= ChatAttachment.MostUnsent)
        {
            return Refusal.NotAllowed($"{ChatAttachment.MostUnsent} files wait to be sent already. Please send or remove some first.");
        }

        var since = time.GetUtcNow().AddDays(-1);
        var used = await db.ChatAttachments.Where(a => a.UploadedBy == actor.UserId && a.UploadedAt > since).SumAsync(a => a.Size, gone).ConfigureAwait(false);
        if (used >= (actor.IsStaff ? ChatAttachment.StaffDayLimit : ChatAttachment.PatientDayLimit)) return Refusal.NotAllowed("That is all that can be sent in one day. Please send the rest tomorrow, or ask the front desk.");
        if (files.IsNearlyFull) return new Refusal(RefusalKind.Unavailable, "The clinic has no room for files just now. Please tell the front desk.");

        var name = FileName.Clean(upload.Name);
        if (name.Length == 0) return Refusal.Invalid("Name", "The file has no name that can be used.");
        if (upload.Seconds is < 0 or > ChatAttachment.LongestVoice) return Refusal.Invalid("File", $"A voice message has at most {ChatAttachment.LongestVoice / 60} minutes.");

        var part = files.NewPart();
        try
        {
            var (kind, file, refusal) = await ReceiveAsync(part, name, upload, content, gone).ConfigureAwait(false);
            if (refusal is not null) return refusal;
            var id = Guid.CreateVersion7();
            var stored = file;
            if (kind!.Value.IsImage())
            {
                stored = await KeepCleanAsync(id, kind.Value, part, gone).ConfigureAwait(false);
                if (stored is null) return Broken;
            }
            else
            {
                files.Take(part, id);
            }

            var hasThumbnail = kind.Value.IsImage() && await KeepThumbnailAsync(id, upload.Thumbnail, gone).ConfigureAwait(false);
            var attachment = new ChatAttachment(id, roomId, actor, name, kind.Value, stored!, hasThumbnail, kind == AttachmentKind.Voice ? upload.Seconds ?? 0 : null, upload.UploadId, time.GetUtcNow());
            db.Add(attachment);
            var saved = await db.TrySaveAsync(CancellationToken.None).ConfigureAwait(false); // complete is complete, also when its sender is gone by now
            if (saved == SaveResult.Saved) return Outcome<AttachmentRow>.Done(AttachmentRow.Of(attachment));
            files.Delete(id);
            db.ChangeTracker.Clear();
            return await TakenBeforeAsync(db, actor, roomId, upload.UploadId, CancellationToken.None).ConfigureAwait(false) ?? Refusal.Unavailable;
        }
        catch (IOException fault) when (fault.GetType() == typeof(IOException)) // the disk, or a sender who went; what the host says about a request is the host's to answer
        {
            return new Refusal(RefusalKind.Unavailable, "The file could not be kept just now. Please try again in a moment.");
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Lets go of an own file that was not sent. One that is gone already is a success that changes nothing.</summary>
    public async Task<Outcome<Guid>> DiscardAsync(Actor actor, Guid attachmentId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var deleted = await db.ChatAttachments.Where(a => a.Id == attachmentId && a.UploadedBy == actor.UserId && a.OrganizationId == actor.OrganizationId && a.MessageId == null)
            .ExecuteDeleteAsync(gone).ConfigureAwait(false);
        if (deleted == 0) return Outcome<Guid>.Already(attachmentId);
        files.Delete(attachmentId);
        return Outcome<Guid>.Done(attachmentId);
    }

    private static Refusal Broken => Refusal.Invalid("File", "The file is broken or not what its name says. Nothing was sent.");

    private static Refusal TooLarge => Refusal.Invalid("File", string.Create(CultureInfo.InvariantCulture, $"The file is larger than {ChatAttachment.SizeLimit / 1024 / 1024} MB."));

    private static async Task<(AttachmentKind? Kind, StoredFile? File, Refusal? Refusal)> ReceiveAsync(string part, string name, NewAttachment upload, Stream content, CancellationToken gone)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var file = AttachmentFiles.Open(part);
            AttachmentKind? kind = null;
            var text = new TextCheck();
            long size = 0;
            while (true)
            {
                var read = await content.ReadAtLeastAsync(buffer.AsMemory(0, Piece), Piece, throwOnEndOfStream: false, gone).ConfigureAwait(false);
                if (size == 0)
                {
                    if (read == 0) return (null, null, Refusal.Invalid("File", "The file is empty."));
                    kind = AttachmentKinds.Recognise(name, upload.ContentType, buffer[..Math.Min(read, AttachmentKinds.HeadLength)]);
                    if (kind is null || (kind == AttachmentKind.Voice) != (upload.Seconds is not null)) return (null, null, Refusal.Invalid("File", $"Only {AttachmentKinds.Words} can be sent, and their content must be what the name says."));
                }

                size += read;
                if (size > ChatAttachment.SizeLimit) return (null, null, TooLarge);
                if (kind == AttachmentKind.Text && !text.Take(buffer.AsSpan(0, read), read < Piece)) return (null, null, Broken);
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), gone).ConfigureAwait(false);
                if (read < Piece) return (kind, new StoredFile(size, Convert.ToHexStringLower(hash.GetHashAndReset())), null);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Keeps a photo without its notes; null when it is broken.</summary>
    private async Task<StoredFile?> KeepCleanAsync(Guid id, AttachmentKind kind, string part, CancellationToken gone)
    {
        await Cleaning.WaitAsync(gone).ConfigureAwait(false);
        try
        {
            return PhotoNotes.Remove(kind, await File.ReadAllBytesAsync(part, gone).ConfigureAwait(false)) is { } clean
                ? await files.KeepAsync(id, clean, isThumbnail: false, gone).ConfigureAwait(false)
                : null;
        }
        finally
        {
            Cleaning.Release();
        }
    }

    // A small picture is a convenience: one that cannot be used is left out.
    private async Task<bool> KeepThumbnailAsync(Guid id, byte[]? bytes, CancellationToken gone)
    {
        if (bytes is not { Length: >= AttachmentKinds.HeadLength and <= ThumbnailLimit }) return false;
        if (AttachmentKinds.Recognise("x.jpg", "image/jpeg", bytes[..AttachmentKinds.HeadLength]) is null || PhotoNotes.Remove(AttachmentKind.Jpeg, bytes) is not { } clean) return false;
        await files.KeepAsync(id, clean, isThumbnail: true, gone).ConfigureAwait(false);
        return true;
    }

    private static async Task<Outcome<AttachmentRow>?> TakenBeforeAsync(ClinicDbContext db, Actor actor, Guid roomId, Guid uploadId, CancellationToken gone)
    {
        var before = await db.ChatAttachments.AsNoTracking().SingleOrDefaultAsync(a => a.UploadedBy == actor.UserId && a.UploadId == uploadId, gone).ConfigureAwait(false);
        if (before is null) return null;
        return before.RoomId == roomId ? Outcome<AttachmentRow>.Already(AttachmentRow.Of(before)) : Refusal.Invalid("uploadId", "This upload id was used for something else. Nothing was kept.");
    }
}
