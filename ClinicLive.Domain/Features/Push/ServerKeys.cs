using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Push;

/// <summary>
/// The one pair of keys of this installation: from the settings, else made once and kept sealed in the database. Where the seal cannot be
/// opened any more a new pair is made; browsers notice at their next visit and subscribe anew.
/// </summary>
public sealed class ServerKeys(IDbContextFactory<ClinicDbContext> contexts, ISecretSeal seal, PushSettings settings, TimeProvider time) : IDisposable
{
    private const string Purpose = "push-private-key";
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ServerKey? _key;

    /// <summary>The pair. Read from the database once per process.</summary>
    public async ValueTask<ServerKey> GetAsync(CancellationToken gone = default)
    {
        if (_key is { } known) return known;
        await _turn.WaitAsync(gone).ConfigureAwait(false);
        try
        {
            return _key ??= FromSettings() ?? await FindOrMakeAsync(gone).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private ServerKey? FromSettings() => settings.PublicKey is { } open && settings.PrivateKey is { } secret ? ServerKey.TryRead(open, secret) : null;

    private async Task<ServerKey> FindOrMakeAsync(CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var row = await db.PushServerKeys.SingleOrDefaultAsync(gone).ConfigureAwait(false);
        if (row is not null && Read(row) is { } kept) return kept;

        var made = ServerKey.Make();
        var sealedKey = seal.Seal(Purpose, made.PrivateKey);
        if (row is null) db.Add(new ServerKeyRow { PublicKey = made.PublicKey, SealedPrivateKey = sealedKey, CreatedAt = time.GetUtcNow() });
        else (row.PublicKey, row.SealedPrivateKey, row.CreatedAt) = (made.PublicKey, sealedKey, time.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(gone).ConfigureAwait(false);
            return made;
        }
        catch (DbUpdateException fault) when (row is null && !Saving.IsPassing(fault))
        {
            await using var again = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false); // another node was first
            return Read(await again.PushServerKeys.AsNoTracking().SingleAsync(gone).ConfigureAwait(false)) ?? throw new InvalidOperationException("The push key of another node cannot be read.", fault);
        }
    }

    private ServerKey? Read(ServerKeyRow row) => seal.Open(Purpose, row.SealedPrivateKey) is { } secret ? ServerKey.TryRead(row.PublicKey, secret) : null;
}
