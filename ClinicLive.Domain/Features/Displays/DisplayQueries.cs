using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Displays;

/// <summary>Reads of the waiting-room screens: what the screens themselves show, and what the clinic knows of them.</summary>
public sealed class DisplayQueries(
    IDbContextFactory<ClinicDbContext> contexts,
    Snapshots snapshots,
    OrganizationQueries organizations,
    AppointmentQueries appointments,
    PractitionerQueries practitioners,
    TimeProvider time)
{
    /// <summary>Looks a code up; null when no screen has it. How often somebody may try is for whoever asks.</summary>
    public async Task<DisplayPass?> OpenAsync(string code, CancellationToken gone = default)
    {
        if (!DisplayCode.CouldBe(code)) return null;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return await db.Displays.AsNoTracking().Where(d => d.Code == code)
            .Select(d => new DisplayPass(d.Id, d.OrganizationId, d.Code)).SingleOrDefaultAsync(gone).ConfigureAwait(false);
    }

    /// <summary>True while the screen is up and has the code that it was opened with.</summary>
    public async ValueTask<bool> IsGoodAsync(DisplayPass pass, CancellationToken gone = default) => await FindAsync(pass, gone).ConfigureAwait(false) is not null;

    /// <summary>
    /// What the screen shows now; null when it was taken down or given another code. Made of what the node has read already for
    /// its dashboards, so a hundred screens cost no query more.
    /// </summary>
    public async ValueTask<DisplayBoard?> BoardAsync(DisplayPass pass, CancellationToken gone = default)
    {
        if (await FindAsync(pass, gone).ConfigureAwait(false) is not { } display) return null;
        var policy = await organizations.PolicyAsync(display.OrganizationId, gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var day = await appointments.SharedDayAsync(display.OrganizationId, policy.DayOf(now), gone).ConfigureAwait(false);
        var doctors = await practitioners.ListAsync(Actor.System(display.OrganizationId), gone).ConfigureAwait(false);
        bool IsShown(Guid practitionerId) => display.PractitionerIds.Count == 0 || display.PractitionerIds.Contains(practitionerId);
        var step = CheckInCode.StepAt(now);
        return new DisplayBoard(
            policy.ClinicName,
            policy.Zone.Id,
            display.Language,
            DisplayBoard.CallsOf(day, IsShown),
            DisplayBoard.LinesOf(day, doctors, IsShown),
            CheckInCode.At(display.CheckInSecret, step),
            CheckInCode.EndOf(step));
    }

    /// <summary>The clinic's calendar day of now: which board the screen has to listen to.</summary>
    public async ValueTask<DateOnly> TodayAsync(DisplayPass pass, CancellationToken gone = default) =>
        (await organizations.PolicyAsync(pass.OrganizationId, gone).ConfigureAwait(false)).DayOf(time.GetUtcNow());

    /// <summary>All screens of the admin's clinic by name, with their codes; empty for everybody else.</summary>
    public async Task<IReadOnlyList<DisplayRow>> ListAsync(Actor actor, CancellationToken gone = default)
    {
        if (actor.Role != Role.Admin) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is not null) return [];
        var now = time.GetUtcNow();
        var displays = await db.Displays.AsNoTracking().Where(d => d.OrganizationId == actor.OrganizationId)
            .OrderBy(d => d.Name).ThenBy(d => d.Id).ToListAsync(gone).ConfigureAwait(false);
        return [.. displays.Select(d => new DisplayRow(d.Id, d.Name, d.Code, d.Language, d.PractitionerIds, d.LastSeenAt, DisplayHeartbeats.IsSilent(d.LastSeenAt, now), d.Version))];
    }

    /// <summary>The screens that somebody should look after, for the front desk; empty for everybody else. Shared on the node.</summary>
    public async ValueTask<IReadOnlyList<SilentDisplay>> SilentAsync(Actor actor, CancellationToken gone = default) =>
        actor.IsFrontDesk ? (await OfClinicAsync(actor.OrganizationId, gone).ConfigureAwait(false)).Silent : [];

    /// <summary>Whether the actor's clinic has a screen to check in at.</summary>
    public async ValueTask<bool> HasScreensAsync(Actor actor, CancellationToken gone = default) => (await OfClinicAsync(actor.OrganizationId, gone).ConfigureAwait(false)).All.Count > 0;

    /// <summary>True when one of the clinic's screens shows this check-in code now, or showed it until just now.</summary>
    internal async ValueTask<bool> IsOnAScreenAsync(Guid organizationId, string code, CancellationToken gone)
    {
        var now = time.GetUtcNow();
        var isGood = false;
        foreach (var display in (await OfClinicAsync(organizationId, gone).ConfigureAwait(false)).All) isGood |= CheckInCode.IsGood(display.CheckInSecret, code, now);
        return isGood;
    }

    private async ValueTask<WaitingRoomDisplay?> FindAsync(DisplayPass pass, CancellationToken gone)
    {
        var display = (await OfClinicAsync(pass.OrganizationId, gone).ConfigureAwait(false)).All.FirstOrDefault(d => d.Id == pass.DisplayId);
        return display?.Code == pass.Code ? display : null;
    }

    private ValueTask<ClinicDisplays> OfClinicAsync(Guid organizationId, CancellationToken gone) =>
        snapshots.ReadAsync<ClinicDisplays>(Topic.Displays(organizationId), async (_, shared) =>
        {
            await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
            var all = await db.Displays.AsNoTracking().Where(d => d.OrganizationId == organizationId).OrderBy(d => d.Name).ToListAsync(shared).ConfigureAwait(false);
            var now = time.GetUtcNow();
            return new ClinicDisplays(all, [.. all.Where(d => DisplayHeartbeats.IsSilent(d.LastSeenAt, now)).Select(d => new SilentDisplay(d.Id, d.Name, d.LastSeenAt!.Value))]);
        }, gone);

    private sealed record ClinicDisplays(IReadOnlyList<WaitingRoomDisplay> All, IReadOnlyList<SilentDisplay> Silent);
}

/// <summary>A screen as the admin sees it.</summary>
/// <param name="Id">Which screen.</param>
/// <param name="Name">What the clinic calls it.</param>
/// <param name="Code">The secret in its address.</param>
/// <param name="Language">What it shows and speaks.</param>
/// <param name="PractitionerIds">The doctors whose patients it calls; empty for all.</param>
/// <param name="LastSeenAt">When it was last seen, in UTC; null when never.</param>
/// <param name="IsSilent">Whether nothing has been heard of it for a while.</param>
/// <param name="Version">The row's version.</param>
public sealed record DisplayRow(
    Guid Id, string Name, string Code, DisplayLanguage Language, IReadOnlyList<Guid> PractitionerIds, DateTimeOffset? LastSeenAt, bool IsSilent, int Version);

/// <summary>A screen of which nothing has been heard.</summary>
/// <param name="Id">Which screen.</param>
/// <param name="Name">What the clinic calls it.</param>
/// <param name="Since">When it was last seen, in UTC.</param>
public sealed record SilentDisplay(Guid Id, string Name, DateTimeOffset Since);
