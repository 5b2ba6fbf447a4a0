using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>Finds the people with whom somebody wants to talk.</summary>
public sealed class ChatPeopleQueries(IDbContextFactory<ClinicDbContext> contexts)
{
    /// <summary>
    /// The people of the actor's clinic whom these ids name, by name: the id of an account, of a patient or of a doctor. Whoever has no
    /// account that is enabled is left out, and so is everybody else's patient for a patient.
    /// </summary>
    public async Task<IReadOnlyList<NamedPerson>> FindAsync(Actor actor, IReadOnlyCollection<Guid> ids, CancellationToken gone = default)
    {
        if (ids.Count is 0 or > ChatService.MostPeople) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var (me, isStaff) = (actor.UserId, actor.IsStaff);
        return await db.Accounts.AsNoTracking()
            .Where(a => a.OrganizationId == actor.OrganizationId && !a.IsDisabled && (isStaff || a.Role != Role.Patient || a.Id == me))
            .Where(a => ids.Contains(a.Id)
                || db.Patients.Any(p => p.AccountId == a.Id && ids.Contains(p.Id))
                || db.Practitioners.Any(p => p.AccountId == a.Id && ids.Contains(p.Id)))
            .OrderBy(a => a.DisplayName).ThenBy(a => a.Id)
            .Select(a => new NamedPerson(
                a.Id,
                a.DisplayName,
                db.Patients.Where(p => p.AccountId == a.Id).Select(p => (Guid?)p.Id).FirstOrDefault(),
                db.Practitioners.Where(p => p.AccountId == a.Id).Select(p => (Guid?)p.Id).FirstOrDefault()))
            .ToListAsync(gone).ConfigureAwait(false);
    }
}

/// <summary>Somebody who was named.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Name">The person's name.</param>
/// <param name="PatientId">The patient record, for a patient.</param>
/// <param name="PractitionerId">The doctor's record, for a doctor.</param>
public sealed record NamedPerson(Guid AccountId, string Name, Guid? PatientId, Guid? PractitionerId);
