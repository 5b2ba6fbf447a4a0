using System.Collections.Concurrent;
using ClinicLive.Domain.Features.Deliveries;

namespace ClinicLive.Tests.Support;

/// <summary>A way out of the app that ends in this process: keeps what it was given and answers as the test wants.</summary>
internal sealed class FakeChannel(DeliveryChannel kind) : IDeliveryChannel
{
    private readonly ConcurrentQueue<DeliveryMessage> _taken = [];

    public DeliveryChannel Kind => kind;

    public bool IsConfigured { get; set; } = true;

    public int MostAtOnce { get; init; } = 4;

    /// <summary>What the other side has taken.</summary>
    public IReadOnlyList<DeliveryMessage> Taken => [.. _taken];

    /// <summary>What the other side answers before it is handed anything; null takes the message.</summary>
    public Func<DeliveryMessage, CancellationToken, Task<DeliveryResult?>> Before { get; set; } = (_, _) => Task.FromResult<DeliveryResult?>(null);

    /// <summary>What becomes known after it has taken it.</summary>
    public Func<DeliveryMessage, CancellationToken, Task<DeliveryResult>> After { get; set; } = (_, _) => Task.FromResult(DeliveryResult.Sent);

    public async Task<DeliveryResult> SendAsync(DeliveryMessage message, CancellationToken gone)
    {
        if (await Before(message, gone) is { } refused) return refused;
        if (!await message.MayHandOverAsync(gone)) return DeliveryResult.NotMine;
        _taken.Enqueue(message);
        return await After(message, gone);
    }
}
