using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Export;

/// <summary>Everything that the clinic keeps about one patient, as JSON. Times in UTC.</summary>
internal static class PatientRecord
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The record; null where the clinic has no such patient.</summary>
    public static async Task<string?> ReadAsync(ClinicDbContext db, Actor actor, Guid patientId, ClinicPolicy policy, DateTimeOffset now, CancellationToken gone)
    {
        var patient = await db.Patients.AsNoTracking().SingleOrDefaultAsync(p => p.Id == patientId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false);
        if (patient is null) return null;
        var account = await db.Accounts.AsNoTracking().Where(a => a.Id == patient.AccountId).Select(a => new { a.Email, a.DisplayName }).SingleOrDefaultAsync(gone).ConfigureAwait(false);
        var visits = await (
            from a in db.Appointments.AsNoTracking()
            join d in db.Practitioners on a.PractitionerId equals d.Id
            where a.PatientId == patientId && a.OrganizationId == actor.OrganizationId
            orderby a.Start, a.Id
            select new { a.Id, a.Start, a.End, a.Status, a.Reason, a.EndReason, Doctor = d.GivenName + " " + d.FamilyName, a.ArrivedAt, a.ConsultationStartedAt, a.FinishedAt }).ToListAsync(gone).ConfigureAwait(false);
        var lines = (await (
            from l in db.Activity.AsNoTracking()
            where l.OrganizationId == actor.OrganizationId && (l.SubjectId == patientId || db.Appointments.Any(a => a.Id == l.SubjectId && a.PatientId == patientId))
            orderby l.Sequence
            select new { l.SubjectId, l.Kind, l.From, l.To, l.Reason, l.At }).ToListAsync(gone).ConfigureAwait(false)).ToLookup(l => l.SubjectId);
        var messages = await (
            from m in ChatRights.Messages(db, actor).AsNoTracking()
            join r in db.ChatRooms on m.RoomId equals r.Id
            where r.PatientId == patientId || (actor.Role == Role.Patient && m.SenderId == actor.UserId)
            orderby m.RoomId, m.Sequence
            select new { m.RoomId, r.Kind, m.Sequence, Sender = db.Accounts.Where(a => a.Id == m.SenderId).Select(a => a.DisplayName).FirstOrDefault(), m.SentAt, m.Body, Deleted = m.DeletedAt != null }).ToListAsync(gone).ConfigureAwait(false);
        var told = await db.Notifications.AsNoTracking().Where(n => n.RecipientId == patient.AccountId && n.OrganizationId == actor.OrganizationId).OrderBy(n => n.Sequence)
            .Select(n => new { n.Kind, n.Title, n.Text, n.CreatedAt, n.ReadAt }).ToListAsync(gone).ConfigureAwait(false);
        return JsonSerializer.Serialize(
            new
            {
                clinic = policy.ClinicName,
                timeZone = policy.Zone.Id,
                exportedAt = Time(now),
                exportedBy = actor.DisplayName,
                patient = new { id = patient.Id, name = patient.Name, dateOfBirth = patient.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), phone = patient.Phone, email = account?.Email },
                record = lines[patientId].Select(l => new { at = Time(l.At), what = l.Kind.ToString() }),
                visits = visits.Select(v => new
                {
                    id = v.Id, start = Time(v.Start), end = Time(v.End), status = v.Status.ToString(), doctor = v.Doctor, reason = v.Reason, endReason = v.EndReason,
                    arrived = Time(v.ArrivedAt), consultationBegan = Time(v.ConsultationStartedAt), consultationEnded = Time(v.FinishedAt),
                    history = lines[v.Id].Select(l => new { at = Time(l.At), what = l.Kind.ToString(), from = l.From, to = l.To, reason = l.Reason }),
                }),
                conversations = messages.GroupBy(m => (m.RoomId, m.Kind)).Select(r => new
                {
                    id = r.Key.RoomId, kind = r.Key.Kind.ToString(),
                    messages = r.Select(m => new { number = m.Sequence, at = Time(m.SentAt), sender = m.Sender, text = m.Deleted ? null : m.Body, deleted = m.Deleted }),
                }),
                notifications = told.Select(n => new { at = Time(n.CreatedAt), kind = n.Kind.ToString(), title = n.Title, text = n.Text, read = Time(n.ReadAt) }),
            },
            Options);
    }

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
