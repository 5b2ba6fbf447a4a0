using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>Finding what was said: in one room, or in all that the person may read. A rule of <see cref="ChatRights"/> decides about every hit.</summary>
public sealed class ChatSearchQueries(IDbContextFactory<ClinicDbContext> contexts)
{
    /// <summary>Most hits of one search; older ones are found with more words.</summary>
    public const int Limit = 50;

    /// <summary>Longest search, in UTF-16 units.</summary>
    public const int TypedLimit = 200;

    /// <summary>Most rooms that a search names to the index one by one; beyond that it is asked without them, and only filtered.</summary>
    private const int MostScopes = 200;

    private const int FirstLook = 4 * Limit;
    private const int LongestLook = 4_000;

    /// <summary>The newest messages that contain every word typed, words also by their beginning. Nothing is found by nothing, and nothing by an endless text.</summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="roomId">Only in this room, or null.</param>
    /// <param name="gone">Ends the read.</param>
    public async Task<IReadOnlyList<ChatHit>> SearchAsync(Actor actor, string typed, Guid? roomId = null, CancellationToken gone = default)
    {
        if (typed.Length > TypedLimit || SearchTerms.Question(typed) is not { } question) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await ScopesAsync(db, actor, roomId, gone).ConfigureAwait(false) is not { } scopes) return [];
        var (kind, where) = (DatabaseKind.Of(db), scopes.Count == 0 ? null : scopes);
        var hits = new List<ChatHit>();
        var before = long.MaxValue;

        for (var look = FirstLook; hits.Count < Limit; look = Math.Min(look * 2, LongestLook))
        {
            var rows = await kind.FindMessages(db, question, where, before, look).ToListAsync(gone).ConfigureAwait(false);
            if (rows.Count > 0) hits.AddRange(await AllowedAsync(db, actor, roomId, rows, Limit - hits.Count, gone).ConfigureAwait(false));
            if (rows.Count < look) break;
            before = rows[^1];
        }

        return hits;
    }

    private static Task<List<ChatHit>> AllowedAsync(ClinicDbContext db, Actor actor, Guid? roomId, List<long> numbers, int take, CancellationToken gone) => (
        from m in ChatRights.Messages(db, actor)
        where numbers.Contains(m.Number) && (roomId == null || m.RoomId == roomId)
        orderby m.Number descending
        join r in db.ChatRooms on m.RoomId equals r.Id
        join sender in db.Accounts on m.SenderId equals sender.Id
        select new ChatHit(m.Id, m.RoomId, m.Sequence, r.Kind == ChatRoomKind.Group ? r.Name : db.Patients.Where(p => p.Id == r.PatientId).Select(p => p.Name).FirstOrDefault(), sender.DisplayName, m.Body, m.SentAt))
        .Take(take).AsNoTracking().ToListAsync(gone);

    /// <summary>
    /// Where to look, as the index names it; null when there is nowhere, empty when there are too many places to be named. A doctor's
    /// own patients are one term, and so are the conversations of the desk; other rooms are named one by one.
    /// </summary>
    private static async Task<IReadOnlyList<string>?> ScopesAsync(ClinicDbContext db, Actor actor, Guid? roomId, CancellationToken gone)
    {
        if (roomId is { } one) return [$"r{one:N}"];
        var (isDesk, doctor) = (actor.IsFrontDesk, actor.PractitionerId);
        var others = await ChatRights.Rooms(db, actor).Where(r => !(isDesk && r.Kind == ChatRoomKind.FrontDesk) && !(r.Kind == ChatRoomKind.Direct && r.PractitionerId == doctor && doctor != null))
            .OrderBy(r => r.Id).Select(r => r.Id).Take(MostScopes + 1).ToListAsync(gone).ConfigureAwait(false);
        if (others.Count > MostScopes) return [];
        var scopes = others.Select(id => $"r{id:N}").ToList();
        if (isDesk) scopes.Add($"d{actor.OrganizationId:N}");
        if (doctor is { } own) scopes.Add($"p{own:N}");
        return scopes.Count == 0 ? null : scopes;
    }
}

/// <summary>A message that a search found.</summary>
/// <param name="Id">The message.</param>
/// <param name="RoomId">Its room.</param>
/// <param name="Sequence">Its place there.</param>
/// <param name="RoomName">The group, or the patient of the room.</param>
/// <param name="SenderName">Who said it.</param>
/// <param name="Body">The text to the letter.</param>
/// <param name="SentAt">When, in UTC.</param>
public sealed record ChatHit(Guid Id, Guid RoomId, int Sequence, string? RoomName, string SenderName, string Body, DateTimeOffset SentAt);
