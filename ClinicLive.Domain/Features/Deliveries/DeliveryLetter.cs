using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>What the dispatcher knows of a row when it takes it up. Only <see cref="Message"/> leaves.</summary>
internal sealed record DeliveryLetter(
    Delivery Delivery, Notification Notification, string? Email, string? Phone, bool IsDisabled, QuietHours? Quiet, CalendarEntry? Calendar, List<NotificationPreference> Chosen)
{
    /// <summary>How long anything but a call is news.</summary>
    public static readonly TimeSpan NewsIsGoodFor = TimeSpan.FromDays(2);

    /// <summary>How long a call to a room is.</summary>
    public static readonly TimeSpan CallIsGoodFor = TimeSpan.FromMinutes(30);

    public static async Task<DeliveryLetter> ReadAsync(ClinicDbContext db, Delivery delivery, CancellationToken gone)
    {
        var read = await (
            from n in db.Notifications.AsNoTracking()
            where n.Id == delivery.NotificationId
            join a in db.Accounts on n.RecipientId equals a.Id
            select new
            {
                Notification = n,
                a.Email,
                a.IsDisabled,
                Phone = db.Patients.Where(p => p.AccountId == a.Id).Select(p => p.Phone).FirstOrDefault(),
                Quiet = db.QuietHours.Where(q => q.AccountId == a.Id).FirstOrDefault(),
                Chosen = db.NotificationPreferences.Where(p => p.AccountId == a.Id && p.Kind == n.Kind).ToList(),
                Calendar = db.Appointments.Where(v => v.Id == n.SubjectId)
                    .Select(v => new CalendarEntry(v.Id, v.Start, v.End, "Appointment", "Your clinic", v.Status, v.Version - 1, v.StatusSince)).FirstOrDefault(),
            }).SingleAsync(gone).ConfigureAwait(false);
        return new DeliveryLetter(delivery, read.Notification, read.Email, read.Phone, read.IsDisabled, read.Quiet, read.Calendar, read.Chosen);
    }

    /// <summary>Why nobody needs it any more: acknowledged, or no news by now; null while it is wanted. A trial by hand always is.</summary>
    public string? WhyOver(DateTimeOffset now)
    {
        if (Delivery.IsTest) return null;
        if (Notification.AcknowledgedAt is not null) return "It was read, or somebody took it on.";
        if (Notification.Kind == NotificationKind.Reminder && Calendar is { } visit && (visit.Start <= now || visit.Status != AppointmentStatus.Booked)) return "What it reminds of has begun or is not booked any more.";
        return now - Notification.CreatedAt > (Notification.Kind == NotificationKind.PatientCall ? CallIsGoodFor : NewsIsGoodFor) ? "It is too old to be news." : null;
    }

    /// <summary>True while the person wants it by this way. A trial by hand always leaves.</summary>
    public bool IsWanted => Delivery.IsTest || OutgoingDefaults.Takes(Delivery.Channel, Notification, Chosen);

    /// <summary>
    /// The end of the person's quiet hours while they last, for what would wake him; null when it may leave now. An e-mail wakes nobody, and
    /// who is called sits in the waiting room.
    /// </summary>
    public DateTimeOffset? QuietUntil(ClinicPolicy policy, DateTimeOffset now)
    {
        if (Delivery.Channel is not (DeliveryChannel.WebPush or DeliveryChannel.Sms) || Notification.Kind == NotificationKind.PatientCall) return null;
        var zone = Quiet is not null && TimeZoneInfo.TryFindSystemTimeZoneById(Quiet.TimeZoneId, out var own) ? own : policy.Zone;
        var (from, until) = (Quiet?.From ?? NotificationChoices.DefaultQuietFrom, Quiet?.Until ?? NotificationChoices.DefaultQuietUntil);
        if (!new NotificationChoices([], from, until, zone).IsQuiet(now)) return null;
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var day = DateOnly.FromDateTime(local.DateTime).AddDays(TimeOnly.FromDateTime(local.DateTime) < until ? 0 : 1);
        var morning = (policy with { Zone = zone }).At(day, until);
        return morning > now ? morning : now.AddHours(1); // the hour that an autumn night has twice
    }

    /// <summary>What leaves: the kind's words, a link, and for an appointment its time.</summary>
    public DeliveryMessage Message(Uri app, Func<CancellationToken, Task<bool>> mayHandOver) => new(
        Delivery.Id, Delivery.Key, Delivery.OrganizationId, Delivery.RecipientId, Notification.Id, Notification.Kind, Notification.Severity,
        OutgoingText.Of(Notification.Kind),
        new Uri(app, $"/notifications/{Notification.Id}"),
        Delivery.Channel switch
        {
            DeliveryChannel.Email => Delivery.Address ?? Email,
            DeliveryChannel.Sms => Delivery.Address ?? Phone,
            _ => null,
        },
        mayHandOver)
    {
        Calendar = Notification.Kind is NotificationKind.AppointmentUpdate or NotificationKind.Reminder ? Calendar : null,
    };
}
