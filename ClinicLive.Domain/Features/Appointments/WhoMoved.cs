using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Somebody else was faster: who moved it, from what to what, and when. Nothing was changed.</summary>
/// <param name="By">Who.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Current">The row as it is now.</param>
/// <param name="Sentence">All of that for the person.</param>
public sealed record AppointmentMoved(string By, AppointmentStatus? From, AppointmentStatus To, DateTimeOffset At, BoardRow Current, string Sentence)
    : Refusal(RefusalKind.Moved, Sentence);

/// <summary>Looks up who was faster.</summary>
internal static class WhoMoved
{
    /// <summary>The answer to a command that looked at an older state of an appointment; for a patient the clinic has no names.</summary>
    public static async Task<Refusal> TellAsync(ClinicDbContext db, Actor actor, Guid appointmentId, DateTimeOffset now, CancellationToken gone)
    {
        var current = await AppointmentQueries.FindAsync(db, actor, appointmentId, gone).ConfigureAwait(false);
        if (current is null) return Refusal.NotFound("appointment");
        var last = await db.Activity.AsNoTracking()
            .Where(a => a.SubjectId == appointmentId && a.Category == ActivityCategory.Appointment)
            .OrderByDescending(a => a.Sequence)
            .Select(a => new { a.At, a.From, a.To, a.Kind, Name = db.Accounts.Where(p => p.Id == a.ActorId).Select(p => p.DisplayName).FirstOrDefault() })
            .FirstAsync(gone).ConfigureAwait(false);
        var by = actor.IsStaff ? last.Name ?? "the clinic" : "the clinic";
        AppointmentStatus? from = Enum.TryParse<AppointmentStatus>(last.From, out var parsed) ? parsed : null;
        return new AppointmentMoved(by, from, current.Status, last.At, current, MovedSentence.For(by, last.Kind, from, current.Status, now - last.At));
    }
}
