using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>A patient who waits for the answer of a doctor.</summary>
/// <param name="RoomId">The conversation.</param>
/// <param name="PatientName">Who waits.</param>
/// <param name="PractitionerId">For whom.</param>
/// <param name="DoctorName">Named so on screen.</param>
/// <param name="Since">Since when, in UTC.</param>
/// <param name="AwayUntil">When the doctor is there again, in UTC; null while he is there.</param>
public sealed record WaitForDoctor(Guid RoomId, string PatientName, Guid PractitionerId, string DoctorName, DateTimeOffset Since, DateTimeOffset? AwayUntil);

/// <summary>Reads who waits for a doctor's answer, for those who can see to it that somebody gives one: never what was said.</summary>
public sealed class CoverQueries(IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, ScheduleQueries schedule, TimeProvider time)
{
    /// <summary>After this time the front desk is shown a wait for a doctor who is there, too.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromDays(1);

    private const int Most = 200;

    /// <summary>
    /// Waits that nobody covers, the longest first. The front desk sees those of doctors who are away, and whoever has waited for
    /// <see cref="LongWait"/>; a doctor those of colleagues who are away; nobody else any.
    /// </summary>
    public async Task<IReadOnlyList<WaitForDoctor>> UncoveredAsync(Actor actor, CancellationToken gone = default)
    {
        if (!actor.IsStaff) return [];
        var all = await snapshots.ReadAsync<Waits>(Topic.WaitForDoctor(actor.OrganizationId), (_, shared) => ReadAsync(actor.OrganizationId, shared), gone).ConfigureAwait(false);
        if (all.Rows.Count == 0) return [];
        var now = time.GetUtcNow();
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var away = all.Rows.Select(r => r.PractitionerId).Distinct().ToDictionary(id => id, id => ReplyExpectationQueries.AwayUntil(book, id, now));
        return [.. all.Rows.Where(r => r.PractitionerId != actor.PractitionerId && (away[r.PractitionerId] is not null || (actor.IsFrontDesk && now - r.Since >= LongWait)))
            .Select(r => r with { AwayUntil = away[r.PractitionerId] })];
    }

    private async Task<Waits> ReadAsync(Guid organizationId, CancellationToken shared)
    {
        await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
        return new Waits(await (
            from r in db.ChatRooms.AsNoTracking()
            where r.OrganizationId == organizationId && r.Kind == ChatRoomKind.Direct && r.WaitingSince != null && r.CoveredBy == null
            join patient in db.Patients on r.PatientId equals patient.Id
            join doctor in db.Practitioners on r.PractitionerId equals doctor.Id
            orderby r.WaitingSince, r.Id
            select new WaitForDoctor(r.Id, patient.Name, doctor.Id, "Dr " + doctor.GivenName + " " + doctor.FamilyName, r.WaitingSince!.Value, null))
            .Take(Most).ToListAsync(shared).ConfigureAwait(false));
    }

    private sealed record Waits(IReadOnlyList<WaitForDoctor> Rows);
}
