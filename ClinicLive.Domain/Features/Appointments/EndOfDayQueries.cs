using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>What the clinic itself closed, for the people who can take it back.</summary>
public sealed class EndOfDayQueries(
    IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, OrganizationQueries organizations, TimeProvider time)
{
    /// <summary>Days for which a closing is shown: over a weekend and a holiday.</summary>
    public const int ShownForDays = 4;

    private static readonly TimeSpan OneClosing = TimeSpan.FromHours(12);

    /// <summary>
    /// Whoever the clinic's last closing found in the house and who has not been taken back or corrected since. Shared by all
    /// dashboards of the clinic; empty for everybody but the front desk, and after <see cref="ShownForDays"/>.
    /// </summary>
    public async ValueTask<ClosedDay> LastAsync(Actor actor, CancellationToken gone = default)
    {
        if (!actor.IsFrontDesk) return ClosedDay.None;
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        var earliest = policy.DayOf(time.GetUtcNow()).AddDays(-ShownForDays);
        var last = await snapshots.ReadAsync<ClosedDay>(
            Topic.EndOfDay(actor.OrganizationId), (before, shared) => LoadAsync(actor.OrganizationId, earliest, before, shared), gone).ConfigureAwait(false);
        return last.Day < earliest ? ClosedDay.None : last;
    }

    private async Task<ClosedDay> LoadAsync(Guid organizationId, DateOnly earliest, ClosedDay? before, CancellationToken shared)
    {
        await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
        var rows = await AppointmentQueries.Rows(db, db.Appointments.Where(a => a.OrganizationId == organizationId && a.Day >= earliest && a.StatusBy == Guid.Empty
            && (a.Status == AppointmentStatus.Done || a.Status == AppointmentStatus.LeftUnseen))).ToListAsync(shared).ConfigureAwait(false);
        if (rows.Count == 0) return ClosedDay.None;
        var since = rows.Max(r => r.StatusSince) - OneClosing;
        List<BoardRow> last = [.. rows.Where(r => r.StatusSince >= since)];
        var policy = await organizations.PolicyAsync(organizationId, shared).ConfigureAwait(false);
        return new ClosedDay(last.Max(r => policy.DayOf(r.Start)), RowReuse.Merge(before?.Rows, last, r => r.Id));
    }
}

/// <summary>What one closing ended. Immutable and shared.</summary>
/// <param name="Day">The clinic's day that was closed.</param>
/// <param name="Rows">By begin of the appointment.</param>
public sealed record ClosedDay(DateOnly Day, IReadOnlyList<BoardRow> Rows)
{
    /// <summary>Nothing was open.</summary>
    public static ClosedDay None { get; } = new(DateOnly.MinValue, []);
}
