using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>What reception and the known patient of a demo clinic were told before one looks: some read, some not.</summary>
internal sealed class DemoNotices(DemoSite site, DemoClock clock)
{
    /// <summary>Adds them to the save that fills the clinic.</summary>
    public void AddTo(ClinicDbContext db)
    {
        foreach (var person in site.Desk.Where(p => p.Role == Role.Receptionist))
        {
            Tell(db, person.Email, 190, NotificationKind.SystemMessage, "The label printer has new paper", "It is in the drawer below.", link: null, readAfter: 20);
            Tell(db, person.Email, 60, NotificationKind.AppointmentUpdate, "New request", $"{site.Patients[1].Name} asks for another time next week.", "/dashboard");
            Tell(db, person.Email, 25, NotificationKind.SystemMessage, $"{site.Doctors[0].Name} starts ten minutes later today", "Please tell whoever asks.", link: null);
        }

        var patient = site.Patients[0].Email!;
        Tell(db, patient, 26 * 60, NotificationKind.AppointmentUpdate, "Appointment booked", $"Today with Dr {site.Doctors[0].Family}.", "/portal", readAfter: 5);
        Tell(db, patient, 120, NotificationKind.Reminder, "Your appointment is today", $"With Dr {site.Doctors[0].Family}, {site.Doctors[0].Room}.", "/portal");
    }

    private void Tell(ClinicDbContext db, string email, double minutesAgo, NotificationKind kind, string title, string text, string? link, double? readAfter = null)
    {
        var at = clock.Ago(minutesAgo);
        var id = DemoIds.Of($"notification {email} {title}");
        var notification = Notification.For(site.Id, DemoSite.AccountId(email), new Notice(kind, title, text, link, $"demo:{id:N}"), at, id);
        if (readAfter is { } minutes) notification.MarkRead(at.AddMinutes(minutes));
        db.Add(notification);
    }
}
