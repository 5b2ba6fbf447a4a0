using System.Globalization;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Notifications;

/// <summary>Notifications in words and signs.</summary>
public static class NotificationWords
{
    /// <summary>The kind as people call it.</summary>
    public static string Of(NotificationKind kind) => kind switch
    {
        NotificationKind.AppointmentUpdate => "Appointments",
        NotificationKind.Reminder => "Reminders",
        NotificationKind.ChatMessage => "Chat messages",
        NotificationKind.PatientCall => "Calls to a room",
        NotificationKind.SignIn => "Colleagues signing in and out",
        _ => "Messages from the clinic",
    };

    /// <summary>A way out of the app as people call it.</summary>
    public static string Of(NotificationChannel way) => way switch
    {
        NotificationChannel.Email => "E-mail",
        NotificationChannel.Sms => "Text message",
        _ => "Browser",
    };

    /// <summary>What leaves by a way where nobody chose.</summary>
    public static string Usual(NotificationKind kind, NotificationChannel way) =>
        (kind == NotificationKind.Reminder && way == NotificationChannel.Email) || way == NotificationChannel.WebPush ? "As usual" : "When urgent";

    /// <summary>The ways out of the app that a role can choose from: the clinic knows patients' telephones only.</summary>
    public static IReadOnlyList<NotificationChannel> WaysOf(Role role) => role == Role.Patient
        ? [NotificationChannel.WebPush, NotificationChannel.Email, NotificationChannel.Sms]
        : [NotificationChannel.WebPush, NotificationChannel.Email];

    /// <summary>The sign beside it.</summary>
    public static string Icon(NotificationKind kind) => kind switch
    {
        NotificationKind.AppointmentUpdate => "check",
        NotificationKind.Reminder => "clock",
        NotificationKind.PatientCall => "door",
        NotificationKind.SignIn => "sign-in",
        NotificationKind.ChatMessage => "people",
        _ => "bell",
    };

    /// <summary>The kinds that a role is told of.</summary>
    public static IReadOnlyList<NotificationKind> KindsOf(Role role) => role switch
    {
        Role.Patient => [NotificationKind.PatientCall, NotificationKind.AppointmentUpdate, NotificationKind.Reminder, NotificationKind.ChatMessage, NotificationKind.SystemMessage],
        Role.Practitioner => [NotificationKind.AppointmentUpdate, NotificationKind.ChatMessage, NotificationKind.SystemMessage],
        _ => [NotificationKind.AppointmentUpdate, NotificationKind.ChatMessage, NotificationKind.SystemMessage, NotificationKind.SignIn],
    };

    /// <summary>When it came, on the clinic's clock: today by the time alone.</summary>
    public static string When(NotificationRow row, ClinicPolicy policy, DateTimeOffset now) => policy.ToLocal(row.CreatedAt)
        .ToString(policy.DayOf(row.CreatedAt) == policy.DayOf(now) ? "H:mm" : "d MMM, H:mm", CultureInfo.InvariantCulture);
}
