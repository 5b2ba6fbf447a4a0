using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>
/// Two clinics to try everything with, and a board that is alive whenever one looks at it. Only for demo mode: its accounts
/// have a password that everybody knows (<see cref="DemoAccounts"/>).
/// </summary>
public sealed class DemoClinic(
    IDbContextFactory<ClinicDbContext> contexts, IPasswordHasher<Account> passwords, ILookupNormalizer normalizer, TimeProvider time)
{
    private static readonly AppointmentStatus[] Open =
    [
        AppointmentStatus.Requested, AppointmentStatus.Waitlisted, AppointmentStatus.Held, AppointmentStatus.Booked,
        AppointmentStatus.Arrived, AppointmentStatus.Ready, AppointmentStatus.InConsultation, AppointmentStatus.Paused,
    ];

    /// <summary>
    /// Fills an empty database with both clinics, in one save, and then makes today's boards. Changes nothing in a database
    /// that has an organization. Everything but today's times is the same on every machine, ids included.
    /// </summary>
    /// <param name="timeZoneId">IANA time zone for the first clinic, for somebody who tries it far from London; null for its own.</param>
    /// <param name="gone">Nobody waits any longer.</param>
    public async Task FillAsync(string? timeZoneId = null, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        db.TellsNobody = true;
        if (await db.Organizations.AnyAsync(gone).ConfigureAwait(false)) return;

        // One hash for all: hashing is slow on purpose, and fifty times slow is a start that nobody waits for. Real accounts
        // never share a hash, for its salt; here the password is printed on the sign-in page anyway.
        string? hash = null;
        foreach (var site in DemoCast.Sites)
        {
            var organization = DemoPeople.OrganizationOf(site);
            if (site == DemoCast.Riverside) organization.TimeZoneId = timeZoneId ?? site.Zone;
            var clock = new DemoClock(organization.Policy, time.GetUtcNow());
            var anybody = new Account(site.Id, Role.Admin, "", "", Actor.System(site.Id), clock.Now); // the hasher wants one and ignores it
            hash ??= passwords.HashPassword(anybody, DemoAccounts.Password);
            new DemoPeople(site, normalizer, hash).AddTo(db, organization, clock);
            db.AddRange(new DemoOtherDays(site, clock).History());
            DemoChats.AddTo(db, site, clock);
            new DemoNotices(site, clock).AddTo(db);
            db.AddRange(new DemoOtherDays(site, clock).Forgotten());
            db.AddRange(new DemoPast(site, clock).Make());
        }

        await db.SaveChangesAsync(gone).ConfigureAwait(false);
        await EnsureTodayAsync(gone).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes the board of the clinic's today, once per demo clinic and day: ends what earlier days left open, brings every
    /// state of an appointment onto the first clinic's board, and books some for the next working days. Cheap when there is
    /// nothing to do, so it can be called every minute; when somebody was faster or the database is busy, the next call
    /// tries again. Clinics that are not of the demo are never touched.
    /// </summary>
    public async Task EnsureTodayAsync(CancellationToken gone = default)
    {
        foreach (var site in DemoCast.Sites)
        {
            await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
            db.TellsNobody = true;
            var organization = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == site.Id, gone).ConfigureAwait(false);
            if (organization is null) continue;

            var clock = new DemoClock(organization.Policy, time.GetUtcNow());
            if (await IsMadeAsync(db, site, clock.Day, gone).ConfigureAwait(false))
            {
                if (site == DemoCast.Riverside) await DemoHold.KeepOneAsync(db, site, clock, gone).ConfigureAwait(false);
                continue;
            }

            if (!await EndLeftoversAsync(db, site, clock, gone).ConfigureAwait(false)) continue;
            await MakeTodayAsync(db, site, clock, gone).ConfigureAwait(false);
        }
    }

    private static Task<bool> IsMadeAsync(ClinicDbContext db, DemoSite site, DateOnly day, CancellationToken gone)
    {
        var first = site.BoardId(day, 0);
        return db.Appointments.AnyAsync(a => a.Id == first, gone);
    }

    /// <summary>A save of its own: the rule of one open consultation is checked row by row, and EF chooses the order of the rows.</summary>
    private static async Task<bool> EndLeftoversAsync(ClinicDbContext db, DemoSite site, DemoClock clock, CancellationToken gone)
    {
        var left = await db.Appointments
            .Where(a => a.OrganizationId == site.Id && a.Day < clock.Day && Open.Contains(a.Status) && !db.WaitingEntries.Any(e => e.AppointmentId == a.Id && e.To >= clock.Day))
            .OrderBy(a => a.Start).ToListAsync(gone).ConfigureAwait(false);
        if (left.Count == 0) return true;

        var accounts = await db.Practitioners.AsNoTracking().Where(p => p.OrganizationId == site.Id)
            .ToDictionaryAsync(p => p.Id, p => p.AccountId ?? Guid.Empty, gone).ConfigureAwait(false);
        new DemoOtherDays(site, clock).EndLeftovers(left, id => new Actor(accounts[id], site.Id, Role.Practitioner, "", PractitionerId: id));
        var saved = await db.TrySaveAsync(gone).ConfigureAwait(false);
        db.ChangeTracker.Clear();
        return saved == SaveResult.Saved;
    }

    private static async Task MakeTodayAsync(ClinicDbContext db, DemoSite site, DemoClock clock, CancellationToken gone)
    {
        var last = clock.ComingWorkingDays(DemoOtherDays.DaysAhead).Last();
        var booked = await db.Appointments.Where(a => a.OrganizationId == site.Id && a.Day >= clock.Day && a.Day <= last)
            .OrderBy(a => a.Start).ToListAsync(gone).ConfigureAwait(false);

        db.AddRange(new DemoDay(site, clock, [.. booked.Where(a => a.Day == clock.Day)]).Make());
        db.AddRange(new DemoOtherDays(site, clock).Ahead(booked));
        try
        {
            await db.TrySaveAsync(gone).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            // Another process on the same database made the same board at the same moment; the ids are the same, so one of
            // the two is refused as a whole. Anything else is a fault.
            db.ChangeTracker.Clear();
            if (!await IsMadeAsync(db, site, clock.Day, gone).ConfigureAwait(false)) throw;
        }
    }
}
