using System.Diagnostics.CodeAnalysis;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Live;

/// <summary>
/// A region of a screen that is never stale: it subscribes, then loads, then listens, so that nothing falls between. A
/// failed load keeps what is on screen, says since when it is not up to date, and tries again by itself.
/// </summary>
public abstract class LiveComponentBase : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly LiveBatch Everything = new([], Resync: true);
    private static readonly string Category = typeof(LiveComponentBase).FullName!;

    private readonly CancellationTokenSource _gone = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ILiveSubscription? _subscription;
    private Topic[] _subscribed = [];
    private bool _isPreparing;
    private bool _isPrepared;

    /// <summary>Makes a region that nobody listens for yet.</summary>
    protected LiveComponentBase() => Gone = _gone.Token;

    [Inject]
    private IEventBus Bus { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = default!;

    /// <summary>The clinic's clock.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>The signed-in person.</summary>
    protected Actor Actor { get; private set; } = default!;

    /// <summary>Since when this region could not be read again; null while it is right.</summary>
    protected DateTimeOffset? StaleSince { get; private set; }

    /// <summary>True once the first load has succeeded; until then the region shows the shape of what comes.</summary>
    protected bool IsLoaded { get; private set; }

    /// <summary>Ends with the component. Kept by itself, because work under way may still ask for it after the end.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>False for a region that is not for a person: a screen on a wall, which has a pass of its own and no <see cref="Actor"/>.</summary>
    protected virtual bool NeedsActor => true;

    /// <summary>
    /// Least time between two readings because of events. For what changes with every message of thousands and is no less right a moment
    /// later; the first after a quiet time is read at once.
    /// </summary>
    protected virtual TimeSpan Pace => TimeSpan.Zero;

    /// <summary>What to listen to. Asked again after every load, so a screen may move on to other topics (the next day, another room).</summary>
    protected abstract IReadOnlyCollection<Topic> Topics { get; }

    /// <summary>
    /// Reads what the region shows, with the same query every time, and renders what changed.
    /// <paramref name="because"/> is null on the first load, which renders by itself.
    /// </summary>
    protected abstract Task LoadAsync(LiveBatch? because);

    /// <summary>Runs before the first subscription, when the actor is known; for what the topics depend on.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Nothing is drawn before it is known who looks and what <see cref="PrepareAsync"/> finds: markup may rely on both.</summary>
    public sealed override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this); // before anything is awaited: the view is good until then
        if (!_isPrepared)
        {
            if (_isPreparing) return; // the first call draws, with these parameters
            _isPreparing = true;
            try
            {
                if (NeedsActor) Actor = await Me.GetAsync();
                await PrepareAsync();
            }
            catch (Exception) when (Gone.IsCancellationRequested)
            {
                return;
            }

            if (Gone.IsCancellationRequested) return; // a subscription opened now would never be closed
            _isPrepared = true;
        }

        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <inheritdoc/>
    protected sealed override async Task OnInitializedAsync()
    {
        Subscribe();
        var loaded = await TryLoadAsync(null);
        _ = ListenAsync(loaded); // ends with the component; its own faults go to the region's boundary
    }

    /// <summary>A parameter may mean other topics; the end of the subscription lets the listener begin again with those.</summary>
    protected sealed override Task OnParametersSetAsync() => FollowTopicsAsync();

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1063:Implement IDisposable correctly", Justification = "Components are disposed once, by the renderer.")]
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _gone.CancelAsync();
        if (_subscription is not null) await _subscription.DisposeAsync();
        await LeaveAsync();
        _gone.Dispose();
    }

    /// <summary>Reads again because of something on this screen; what fails is said and tried again as after any event.</summary>
    protected async Task ReadAgainAsync()
    {
        await LoadUntilRightAsync(Everything);
        await FollowTopicsAsync();
    }

    /// <summary>Runs when the component goes, for what a region holds beside its subscription.</summary>
    protected virtual ValueTask LeaveAsync() => ValueTask.CompletedTask;

    private async Task FollowTopicsAsync()
    {
        if (_subscription is { } before && !_subscribed.SequenceEqual(Topics)) await before.DisposeAsync();
    }

    private void Subscribe()
    {
        _subscribed = [.. Topics];
        _subscription = Bus.Subscribe(_subscribed, GetType().Name);
    }

    private async Task ListenAsync(bool loaded)
    {
        try
        {
            while (!Gone.IsCancellationRequested)
            {
                if (!loaded) await LoadUntilRightAsync(Everything);
                loaded = false;
                await foreach (var batch in _subscription!.ReadAllAsync(Gone))
                {
                    await LoadUntilRightAsync(batch);
                    if (!_subscribed.SequenceEqual(Topics)) break;
                    if (Pace > TimeSpan.Zero) await Task.Delay(Pace, Time, Gone);
                }

                if (Gone.IsCancellationRequested) return;
                var before = _subscription;
                Subscribe(); // first the new topics, then the end of the old, then one full load
                await before.DisposeAsync();
            }
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The screen is gone.
        }
        catch (ObjectDisposedException) when (Gone.IsCancellationRequested)
        {
            // The screen went while a batch was on its way to it.
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    }

    private async Task LoadUntilRightAsync(LiveBatch batch)
    {
        var pause = TimeSpan.FromSeconds(1);
        var because = batch;
        if (Loggers.CreateLogger(Category) is var log && log.IsEnabled(LogLevel.Debug))
        {
            log.LogDebug("{Region} reads again: {Reason}.", GetType().Name, batch.Resync ? "everything may be different" : string.Join(", ", batch.Events.Select(e => e.GetType().Name)));
        }

        while (true)
        {
            var right = false;
            await InvokeAsync(async () => right = await TryLoadAsync(because));
            if (right) return;
            await Task.Delay(pause, Time, Gone);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            because = Everything;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever went wrong, the region must say that it is not up to date, and try again.")]
    private async Task<bool> TryLoadAsync(LiveBatch? because)
    {
        try
        {
            await _turn.WaitAsync(Gone); // one at a time: an older read must not arrive after a newer one
            try
            {
                await LoadAsync(because);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception fault)
        {
            if (Gone.IsCancellationRequested) return false;
            Loggers.CreateLogger(GetType()).LogWarning(fault, "A live region could not be read; it says so and tries again.");
            StaleSince ??= Time.GetUtcNow();
            StateHasChanged();
            return false;
        }

        var wasStale = StaleSince is not null || !IsLoaded;
        StaleSince = null;
        IsLoaded = true;
        if (wasStale && because is not null) StateHasChanged();
        return true;
    }
}
