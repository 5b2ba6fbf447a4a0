using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Webhooks;

namespace ClinicLive.Web.Features.Webhooks;

/// <summary>Webhooks in the words of the screen.</summary>
internal static class WebhookWords
{
    /// <summary>The events one by one.</summary>
    public static IReadOnlyList<WebhookEvents> Each { get; } = [WebhookEvents.Appointment, WebhookEvents.Availability, WebhookEvents.SignIn];

    /// <summary>An event.</summary>
    public static string Of(WebhookEvents one) => one switch
    {
        WebhookEvents.Appointment => "Appointments",
        WebhookEvents.Availability => "Doctors' availability",
        WebhookEvents.SignIn => "Staff signing in and out",
        _ => "",
    };

    /// <summary>Several events.</summary>
    public static string List(WebhookEvents all) => string.Join(", ", Each.Where(one => all.HasFlag(one)).Select(Of));

    /// <summary>A state, with the answer where there was one.</summary>
    public static string Of(WebhookDeliveryRow row) => row.State switch
    {
        WebhookDeliveryState.Waiting => "Waiting",
        WebhookDeliveryState.Leased => "Being sent",
        WebhookDeliveryState.Failed => "Failed, tried again",
        WebhookDeliveryState.Sent => $"Taken ({row.Status})",
        _ => "Given up",
    };

    /// <summary>What it tells of, in plain words: <c>AppointmentMoved</c> is "appointment moved".</summary>
    public static string About(ActivityKind? kind) => kind is null
        ? "test"
        : string.Concat(kind.Value.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
