using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Notifications;

/// <summary>
/// Reminds patients of what is booked, at the times before it that the clinic has set. One reminder per appointment, time and kind for ever:
/// the notification's key, unique in the database, says so over restarts, nodes and clocks that jump. Days before are counted on the clinic's
/// wall clock, so a day with a clock change is a day. Who booked after a reminder's time gets none, and when two are due the later counts.
/// </summary>
public sealed class Reminders(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    private const int SavedAtOnce = 100;
    private const int KnownAtMost = 100_000;
    private const int DayMinutes = 24 * 60;
    private readonly HashSet<string> _known = []; // what this node has seen as written, so that most looks read the appointments alone

    /// <summary>Tells whom it is time to remind, in every clinic. Answers how many.</summary>
    public async Task<int> RemindAsync(CancellationToken gone = default)
    {
        var count = 0;
        foreach (var clinic in await organizations.ClinicsAsync(gone).ConfigureAwait(false))
        {
            var policy = await organizations.PolicyAsync(clinic.Id, gone).ConfigureAwait(false);
            if (policy.RemindBefore.Count > 0) count += await RemindAsync(clinic.Id, policy, gone).ConfigureAwait(false);
        }

        return count;
    }

    /// <summary>The instant at which a reminder so long before a visit is due: whole days on the clinic's wall clock, the rest as time that passes.</summary>
    public static DateTimeOffset DueAt(ClinicPolicy policy, DateTimeOffset start, TimeSpan before)
    {
        var minutes = (int)before.TotalMinutes;
        var local = policy.ToLocal(start);
        var days = minutes / DayMinutes;
        var day = days == 0 ? start : policy.At(DateOnly.FromDateTime(local.DateTime).AddDays(-days), TimeOnly.FromDateTime(local.DateTime));
        return day - TimeSpan.FromMinutes(minutes % DayMinutes);
    }

    private async Task<int> RemindAsync(Guid clinicId, ClinicPolicy policy, CancellationToken gone)
    {
        var now = time.GetUtcNow();
        var until = now + policy.RemindBefore[0] + TimeSpan.FromHours(2); // a day may have 25 hours
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var visits = await (
            from a in db.Appointments.AsNoTracking()
            where a.OrganizationId == clinicId && a.HoldsSlot && a.Status == AppointmentStatus.Booked && a.Start > now && a.Start <= until
            join p in db.Patients on a.PatientId equals p.Id
            join person in db.Accounts on p.AccountId equals person.Id
            where !person.IsDisabled
            join doctor in db.Practitioners on a.PractitionerId equals doctor.Id
            orderby a.Start
            select new { a.Id, a.Start, PlacedAt = a.PlacedAt ?? a.StatusSince, AccountId = person.Id, doctor.FamilyName }).ToListAsync(gone).ConfigureAwait(false);

        var due = new List<(Guid AccountId, Notice Notice)>();
        foreach (var visit in visits)
        {
            var last = policy.RemindBefore.Where(before => DueAt(policy, visit.Start, before) <= now).Select(b => (TimeSpan?)b).LastOrDefault();
            if (last is not { } lead || DueAt(policy, visit.Start, lead) < visit.PlacedAt) continue;
            var key = string.Create(CultureInfo.InvariantCulture, $"reminder:{visit.Id:N}:{visit.Start.ToUnixTimeSeconds()}:{(lead == policy.FirstReminder ? "first" : "second")}"); // by which, so that another lead reminds nobody again
            if (_known.Contains(key)) continue;
            var isToday = policy.DayOf(visit.Start) == policy.DayOf(now);
            var when = policy.ToLocal(visit.Start).ToString("dddd d MMMM, H:mm", CultureInfo.InvariantCulture);
            due.Add((visit.AccountId, new Notice(
                NotificationKind.Reminder, isToday ? "Your appointment is today" : "Your appointment is near", $"{when} with Dr {visit.FamilyName}.", "/portal", key, SubjectId: visit.Id)));
        }

        var count = 0;
        foreach (var some in due.Chunk(SavedAtOnce)) count += await WriteAsync(clinicId, some, now, gone).ConfigureAwait(false);
        if (_known.Count > KnownAtMost) _known.Clear();
        return count;
    }

    private async Task<int> WriteAsync(Guid clinicId, (Guid AccountId, Notice Notice)[] some, DateTimeOffset now, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var (people, keys) = (some.Select(s => s.AccountId).Distinct().ToList(), some.Select(s => s.Notice.Key).ToList());
        var written = await db.Notifications.AsNoTracking().Where(n => people.Contains(n.RecipientId) && keys.Contains(n.Key)).Select(n => n.Key).ToListAsync(gone).ConfigureAwait(false);
        var missing = some.Where(s => !written.Contains(s.Notice.Key)).ToList();
        foreach (var (account, notice) in missing) db.Tell(clinicId, account, notice, now);
        if (missing.Count > 0 && await db.TrySaveAsync(gone).ConfigureAwait(false) != SaveResult.Saved) return 0; // another node wrote some of them: the next look reads them
        _known.UnionWith(keys);
        return missing.Count;
    }
}
