using ClinicLive.Domain.Features.Deliveries;

namespace ClinicLive.Web.Features.Deliveries;

/// <summary>Deliveries in words.</summary>
public static class DeliveryWords
{
    /// <summary>The way as people call it.</summary>
    public static string Of(DeliveryChannel channel) => channel switch
    {
        DeliveryChannel.WebPush => "Browser",
        DeliveryChannel.Email => "E-mail",
        DeliveryChannel.Sms => "Text message",
        _ => "Colleague on duty",
    };

    /// <summary>Where it stands.</summary>
    public static string Of(DeliveryRow row) => row.State switch
    {
        DeliveryState.Waiting when row.AcknowledgedAt is not null => "Not needed any more",
        DeliveryState.Waiting => row.NextAttemptAt is null ? "Waits for the way before" : "Waits",
        DeliveryState.Leased => "On its way",
        DeliveryState.Failed => "Is tried again",
        DeliveryState.Sent => "Sent",
        DeliveryState.MaybeSent => "Maybe sent",
        DeliveryState.Dead => "Not sent",
        DeliveryState.Withdrawn => "Not needed any more",
        DeliveryState.Skipped => "Nowhere to send it",
        _ => "Not set up",
    };
}
