using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;

namespace ClinicLive.Domain.Features.Push;

/// <summary>The way out of the app to a person's browsers.</summary>
public sealed class PushChannel(PushFanOut fanOut, PushSettings settings) : IDeliveryChannel
{
    // After this it is no news any more; a browser that is off until then need not show it.
    private static readonly TimeSpan CallIsGoodFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NewsIsGoodFor = TimeSpan.FromHours(24);

    /// <inheritdoc/>
    public DeliveryChannel Kind => DeliveryChannel.WebPush;

    /// <inheritdoc/>
    public bool IsConfigured => settings.IsOn;

    /// <inheritdoc/>
    public int MostAtOnce => 8;

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(DeliveryMessage message, CancellationToken gone)
    {
        var notice = new PushMessage(
            message.NotificationId, message.Text.Title, message.Text.Text, message.Link.PathAndQuery,
            message.Severity == NotificationSeverity.Critical, message.Kind == NotificationKind.PatientCall ? CallIsGoodFor : NewsIsGoodFor);
        return await fanOut.SendAsync(message.RecipientId, notice, message.MayHandOverAsync, gone).ConfigureAwait(false) switch
        {
            null => DeliveryResult.NotMine,
            { Answer: PushAnswer.Taken } => DeliveryResult.Sent,
            { Answer: PushAnswer.TryLater } later => DeliveryResult.TryLater(later.Why!, later.Pause),
            { Answer: PushAnswer.Refused } refused => DeliveryResult.Refused(refused.Why!),
            { Answer: PushAnswer.Unknown } unknown => DeliveryResult.Unknown(unknown.Why!),
            { } nobody => DeliveryResult.NoAddress(nobody.Why!),
        };
    }
}
