using System.Security.Cryptography;
using System.Text;
using ClinicLive.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>
/// Gives and exchanges refresh tokens. Each is good once; whoever comes with a used one holds a copy, or somebody else does, and the
/// whole session ends (RFC 9700, 4.14.2).
/// </summary>
public sealed class RefreshTokens(IDbContextFactory<ClinicDbContext> contexts, SessionService sessions, TimeProvider time)
{
    private const int Bytes = 32; // 256 bits: nothing to guess, so the hash needs no salt

    /// <summary>The first token of a session. Also forgets the tokens of sessions that are too old to go on.</summary>
    public async Task<string> BeginAsync(Guid sessionId, string stamp, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var oldest = now - SignInSession.Longest;
        await db.RefreshTokens.Where(t => db.SignInSessions.Any(s => s.Id == t.SessionId && s.StartedAt <= oldest)).ExecuteDeleteAsync(gone).ConfigureAwait(false);
        var token = Add(db, sessionId, stamp, now);
        await db.SaveChangesAsync(gone).ConfigureAwait(false);
        return token;
    }

    /// <summary>
    /// Takes a token back and gives the next one. Nothing for one that is unknown, or whose session is over; for one that was used
    /// before, be it in the same moment, the session is ended and named.
    /// </summary>
    public async Task<TokenExchange> ExchangeAsync(string token, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var hash = HashOf(token);
        var known = await db.RefreshTokens.SingleOrDefaultAsync(t => t.Hash == hash, gone).ConfigureAwait(false);
        if (known is null) return TokenExchange.Nothing;
        var session = await db.SignInSessions.AsNoTracking().SingleAsync(s => s.Id == known.SessionId, gone).ConfigureAwait(false);
        if (known.UsedAt is not null) return await EndAsync(session).ConfigureAwait(false);
        var valid = await sessions.StillValidAsync(new Dictionary<Guid, string> { [session.Id] = known.Stamp }, gone).ConfigureAwait(false);
        if (!valid.Contains(session.Id)) return TokenExchange.Nothing;

        known.UsedAt = time.GetUtcNow();
        var next = Add(db, session.Id, known.Stamp, known.UsedAt.Value);
        try
        {
            await db.SaveChangesAsync(gone).ConfigureAwait(false);
            return new TokenExchange(session, known.Stamp, next);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await EndAsync(session).ConfigureAwait(false); // somebody else used it in the same moment
        }
    }

    // Not tied to the request: whoever hangs up does not keep a stolen session alive.
    private async Task<TokenExchange> EndAsync(SignInSession session)
    {
        await sessions.EndAsync(session.Id, CancellationToken.None).ConfigureAwait(false);
        return new TokenExchange(session, null, null);
    }

    private static string Add(ClinicDbContext db, Guid sessionId, string stamp, DateTimeOffset now)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        db.Add(new RefreshToken { Hash = HashOf(token), SessionId = sessionId, Stamp = stamp, IssuedAt = now });
        return token;
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>What became of a refresh token.</summary>
/// <param name="Session">The session it belongs to; null when the token is good for nothing.</param>
/// <param name="Stamp">The security stamp that the session goes on with.</param>
/// <param name="Next">The next token; null when the session was ended because the token had been used.</param>
public sealed record TokenExchange(SignInSession? Session, string? Stamp, string? Next)
{
    /// <summary>The token is good for nothing.</summary>
    public static TokenExchange Nothing { get; } = new(null, null, null);
}
