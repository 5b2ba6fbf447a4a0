using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Notifications;

/// <summary>
/// Whom a change of an appointment tells what, in one table. The rows leave with the save that makes the change. A change
/// that tells nobody costs nothing; whoever made a change is never told of it. What people were told of the appointment
/// before and have not read is no news any more, so it counts as read: also the request that a colleague has answered.
/// </summary>
internal static class AppointmentNotices
{
    private delegate Notice Wording(Told told);

    /// <summary>True when the table has words for this change.</summary>
    public static bool Tells(AppointmentChanged change) => Find(change) is not null;

    /// <summary>Adds the rows that these changes cause to the save that is about to be made. Two reads per change that tells somebody.</summary>
    public static async Task AddAsync(ClinicDbContext db, IEnumerable<AppointmentChanged> changes, CancellationToken gone)
    {
        foreach (var change in changes)
        {
            var words = Find(change);
            if (words is null && !EndsCall(change)) continue;
            var entry = db.Appointments.Local.FindEntry(change.AppointmentId)!;
            var appointment = entry.Entity;
            if (words is null && (appointment.CalledAt ?? entry.Property(a => a.CalledAt).OriginalValue) is null) continue;
            var leftNothing = await TakeBackAsync(db, change, gone).ConfigureAwait(false); // who came in when he was called need not come any more
            if (words is not { } row) continue;
            if (await ReadAsync(db, change, appointment.LocationId, gone).ConfigureAwait(false) is not { } facts) continue;

            // Taken back before anything left the app: then nothing needs to leave for the taking back either.
            var notice = row.Words(new Told(appointment, change.Version, facts)) with { StaysInside = leftNothing && IsTakenBack(change) };
            var people = row.To == Audience.Reception ? await ReceptionAsync(db, change.OrganizationId, gone).ConfigureAwait(false)
                : facts.PatientAccount is { } account ? [account] : [];
            foreach (var person in people.Where(p => p != change.By)) db.Tell(change.OrganizationId, person, notice, change.At);
        }
    }

    /// <summary>Whoever came in, left, or is not here after all need not come any more.</summary>
    private static bool EndsCall(AppointmentChanged change) => change.Kind == ActivityKind.AppointmentMoveUndone
        || (change.Kind == ActivityKind.AppointmentMoved && change.To is AppointmentStatus.InConsultation or AppointmentStatus.LeftUnseen or AppointmentStatus.EnteredInError);

    private static bool IsTakenBack(AppointmentChanged change) => change.Kind == ActivityKind.AppointmentDoctorTakenBack
        || (change is { Kind: ActivityKind.AppointmentMoved, From: AppointmentStatus.Cancelled or AppointmentStatus.NoShow, To: AppointmentStatus.Booked });

    /// <summary>Answers true when something was told before, and none of it has left or is leaving the app.</summary>
    private static async Task<bool> TakeBackAsync(ClinicDbContext db, AppointmentChanged change, CancellationToken gone)
    {
        // Named by who can have been told, so that the short index of what is unread is enough.
        var people = db.Accounts.Where(a => a.OrganizationId == change.OrganizationId
            && (a.Role == Role.Receptionist || db.Patients.Any(p => p.Id == change.PatientId && p.AccountId == a.Id))).Select(a => a.Id);
        var before = await db.Notifications.Where(n => n.SubjectId == change.AppointmentId && n.ReadAt == null && people.Contains(n.RecipientId))
            .ToListAsync(gone).ConfigureAwait(false);
        foreach (var told in before)
        {
            if (told.MarkRead(change.At)) db.PublishAfterSave(new NotificationsChanged(told.OrganizationId, told.RecipientId, change.At));
        }

        var ids = before.ConvertAll(n => n.Id);
        return ids.Count > 0 && !await db.Deliveries.AnyAsync(d => ids.Contains(d.NotificationId) && (d.State != DeliveryState.Waiting || d.Attempts > 0), gone).ConfigureAwait(false);
    }

    private static (Audience To, Wording Words)? Find(AppointmentChanged change) => (change.Kind, change.From, change.To) switch
    {
        (ActivityKind.AppointmentRequested, _, _) => (Audience.Reception, t => t.Say("New request", $"{t.PatientName} asks for {t.When} with {t.Doctor}.", link: $"/appointments/{t.Id}")),
        (ActivityKind.AppointmentBooked, _, _) => (Audience.Patient, t => t.Say("Appointment booked", t.WhenAndWho)),
        (ActivityKind.SeriesBegun, _, _) => (Audience.Patient, t => t.Say("Further appointments booked", $"With {t.Doctor}, each at the same time of the day. You see all of them here.")),
        (ActivityKind.AppointmentRescheduled, _, _) => (Audience.Patient, t => t.Say("Your appointment has a new time", t.WhenAndWho)),
        (ActivityKind.AppointmentGivenToDoctor or ActivityKind.AppointmentDoctorTakenBack, _, _) => (Audience.Patient, t => t.Say($"{t.Doctor} will see you", t.WhenAndWho)),
        (ActivityKind.PatientCalled, _, _) => (Audience.Patient, t => t.Say($"Please come to {t.Room}", $"{t.Doctor} is ready for you.", NotificationKind.PatientCall, NotificationSeverity.Critical)),
        (ActivityKind.AppointmentMoved, AppointmentStatus.Requested, AppointmentStatus.Booked) => (Audience.Patient, t => t.Say("Your request was accepted", t.WhenAndWho)),
        (ActivityKind.AppointmentMoved, AppointmentStatus.Cancelled or AppointmentStatus.NoShow, AppointmentStatus.Booked) => (Audience.Patient, t => t.Say("Your appointment stands again", t.WhenAndWho)),
        (ActivityKind.AppointmentMoved, _, AppointmentStatus.Booked) => (Audience.Patient, t => t.Say("Appointment booked", t.WhenAndWho)),
        (ActivityKind.AppointmentMoved, AppointmentStatus.Held, AppointmentStatus.Waitlisted) => (Audience.Patient, t => t.Say("The offered time is taken back", $"{t.When} with {t.Doctor}. You stay on the waiting list.")),
        (ActivityKind.AppointmentMoved, _, AppointmentStatus.Waitlisted) => (Audience.Patient, t => t.Say("You are on the waiting list", $"As soon as {t.Doctor} has a time for you, it is offered to you here.")),
        (ActivityKind.AppointmentMoved, AppointmentStatus.Waitlisted, AppointmentStatus.Held) => (Audience.Patient, t => t.Say("A time is free for you", $"{t.WhenAndWho} Please answer by {t.AnswerBy}.", severity: NotificationSeverity.Critical)),
        (ActivityKind.AppointmentMoved, AppointmentStatus.Held, AppointmentStatus.Cancelled) => (Audience.Patient, t => t.Say("The reserved time is free again", $"{t.When} with {t.Doctor} was not confirmed in time.")),
        (ActivityKind.AppointmentMoved, _, AppointmentStatus.Cancelled) => (Audience.Patient, t => t.Say("Your appointment was cancelled", $"{t.When} with {t.Doctor} will not take place.")),
        (ActivityKind.AppointmentMoved, _, AppointmentStatus.NoShow) => (Audience.Patient, t => t.Say("You missed your appointment", $"{t.WhenAndWho} You can book another time.")),
        _ => null,
    };

    private static Task<Facts?> ReadAsync(ClinicDbContext db, AppointmentChanged change, Guid? room, CancellationToken gone) => (
        from patient in db.Patients.AsNoTracking()
        where patient.Id == change.PatientId
        from doctor in db.Practitioners
        where doctor.Id == change.PractitionerId
        join clinic in db.Organizations on patient.OrganizationId equals clinic.Id
        select new Facts(
            patient.AccountId,
            patient.Name,
            doctor.FamilyName,
            db.Locations.Where(l => l.Id == (room ?? doctor.LocationId)).Select(l => l.Name).FirstOrDefault(),
            clinic.TimeZoneId)).SingleOrDefaultAsync(gone);

    private static async Task<IReadOnlyList<Guid>> ReceptionAsync(ClinicDbContext db, Guid organizationId, CancellationToken gone) =>
        await db.Accounts.AsNoTracking().Where(a => a.OrganizationId == organizationId && a.Role == Role.Receptionist && !a.IsDisabled)
            .Select(a => a.Id).ToListAsync(gone).ConfigureAwait(false);

    private enum Audience
    {
        Patient,
        Reception,
    }

    private sealed record Facts(Guid? PatientAccount, string PatientName, string DoctorFamilyName, string? Room, string TimeZoneId);

    /// <summary>What a notice is made of.</summary>
    private sealed record Told(Appointment Appointment, int Version, Facts Facts)
    {
        public Guid Id => Appointment.Id;

        public string PatientName => Facts.PatientName;

        public string Doctor => $"Dr {Facts.DoctorFamilyName}";

        public string Room => Facts.Room ?? "the consultation room";

        public string When => Local(Appointment.Start, "dddd d MMMM, H:mm");

        public string WhenAndWho => $"{When} with {Doctor}.";

        public string AnswerBy => Local(Appointment.HeldUntil ?? Appointment.Start, "H:mm");

        // Every change has a version of its own, so it is told once.
        public Notice Say(
            string title,
            string text,
            NotificationKind kind = NotificationKind.AppointmentUpdate,
            NotificationSeverity severity = NotificationSeverity.Normal,
            string link = "/portal") => new(kind, title, text, link, $"appointment:{Id:N}:{Version}", severity, Id);

        private string Local(DateTimeOffset instant, string format) =>
            TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(Facts.TimeZoneId)).ToString(format, CultureInfo.InvariantCulture);
    }
}
