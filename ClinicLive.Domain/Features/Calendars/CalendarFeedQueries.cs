using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>
/// Reads of calendars. Calendar programs keep what they read on machines that are not the clinic's, so nothing stands in a calendar that tells of health: a patient
/// reads with whom and where, as in the file that he gets with a booking; a doctor reads that there is an appointment, not whose.
/// </summary>
public sealed class CalendarFeedQueries(IDbContextFactory<ClinicDbContext> contexts, AccountQueries accounts, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>How far back a calendar goes.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromDays(60);

    /// <summary>How far ahead.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(400);

    private const int MostEntries = 5_000;

    /// <summary>True for those who have appointments of their own.</summary>
    public static bool HasCalendar(Actor actor) => actor is { Role: Role.Practitioner, PractitionerId: not null } or { Role: Role.Patient, PatientId: not null };

    /// <summary>When the person's address was made, in UTC; null where there is none.</summary>
    public async Task<DateTimeOffset?> MadeAtAsync(Actor actor, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.CalendarFeeds.AsNoTracking().Where(f => f.AccountId == actor.UserId && f.OrganizationId == actor.OrganizationId)
            .Select(f => (DateTimeOffset?)f.MadeAt).SingleOrDefaultAsync(gone).ConfigureAwait(false);
    }

    /// <summary>
    /// The calendar behind a token, with the rights that its owner has at this moment; null for a token that is good for nothing: unknown, replaced, ended, or of
    /// somebody who may not sign in any more.
    /// </summary>
    /// <param name="token">As it stands in the address.</param>
    /// <param name="page">Where the owner sees an appointment after signing in, by its id.</param>
    /// <param name="gone">Stops the read.</param>
    public async Task<CalendarFile?> ReadAsync(string token, Func<Actor, Guid, Uri> page, CancellationToken gone = default)
    {
        if (CalendarFeed.HashOf(token) is not { } hash) return null;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var owner = await db.CalendarFeeds.AsNoTracking().Where(f => f.TokenHash == hash).Select(f => (Guid?)f.AccountId).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        if (owner is not { } accountId || await accounts.ActorAsync(accountId, gone).ConfigureAwait(false) is not { } actor || !HasCalendar(actor)) return null;

        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var (from, until, isPatient, own) = (time.GetUtcNow() - Back, time.GetUtcNow() + Ahead, actor.Role == Role.Patient, actor.PractitionerId);
        var visits = AppointmentQueries.Visible(db, actor)
            .Where(a => (isPatient || a.PractitionerId == own) && a.Start >= from && a.Start < until && a.Status != AppointmentStatus.Waitlisted && a.Status != AppointmentStatus.EnteredInError
                && (a.Status != AppointmentStatus.Cancelled || a.StatusBefore != AppointmentStatus.Held)) // a reservation that was not taken is no visit
            .OrderBy(a => a.Start).ThenBy(a => a.Id).Take(MostEntries);
        var entries = await AppointmentQueries.CalendarEntries(db, visits).ToListAsync(gone).ConfigureAwait(false);
        return new CalendarFile(policy.ClinicName, [.. entries.OrderBy(e => e.Start).ThenBy(e => e.Id).Select(e => (isPatient ? e : e with { Title = "Appointment" }) with { CheckIn = page(actor, e.Id) })]) { IsFeed = true };
    }
}
