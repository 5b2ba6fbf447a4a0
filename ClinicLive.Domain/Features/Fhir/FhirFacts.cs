using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>
/// How rows become what is written of them, in the order that they come in. Whom they are for was decided before. When something was last
/// changed is its last line in the activity log; what was never logged says nothing of it.
/// </summary>
internal static class FhirFacts
{
    public static IQueryable<PatientFacts> Patients(ClinicDbContext db, IQueryable<Patient> patients) =>
        patients.AsNoTracking().Select(p => new PatientFacts(
            p.Id, p.OrganizationId, p.Name, p.BirthDate, p.Phone, p.ExternalId, p.Version,
            db.Activity.Where(l => l.SubjectId == p.Id).OrderByDescending(l => l.Sequence).Select(l => (DateTimeOffset?)l.At).FirstOrDefault()));

    public static IQueryable<PractitionerFacts> Practitioners(ClinicDbContext db, IQueryable<Practitioner> doctors) =>
        doctors.AsNoTracking().Select(p => new PractitionerFacts(
            p.Id, p.OrganizationId, p.GivenName, p.FamilyName, p.Specialty, p.LocationId, db.Locations.Where(l => l.Id == p.LocationId).Select(l => l.Name).FirstOrDefault(), p.Version,
            db.Activity.Where(l => l.SubjectId == p.Id && l.Category == ActivityCategory.Practitioner).OrderByDescending(l => l.Sequence).Select(l => (DateTimeOffset?)l.At).FirstOrDefault()));

    public static IQueryable<OrganizationFacts> Organizations(ClinicDbContext db, IQueryable<Organization> clinics) =>
        clinics.AsNoTracking().Select(o => new OrganizationFacts(
            o.Id, o.Name, o.Version,
            db.Activity.Where(l => l.SubjectId == o.Id && l.Kind == ActivityKind.ClinicSettingsChanged).OrderByDescending(l => l.Sequence).Select(l => (DateTimeOffset?)l.At).FirstOrDefault()));

    public static IQueryable<LocationFacts> Locations(ClinicDbContext db, IQueryable<Location> rooms) =>
        rooms.AsNoTracking().Select(r => new LocationFacts(
            r.Id, r.OrganizationId, r.Name, r.IsRetired, r.Version,
            db.Activity.Where(l => l.SubjectId == r.Id && l.Category == ActivityCategory.Clinic).OrderByDescending(l => l.Sequence).Select(l => (DateTimeOffset?)l.At).FirstOrDefault()));

    public static IQueryable<AppointmentFacts> Appointments(ClinicDbContext db, IQueryable<Appointment> appointments) =>
        from a in appointments.AsNoTracking()
        join patient in db.Patients on a.PatientId equals patient.Id
        join doctor in db.Practitioners on a.PractitionerId equals doctor.Id
        let room = a.LocationId ?? doctor.LocationId
        select new AppointmentFacts(
            a.Id, a.OrganizationId, a.PatientId, patient.Name, a.PractitionerId, "Dr " + doctor.GivenName + " " + doctor.FamilyName,
            room, db.Locations.Where(l => l.Id == room).Select(l => l.Name).FirstOrDefault(),
            a.Status, a.StatusSince, a.Start, a.End, a.Reason, a.VisitTypeId, db.VisitTypes.Where(t => t.Id == a.VisitTypeId).Select(t => t.Name).FirstOrDefault(), a.Version)
        {
            ChangedAt = db.Activity.Where(l => l.SubjectId == a.Id && l.Category == ActivityCategory.Appointment).OrderByDescending(l => l.Sequence).Select(l => (DateTimeOffset?)l.At).FirstOrDefault(),
            EndReason = a.EndReason,
            ExternalId = a.ExternalId,
            PatientConfirmed = a.PatientConfirmed,
            WalkedIn = a.WalkedIn,
            IsUrgent = a.Priority == AppointmentPriority.Urgent,
            ArrivedAt = a.ArrivedAt,
            ConsultationStartedAt = a.ConsultationStartedAt,
            PausedFor = a.PausedFor,
            FinishedAt = a.FinishedAt,
        };

    /// <summary>Messages that somebody said; their files are read by <see cref="WithFilesAsync"/>.</summary>
    public static IQueryable<MessageFacts> Messages(ClinicDbContext db, IQueryable<ChatMessage> messages) =>
        from m in messages.AsNoTracking()
        join room in db.ChatRooms on m.RoomId equals room.Id
        join sender in db.Accounts on m.SenderId equals sender.Id
        select new MessageFacts(
            m.Id, m.OrganizationId, room.Kind, room.PatientId, db.Patients.Where(p => p.Id == room.PatientId).Select(p => p.Name).FirstOrDefault(),
            room.PractitionerId, db.Practitioners.Where(p => p.Id == room.PractitionerId).Select(p => "Dr " + p.GivenName + " " + p.FamilyName).FirstOrDefault(),
            db.Patients.Where(p => p.AccountId == m.SenderId).Select(p => (Guid?)p.Id).FirstOrDefault(),
            db.Practitioners.Where(p => p.AccountId == m.SenderId).Select(p => (Guid?)p.Id).FirstOrDefault(),
            sender.DisplayName, m.IsFromPatient, m.Body, m.SentAt, m.DeletedAt ?? m.EditedAt, m.DeletedAt != null, m.Version);

    /// <summary>The same messages with the files that went with them.</summary>
    public static async Task<List<MessageFacts>> WithFilesAsync(ClinicDbContext db, List<MessageFacts> messages, CancellationToken gone)
    {
        var ids = messages.ConvertAll(m => m.Id);
        var files = (await db.ChatAttachments.AsNoTracking().Where(f => f.MessageId != null && ids.Contains(f.MessageId.Value)).OrderBy(f => f.Position).ToListAsync(gone).ConfigureAwait(false))
            .ToLookup(f => f.MessageId!.Value, f => new FileFacts(f.Id, f.Name, AttachmentKinds.ContentType(f.Kind, f.Name), f.Size));
        return messages.ConvertAll(m => files.Contains(m.Id) ? m with { Files = [.. files[m.Id]] } : m);
    }
}
