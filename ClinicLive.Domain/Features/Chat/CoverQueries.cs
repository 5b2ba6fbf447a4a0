using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Scheduling;
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
public sealed record WaitForDoctor(Guid RoomId, string PatientName, Guid PractitionerId, string DoctorName, DateTimeOffset Since, DateTimeOffset? AwayUntil)
{
    /// <summary>Who answers in the doctor's place and has not, or null.</summary>
    public string? CoverName { get; init; }
}

/// <summary>Reads who waits for a doctor's answer, for those who can see to it that somebody gives one: never what was said.</summary>
public sealed class CoverQueries(IDbContextFactory<ClinicDbContext> contexts, ScheduleQueries schedule, TimeProvider time)
{
    /// <summary>After this time the front desk is shown a wait for a doctor who is there, or whom somebody covers, too.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromDays(1);

    private const int Most = 200;

    /// <summary>
    /// Waits of the last <see cref="ChatRoom.WaitCounts"/>, the longest first. The front desk sees those that nobody covers of doctors who
    /// are away, and whoever has waited for <see cref="LongWait"/>; a doctor the former of his colleagues; nobody else any.
    /// </summary>
    public async Task<IReadOnlyList<WaitForDoctor>> UncoveredAsync(Actor actor, CancellationToken gone = default)
    {
        if (!actor.IsStaff) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (!await db.Accounts.AnyAsync(a => a.Id == actor.UserId && a.OrganizationId == actor.OrganizationId && a.Role == actor.Role && !a.IsDisabled, gone).ConfigureAwait(false)) return [];
        var all = await ListAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        return actor.IsFrontDesk ? all : [.. all.Where(r => r.PractitionerId != actor.PractitionerId && r.AwayUntil is not null && r.CoverName is null)];
    }

    /// <summary>The same for the whole clinic.</summary>
    internal async Task<IReadOnlyList<WaitForDoctor>> ListAsync(Guid organizationId, CancellationToken gone)
    {
        var now = time.GetUtcNow();
        var (oldest, longAgo) = (now - ChatRoom.WaitCounts, now - LongWait);
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var waits = db.ChatRooms.AsNoTracking().Where(r => r.OrganizationId == organizationId && r.Kind == ChatRoomKind.Direct && r.WaitingSince >= oldest);
        if (!await waits.AnyAsync(gone).ConfigureAwait(false)) return [];
        var book = await schedule.BookAsync(organizationId, gone).ConfigureAwait(false);
        var away = book.Doctors.Select(d => (d.Id, Until: ReplyExpectationQueries.AwayUntil(book, d.Id, now))).Where(d => d.Until is not null).ToDictionary(d => d.Id, d => d.Until);
        var ids = away.Keys.ToList();
        var rows = await (
            from r in waits
            where (r.CoveredBy == null && ids.Contains(r.PractitionerId!.Value)) || r.WaitingSince <= longAgo
            join patient in db.Patients on r.PatientId equals patient.Id
            join doctor in db.Practitioners on r.PractitionerId equals doctor.Id
            orderby r.WaitingSince, r.Id
            select new WaitForDoctor(r.Id, patient.Name, doctor.Id, "Dr " + doctor.GivenName + " " + doctor.FamilyName, r.WaitingSince!.Value, null)
            {
                CoverName = db.Practitioners.Where(p => p.Id == r.CoveredBy).Select(p => "Dr " + p.GivenName + " " + p.FamilyName).FirstOrDefault(),
            }).Take(Most).ToListAsync(gone).ConfigureAwait(false);
        return rows.ConvertAll(r => r with { AwayUntil = away.GetValueOrDefault(r.PractitionerId) });
    }
}
