using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Patients;

/// <summary>Use cases around patient records.</summary>
public sealed class PatientService(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>
    /// Makes a patient record at the front desk. The same <paramref name="commandId"/> twice makes one record and gives
    /// the same answer. Refuses everybody but reception and admin.
    /// </summary>
    public async Task<Outcome<PatientMatch>> RegisterAsync(
        Actor actor, string name, DateOnly? birthDate, string? phone, Guid commandId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (!actor.IsFrontDesk) return Refusal.Forbidden("Only reception can register patients.");

        if (await FindByCommandAsync(db, actor, commandId, gone).ConfigureAwait(false) is { } before) return Outcome<PatientMatch>.Already(before);

        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var (patient, refusal) = Patient.Register(actor, name, birthDate, phone, now, policy.DayOf(now), commandId);
        if (patient is null) return refusal!;

        db.Add(patient);
        return await db.TrySaveAsync(gone).ConfigureAwait(false) switch
        {
            SaveResult.Saved => Outcome<PatientMatch>.Done(new(patient.Id, patient.Name, patient.BirthDate, patient.Phone)),
            SaveResult.RepeatedCommand when await FindByCommandAsync(db, actor, commandId, gone).ConfigureAwait(false) is { } same => Outcome<PatientMatch>.Already(same),
            SaveResult.RepeatedCommand => CommandLog.UsedOtherwise,
            _ => Refusal.Unavailable,
        };
    }

    private static Task<PatientMatch?> FindByCommandAsync(ClinicDbContext db, Actor actor, Guid commandId, CancellationToken gone) =>
        db.Activity.AsNoTracking()
            .Where(a => a.OrganizationId == actor.OrganizationId && a.CommandId == commandId && a.ActorId == actor.UserId)
            .Join(db.Patients.AsNoTracking(), a => a.SubjectId, p => p.Id, (_, p) => new PatientMatch(p.Id, p.Name, p.BirthDate, p.Phone))
            .FirstOrDefaultAsync(gone);
}
