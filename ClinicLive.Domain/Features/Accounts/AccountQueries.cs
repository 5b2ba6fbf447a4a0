using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>Reads of accounts.</summary>
public sealed class AccountQueries(IDbContextFactory<ClinicDbContext> contexts)
{
    /// <summary>Rows of one page of accounts.</summary>
    public const int PageSize = 50;

    /// <summary>One page of the accounts of the admin's clinic, by role and name; empty for everybody else.</summary>
    public async Task<AccountPage> ListAsync(Actor actor, string? search = null, int page = 0, CancellationToken gone = default)
    {
        if (actor.Role != Role.Admin || search?.Length > Patients.Patient.NameLimit) return new([], 0);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is not null) return new([], 0);
        var accounts = db.Accounts.AsNoTracking().Where(a => a.OrganizationId == actor.OrganizationId);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = $"%{search.Trim().Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
            accounts = accounts.Where(a => EF.Functions.Like(a.DisplayName, pattern, "\\") || EF.Functions.Like(a.Email!, pattern, "\\"));
        }

        var count = await accounts.CountAsync(gone).ConfigureAwait(false);
        var rows = await accounts.OrderBy(a => a.Role).ThenBy(a => a.DisplayName).ThenBy(a => a.Id)
            .Skip(Math.Max(0, page) * PageSize).Take(PageSize)
            .Select(a => new AccountRow(a.Id, a.DisplayName, a.Email!, a.Role, a.IsDisabled, a.TwoFactorEnabled)).ToListAsync(gone).ConfigureAwait(false);
        return new(rows, count);
    }

    /// <summary>The actor that a signed-in account stands for, or null when the account is gone or disabled.</summary>
    public async Task<Actor?> ActorAsync(Guid accountId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.Accounts.AsNoTracking().Where(a => a.Id == accountId && !a.IsDisabled)
            .Select(a => new Actor(
                a.Id,
                a.OrganizationId,
                a.Role,
                a.DisplayName,
                db.Practitioners.Where(p => p.AccountId == a.Id).Select(p => (Guid?)p.Id).FirstOrDefault(),
                db.Patients.Where(p => p.AccountId == a.Id).Select(p => (Guid?)p.Id).FirstOrDefault()))
            .SingleOrDefaultAsync(gone).ConfigureAwait(false);
    }
}

/// <summary>One page of accounts.</summary>
/// <param name="Rows">The rows of the page.</param>
/// <param name="Count">How many there are on all pages.</param>
public sealed record AccountPage(IReadOnlyList<AccountRow> Rows, int Count);

/// <summary>An account as its admin sees it.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="DisplayName">The person's name.</param>
/// <param name="Email">The address that signs in.</param>
/// <param name="Role">What it may do.</param>
/// <param name="IsDisabled">Whether it is kept from signing in.</param>
/// <param name="HasSecondFactor">Whether its sign-in needs a code.</param>
public sealed record AccountRow(Guid Id, string DisplayName, string Email, Role Role, bool IsDisabled, bool HasSecondFactor = false);
