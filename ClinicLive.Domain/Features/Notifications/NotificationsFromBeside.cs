using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Live;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Notifications;

/// <summary>
/// Rings for what another program has told people or taken over on this database (the commands <c>notify</c> and <c>import</c>): the bus of
/// this process has not heard of it.
/// Reads the lines of the log that came since the last look.
/// </summary>
public sealed class NotificationsFromBeside(IDbContextFactory<ClinicDbContext> contexts, IEventBus bus)
{
    private long? _last;

    /// <summary>Looks once; the first look only notes where the log ends. Answers how many people were rung for.</summary>
    public async Task<int> RingAsync(CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var newest = await db.Activity.MaxAsync(a => (long?)a.Sequence, gone).ConfigureAwait(false) ?? 0;
        var (before, count) = (_last, 0);
        if (before is { } last && newest > last)
        {
            var sent = await db.Activity.AsNoTracking()
                .Where(a => a.Sequence > last && a.Sequence <= newest && a.Kind == ActivityKind.NotificationSent && a.ActorId == Guid.Empty)
                .Select(a => a.SubjectId).ToListAsync(gone).ConfigureAwait(false);
            foreach (var command in sent)
            {
                var key = $"sent:{command:N}";
                var told = await db.Notifications.AsNoTracking().Where(n => n.Key == key).Select(n => new { n.OrganizationId, n.RecipientId, n.CreatedAt }).ToListAsync(gone).ConfigureAwait(false);
                foreach (var one in told) bus.Publish(new NotificationsChanged(one.OrganizationId, one.RecipientId, one.CreatedAt));
                count += told.Count;
            }

            var imports = await db.Activity.AsNoTracking()
                .Where(a => a.Sequence > last && a.Sequence <= newest && a.Kind == ActivityKind.HistoryTakenOver && a.ActorId == Guid.Empty)
                .Join(db.Imports, a => a.SubjectId, i => i.Id, (_, i) => i).ToListAsync(gone).ConfigureAwait(false);
            foreach (var import in imports)
            {
                var today = DateOnly.FromDateTime(import.At.UtcDateTime);
                bus.Publish(new HistoryImported(import.OrganizationId, import.FirstDay ?? today, import.LastDay ?? today, import.Visits, import.At));
            }
        }

        _last = newest;
        return count;
    }
}
