using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// A patient who has waited for the desk's answer as long as the clinic's settings allow is brought before everybody of the
/// desk and the admins: once per wait, and not again until somebody has answered and he waits anew.
/// </summary>
public sealed class UnansweredAtDesk(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, TimeProvider time)
{
    private const int AtOnce = 50;

    /// <summary>How the keys of what people are told of a room's waits begin.</summary>
    internal static string KeyOf(Guid roomId) => $"desk-waits:{roomId:N}:";

    /// <summary>Looks once; answers how many rooms were brought up.</summary>
    public async Task<int> EscalateAsync(CancellationToken gone = default)
    {
        var count = 0;
        foreach (var clinic in await organizations.ClinicsAsync(gone).ConfigureAwait(false))
        {
            var policy = await organizations.PolicyAsync(clinic.Id, gone).ConfigureAwait(false);
            if (policy.DeskEscalate is { } after) count += await EscalateAsync(clinic.Id, after, gone).ConfigureAwait(false);
        }

        return count;
    }

    private async Task<int> EscalateAsync(Guid organizationId, TimeSpan after, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var limit = now - after;
        var late = await db.ChatRooms.Where(r => r.OrganizationId == organizationId && r.Kind == ChatRoomKind.FrontDesk && r.WaitingSince != null && r.WaitingSince <= limit && r.EscalatedAt == null)
            .OrderBy(r => r.WaitingSince).Select(r => r.Id).Take(AtOnce).ToListAsync(gone).ConfigureAwait(false);
        var count = 0;
        foreach (var id in late)
        {
            db.ChangeTracker.Clear();
            var room = await db.ChatRooms.SingleAsync(r => r.Id == id, gone).ConfigureAwait(false);
            if (room.WaitingSince is not { } since || !room.Escalate(now)) continue; // answered meanwhile
            var patient = await db.Patients.Where(p => p.Id == room.PatientId).Select(p => p.Name).SingleAsync(gone).ConfigureAwait(false);
            var desk = await db.Accounts.Where(a => a.OrganizationId == room.OrganizationId && !a.IsDisabled && (a.Role == Role.Receptionist || a.Role == Role.Admin))
                .Select(a => a.Id).ToListAsync(gone).ConfigureAwait(false);
            var notice = new Notice(
                NotificationKind.ChatMessage,
                string.Create(CultureInfo.InvariantCulture, $"{patient} has waited {(int)(now - since).TotalMinutes} minutes for an answer"),
                "",
                $"/chat/{room.Id}",
                string.Create(CultureInfo.InvariantCulture, $"{KeyOf(room.Id)}{since.ToUnixTimeMilliseconds()}"),
                NotificationSeverity.Critical,
                room.Id);
            foreach (var person in desk) db.Tell(room.OrganizationId, person, notice, now);
            if (await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved) count++; // else the next look
        }

        return count;
    }
}
