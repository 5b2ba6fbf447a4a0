using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Import;

/// <summary>Reads of what was taken over.</summary>
public sealed class ImportQueries(IDbContextFactory<ClinicDbContext> contexts, ImportFolder folder)
{
    /// <summary>Most imports that are listed.</summary>
    public const int PageSize = 50;

    /// <summary>The clinic's imports, newest first, with who did them; empty for everybody but an admin.</summary>
    public async Task<IReadOnlyList<ImportRow>> ListAsync(Actor actor, CancellationToken gone = default)
    {
        if (actor.Role != Role.Admin) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.Imports.AsNoTracking().Where(i => i.OrganizationId == actor.OrganizationId).OrderByDescending(i => i.At).Take(PageSize)
            .Select(i => new ImportRow(i, db.Accounts.Where(a => a.Id == i.ActorId).Select(a => a.DisplayName).FirstOrDefault())).ToListAsync(gone).ConfigureAwait(false);
    }

    /// <summary>The file with the rows that an import of the actor's clinic did not take; null for everybody but an admin, and a day later.</summary>
    public string? RejectsOf(Actor actor, Guid id) =>
        actor.Role == Role.Admin && folder.Rejects(actor.OrganizationId, id) is var path && File.Exists(path) ? path : null;
}

/// <summary>An import that was done.</summary>
/// <param name="Import">What it brought.</param>
/// <param name="By">Who did it; null for the command.</param>
public sealed record ImportRow(ClinicImport Import, string? By);
