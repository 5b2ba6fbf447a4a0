using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Notifications;

/// <summary>A set of people that reception can tell something at once.</summary>
public enum AudienceKind
{
    /// <summary>The patients who are in the house and wait for one doctor.</summary>
    WaitingForDoctor,

    /// <summary>The patients whom one doctor still sees today: expected, and waiting.</summary>
    PatientsOfDoctorToday,

    /// <summary>Everybody who works at the clinic.</summary>
    AllStaff,
}

/// <summary>Who would be told, before anything is sent.</summary>
/// <param name="Recipients">Accounts that can be told.</param>
/// <param name="Names">The people behind them, by name.</param>
/// <param name="WithoutAccount">How many people belong to the set and cannot be told.</param>
public sealed record AnnouncementAudience(IReadOnlyList<Guid> Recipients, IReadOnlyList<string> Names, int WithoutAccount)
{
    /// <summary>Nobody.</summary>
    public static AnnouncementAudience None { get; } = new([], [], 0);
}

/// <summary>Reads who belongs to a set of people. For the front desk.</summary>
public sealed class AnnouncementQueries(
    IDbContextFactory<ClinicDbContext> contexts, AppointmentQueries appointments, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>The people of a set, without the asking person; nobody for everybody but the front desk.</summary>
    public async Task<AnnouncementAudience> AudienceAsync(Actor actor, AudienceKind kind, Guid? practitionerId = null, CancellationToken gone = default)
    {
        if (!actor.IsFrontDesk) return AnnouncementAudience.None;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is not null) return AnnouncementAudience.None;
        return kind == AudienceKind.AllStaff
            ? await StaffAsync(db, actor, gone).ConfigureAwait(false)
            : await PatientsAsync(db, actor, kind == AudienceKind.WaitingForDoctor, practitionerId, gone).ConfigureAwait(false);
    }

    private static async Task<AnnouncementAudience> StaffAsync(ClinicDbContext db, Actor actor, CancellationToken gone)
    {
        var staff = await db.Accounts.AsNoTracking()
            .Where(a => a.OrganizationId == actor.OrganizationId && a.Role != Role.Patient && !a.IsDisabled && a.Id != actor.UserId)
            .OrderBy(a => a.DisplayName).Select(a => new { a.Id, a.DisplayName }).ToListAsync(gone).ConfigureAwait(false);
        return new AnnouncementAudience([.. staff.Select(a => a.Id)], [.. staff.Select(a => a.DisplayName)], 0);
    }

    private async Task<AnnouncementAudience> PatientsAsync(ClinicDbContext db, Actor actor, bool onlyWaiting, Guid? practitionerId, CancellationToken gone)
    {
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var board = await appointments.DayAsync(actor, policy.DayOf(time.GetUtcNow()), gone).ConfigureAwait(false);
        var ids = board.Rows
            .Where(r => r.PractitionerId == practitionerId && (r.Status.IsWaiting() || (!onlyWaiting && r.Status == AppointmentStatus.Booked)))
            .Select(r => r.PatientId).Distinct().ToList();
        var patients = await db.Patients.AsNoTracking().Where(p => p.OrganizationId == actor.OrganizationId && ids.Contains(p.Id))
            .OrderBy(p => p.Name)
            .Select(p => new { p.Name, Account = db.Accounts.Where(a => a.Id == p.AccountId && !a.IsDisabled).Select(a => (Guid?)a.Id).FirstOrDefault() })
            .ToListAsync(gone).ConfigureAwait(false);
        var told = patients.FindAll(p => p.Account is not null);
        return new AnnouncementAudience([.. told.Select(p => p.Account!.Value)], [.. told.Select(p => p.Name)], patients.Count - told.Count);
    }
}
