using System.Collections.Concurrent;
using ClinicLive.Domain.Live;
using ClinicLive.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ClinicLive.Tests.Live;

/// <summary>What a probe region shows, and what it tells of its work.</summary>
internal sealed class ProbeSource
{
    public static readonly Topic Topic = new("probe");

    private int _isFaulty;

    /// <summary>The truth.</summary>
    public volatile string Value = "first";

    public Topic[] Topics { get; set; } = [Topic];

    /// <summary>Awaited by every load, after it has read and before it shows.</summary>
    public Func<Task> AfterRead { get; set; } = () => Task.CompletedTask;

    /// <summary>Throws the next time that the region draws itself, once.</summary>
    public void FailToDraw() => Interlocked.Exchange(ref _isFaulty, 1);

    public void ThrowIfFaulty()
    {
        if (Interlocked.Exchange(ref _isFaulty, 0) == 1) throw new InvalidOperationException("A mistake in a region's markup.");
    }

    /// <summary>Why each load was made.</summary>
    public ConcurrentQueue<LiveBatch?> Loads { get; } = [];
}

/// <summary>The smallest region that lives by <see cref="LiveComponentBase"/>.</summary>
internal sealed class ProbeRegion : LiveComponentBase
{
    private string _shown = "nothing";

    [Parameter, EditorRequired]
    public ProbeSource Source { get; set; } = default!;

    /// <summary>As a search or a page turn on this screen does.</summary>
    public Task AgainAsync() => InvokeAsync(ReadAgainAsync);

    protected override IReadOnlyCollection<Topic> Topics => Source.Topics;

    protected override async Task LoadAsync(LiveBatch? because)
    {
        Source.Loads.Enqueue(because);
        var read = Source.Value;
        await Source.AfterRead();
        _shown = read;
        if (because is not null) StateHasChanged();
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        Source.ThrowIfFaulty();
        builder.OpenElement(0, "p");
        builder.AddAttribute(1, "class", "shown");
        builder.AddContent(2, _shown);
        builder.CloseElement();
        builder.OpenComponent<StaleNotice>(3);
        builder.AddComponentParameter(4, nameof(StaleNotice.Since), StaleSince);
        builder.CloseComponent();
    }
}
