using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Working through a doctor's line.</summary>
public sealed class QueueService(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>For how long after a call from the top of the line another one answers with the same patient and calls nobody else.</summary>
    public static readonly TimeSpan CallPause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Calls the first of a doctor's line who has not been called (<see cref="QueueOrder"/>). Reception for every doctor, a
    /// doctor for himself. However many press at once, one patient is called, and all are answered with him; so is whoever
    /// presses within <see cref="CallPause"/> after it. Refuses while the doctor has a patient with him, and when nobody waits.
    /// </summary>
    public async Task<Outcome<BoardRow>> CallNextAsync(Actor actor, Guid practitionerId, Guid commandId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (actor.Role is not (Role.Receptionist or Role.Practitioner)) return Refusal.Forbidden("Only reception or the doctor himself can call the next patient.");
        if (actor.Role == Role.Practitioner && actor.PractitionerId != practitionerId) return Refusal.Forbidden("This is another doctor's line.");
        if (!await db.Practitioners.AnyAsync(p => p.Id == practitionerId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false)) return Refusal.NotFound("doctor");
        return await CommandLog.OnceAsync(() => AnswerRepeatedAsync(db, actor, practitionerId, commandId, gone), () => CallFirstAsync(db, actor, practitionerId, commandId, gone)).ConfigureAwait(false);
    }

    private async Task<Outcome<BoardRow>> CallFirstAsync(ClinicDbContext db, Actor actor, Guid practitionerId, Guid commandId, CancellationToken gone)
    {
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);

        // Whoever loses the race for the line looks again, and finds the patient whom the winner called.
        for (var attempt = 0; attempt < 4; attempt++)
        {
            db.ChangeTracker.Clear();
            var doctor = await db.Practitioners.SingleAsync(p => p.Id == practitionerId, gone).ConfigureAwait(false);

            var now = time.GetUtcNow();
            var inHouse = await AppointmentQueries.InHouseAsync(db, actor.OrganizationId, practitionerId, gone).ConfigureAwait(false);
            var line = QueueOrder.Sort(inHouse.Where(QueueOrder.IsHere)).ToList();
            if (now - doctor.LastCallAt < CallPause && line.Find(r => r.CalledAt == doctor.LastCallAt) is { } justCalled) return Outcome<BoardRow>.Already(justCalled);
            if (!policy.AllowsParallelConsultations && inHouse.Find(r => r.Status == AppointmentStatus.InConsultation) is { } open)
            {
                return Refusal.NotAllowed($"{open.PractitionerName} is with {open.PatientName}. Finish or pause that consultation first.");
            }

            var next = line.Find(r => !QueueOrder.IsCalled(r));
            if (next is null) return Refusal.NotAllowed(line.Count == 0 ? $"Nobody waits for Dr {doctor.FamilyName}." : $"Everybody who waits for Dr {doctor.FamilyName} has been called.");

            var appointment = await db.Appointments.SingleAsync(a => a.Id == next.Id, gone).ConfigureAwait(false);
            if (appointment.Version != next.Version) continue;
            if (appointment.Call(new Change(actor, now, policy, Reason: null, commandId)) is { } refusal) return refusal;
            doctor.NoteCall(now);
            switch (await db.TrySaveAsync(gone).ConfigureAwait(false))
            {
                case SaveResult.Saved:
                    return Outcome<BoardRow>.Done((await AppointmentQueries.FindAsync(db, actor, next.Id, gone).ConfigureAwait(false))!);
                case SaveResult.Unavailable:
                    return Refusal.Unavailable;
            }
        }

        return Refusal.Unavailable;
    }

    private static async Task<Outcome<BoardRow>?> AnswerRepeatedAsync(ClinicDbContext db, Actor actor, Guid practitionerId, Guid commandId, CancellationToken gone)
    {
        var line = await CommandLog.FindAsync(db, actor, commandId, gone).ConfigureAwait(false);
        if (line is null) return null;
        var isIts = line.ActorId == actor.UserId && line.Kind == ActivityKind.PatientCalled;
        return isIts && await AppointmentQueries.FindAsync(db, actor, line.SubjectId, gone).ConfigureAwait(false) is { } row && row.PractitionerId == practitionerId
            ? Outcome<BoardRow>.Already(row)
            : CommandLog.UsedOtherwise;
    }
}
