using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Webhooks;

namespace ClinicLive.Web.Hosting;

/// <summary>Sends what is due, each way in a loop of its own: one that hangs or fails holds up no other.</summary>
internal sealed class DeliveryWorker(DeliveryDispatcher dispatcher, WebhookDispatcher webhooks, TimeProvider time, ILogger<DeliveryWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookForLostEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        [RepeatAsync(LookForLostEvery, () => dispatcher.RecoverAsync(stoppingToken), stoppingToken),
        RepeatAsync(Every, () => webhooks.StartAsync(stoppingToken), stoppingToken),
        RepeatAsync(ForgetEvery, () => webhooks.ForgetAsync(stoppingToken), stoppingToken),
        .. Enum.GetValues<DeliveryChannel>().Select(channel => RepeatAsync(Every, () => dispatcher.DispatchAsync(channel, stoppingToken), stoppingToken))]);

    private async Task RepeatAsync(TimeSpan every, Func<Task> work, CancellationToken gone)
    {
        using var timer = new PeriodicTimer(every, time);
        do
        {
            try
            {
                await work();
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning("What goes out could not be looked through ({Fault}); trying again.", fault.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(gone));
    }
}
