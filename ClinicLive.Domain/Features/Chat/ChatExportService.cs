using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>What a look at an exported file found.</summary>
/// <param name="Sentence">For people.</param>
/// <param name="IsTrue">Whole, unchanged, and given out by this clinic.</param>
public sealed record ExportVerdict(string Sentence, bool IsTrue);

/// <summary>
/// Giving out the record of a conversation to whoever may read it, as far as he may read it, and looking whether a record is still
/// what was given out. Each one leaves a line with its seal in the log; people of the clinic also get the texts that were changed or deleted.
/// </summary>
public sealed class ChatExportService(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>Most messages of one record.</summary>
    public const int Most = 20_000;

    /// <summary>Longest texts of one record together, in characters; a record is made in memory.</summary>
    public const long LongestTexts = 8_000_000;

    private static readonly SemaphoreSlim AtWork = new(2);

    /// <summary>Longest file that is looked at, in UTF-16 units.</summary>
    public const int VerifyLimit = 20_000_000;

    /// <summary>Makes the record as a sealed file (<see cref="ChatRecord"/>). Refuses more than <see cref="Most"/> messages or <see cref="LongestTexts"/>.</summary>
    public Task<Outcome<string>> ExportAsync(Actor actor, Guid roomId, CancellationToken gone = default) => InTurnAsync(() => MakeAsync(actor, roomId, gone), gone);

    private static async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken gone)
    {
        await AtWork.WaitAsync(gone).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            AtWork.Release();
        }
    }

    private async Task<Outcome<string>> MakeAsync(Actor actor, Guid roomId, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        var now = time.GetUtcNow();
        if (await ChatQueries.RoomAsync(db, actor, roomId, now, gone).ConfigureAwait(false) is not { } room) return Refusal.NotFound("conversation");
        var readable = ChatRights.Messages(db, actor).Where(m => m.RoomId == roomId);
        if (await readable.CountAsync(gone).ConfigureAwait(false) > Most) return Refusal.NotAllowed(string.Create(CultureInfo.InvariantCulture, $"This conversation has more than {Most:N0} messages. Please ask an admin for a copy of the record."));
        var versions = db.ChatMessageVersions.AsNoTracking().Where(v => readable.Any(m => m.Id == v.MessageId));
        var texts = await readable.SumAsync(m => (long)m.Body.Length, gone).ConfigureAwait(false)
            + (actor.IsStaff ? await versions.SumAsync(v => (long)v.Body.Length + 200, gone).ConfigureAwait(false) : 0);
        if (texts > LongestTexts) return Refusal.NotAllowed("This conversation is too long for one record. Please ask an admin for a copy of it.");
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var rows = await ChatProjections.WithAllAsync(db, actor, await ChatProjections.Messages(db, actor, readable).ToListAsync(gone).ConfigureAwait(false), gone).ConfigureAwait(false);
        var earlier = actor.IsStaff
            ? (await versions.OrderBy(v => v.Version).ToListAsync(gone).ConfigureAwait(false)).ToLookup(v => v.MessageId)
            : Enumerable.Empty<ChatMessageVersion>().ToLookup(v => v.MessageId);

        var (json, seal) = ChatRecord.Seal(
            new
            {
                clinic = policy.ClinicName,
                room = roomId,
                kind = room.Row.Kind.ToString(),
                title = room.Row.Title,
                timeZone = policy.Zone.Id,
                exportedAt = Time(now),
                exportedBy = actor.DisplayName,
                people = room.People.Select(p => new { name = p.Name, role = p.Role.ToString() }),
                messages = rows.Count,
            },
            rows.Select(r => Entry(r, room, earlier[r.Id])));
        db.Activity.Add(new ActivityEntry
        {
            OrganizationId = actor.OrganizationId,
            ActorId = actor.UserId,
            Kind = ActivityKind.ChatRoomExported,
            Category = ActivityCategory.Chat,
            SubjectId = roomId,
            To = rows.Count.ToString(CultureInfo.InvariantCulture),
            Reason = seal,
            At = now,
        });
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved ? Outcome<string>.Done(json) : Refusal.Unavailable; // no record without its line
    }

    /// <summary>Looks whether a file or page is whole and was given out by the actor's clinic. Says nothing of what was said to whom.</summary>
    public Task<Outcome<ExportVerdict>> VerifyAsync(Actor actor, string file, CancellationToken gone = default) => InTurnAsync(() => LookAsync(actor, file, gone), gone);

    private async Task<Outcome<ExportVerdict>> LookAsync(Actor actor, string file, CancellationToken gone)
    {
        if (file.Length > VerifyLimit) return Refusal.Invalid("File", "This file is too large for a record of a conversation.");
        var isPage = file.TrimStart().StartsWith('<');
        var json = isPage ? ChatRecordPage.RecordIn(file) : file;
        var (seal, brokenAt, count) = json is null ? (null, 0, 0) : ChatRecord.Follow(json);
        if (seal is null)
        {
            return Verdict(brokenAt > 0 ? $"Changed: the record does not hold at entry {brokenAt}." : "This is no record of a conversation, or its beginning was changed.", isTrue: false);
        }

        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        var line = await db.Activity.AsNoTracking()
            .Where(a => a.OrganizationId == actor.OrganizationId && a.Category == ActivityCategory.Chat && a.Kind == ActivityKind.ChatRoomExported && a.Reason == seal)
            .Select(a => new { a.At }).FirstOrDefaultAsync(gone).ConfigureAwait(false);
        if (line is null) return Verdict("The record is whole in itself, but this clinic has not given it out.", isTrue: false);
        if (isPage && ChatRecordPage.Of(json!) != file) return Verdict("Changed: the page does not show what its record says.", isTrue: false);
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        return Verdict(string.Create(CultureInfo.InvariantCulture, $"Unchanged: {count} {(count == 1 ? "entry" : "entries")}, given out by {policy.ClinicName} on {policy.ToLocal(line.At):d MMMM yyyy, H:mm}."), isTrue: true);
    }

    private static Outcome<ExportVerdict> Verdict(string sentence, bool isTrue) => Outcome<ExportVerdict>.Already(new ExportVerdict(sentence, isTrue));

    private static object Entry(ChatMessageRow row, ChatRoomView room, IEnumerable<ChatMessageVersion> earlier) => new
    {
        number = row.Sequence,
        id = row.Id,
        kind = row.Kind.ToString(),
        sender = row.SenderName,
        senderId = row.SenderId,
        sentAt = Time(row.SentAt),
        body = row.Body,
        about = row.AboutName,
        replyTo = row.ReplyTo?.Sequence,
        editedAt = row.EditedAt is { } edited ? Time(edited) : null,
        deletedAt = row.DeletedAt is { } deleted ? Time(deleted) : null,
        earlier = earlier.Select(v => new { version = v.Version, body = v.Body, replacedAt = Time(v.ReplacedAt) }),
        files = row.Attachments.Select(a => new { id = a.Id, name = a.Name, type = a.ContentType, size = a.Size, sha256 = a.Sha256 }),
        receipts = row.Kind != ChatMessageKind.Text ? [] : Receipts(row, room),
        reactions = row.Reactions.Select(s => new { sign = s.Emoji, names = s.Names }),
    };

    private static object[] Receipts(ChatMessageRow row, ChatRoomView room)
    {
        var people = room.People.Where(p => p.AccountId != row.SenderId)
            .Select(p => new { name = p.Name, state = p.Read >= row.Sequence ? "Read" : p.Delivered >= row.Sequence ? "Delivered" : "Sent" });
        return room.Row.Kind == ChatRoomKind.FrontDesk && row.IsFromPatient
            ? [.. people, new { name = ChatQueries.DeskName, state = room.DeskRead >= row.Sequence ? "Read" : "Delivered" }]
            : [.. people];
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
