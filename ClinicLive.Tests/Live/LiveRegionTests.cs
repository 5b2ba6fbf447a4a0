using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Live;

/// <summary>A region subscribes first, loads then and listens after that: nothing falls between.</summary>
public sealed class LiveRegionTests : PageTest
{
    private readonly ProbeSource _source = new();

    [Fact]
    public async Task An_event_during_the_first_load_is_not_lost()
    {
        var gate = new TaskCompletionSource();
        _source.AfterRead = () => gate.Task;
        var region = Open();
        await WaitFor.TrueAsync(() => _source.Loads.Count == 1);

        _source.Value = "newer"; // the load under way has read the older one
        Ring("a");
        _source.AfterRead = () => Task.CompletedTask;
        gate.SetResult();

        await ShowsAsync(region, "newer");
        _source.Loads.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_burst_that_fits_is_one_load_that_names_every_event()
    {
        var gate = new TaskCompletionSource();
        _source.AfterRead = () => gate.Task;
        Open();
        await WaitFor.TrueAsync(() => _source.Loads.Count == 1);

        for (var i = 0; i < 64; i++) Ring($"key {i}");
        gate.SetResult();

        await WaitFor.TrueAsync(() => _source.Loads.Count == 2);
        await CalmAsync();
        _source.Loads.Last().Should().Match<LiveBatch>(b => !b.Resync && b.Events.Count == 64);
        _source.Loads.Should().HaveCount(2);
    }

    [Fact]
    public async Task More_events_than_fit_become_one_full_read()
    {
        var gate = new TaskCompletionSource();
        _source.AfterRead = () => gate.Task;
        var region = Open();
        await WaitFor.TrueAsync(() => _source.Loads.Count == 1);

        for (var i = 0; i < 300; i++) Ring($"key {i}");
        _source.Value = "after the burst";
        gate.SetResult();

        await ShowsAsync(region, "after the burst");
        await CalmAsync();
        _source.Loads.Should().HaveCount(2);
        _source.Loads.Last().Should().Match<LiveBatch>(b => b.Resync && b.Events.Count == 0);
    }

    [Fact]
    public async Task After_a_broken_line_everything_is_read_again()
    {
        var region = Open();
        await ShowsAsync(region, "first");

        _source.Value = "changed while the line was down";
        Clinic.Bus.ResyncAll();

        await ShowsAsync(region, "changed while the line was down");
    }

    [Fact]
    public async Task A_region_that_moves_on_hears_the_new_topic_and_not_the_old()
    {
        var region = Open();
        await ShowsAsync(region, "first");

        var (today, tomorrow) = (ProbeSource.Topic, new Topic("tomorrow"));
        _source.Topics = [tomorrow];
        _source.Value = "second";
        Ring("turn", today);
        await WaitFor.TrueAsync(() => _source.Loads.Count == 3); // because of the event, and once more after the new subscription
        await CalmAsync();
        Clinic.Bus.SubscriberCount.Should().Be(1, "the old subscription is closed");

        Ring("old", today);
        _source.Value = "third";
        Ring("new", tomorrow);
        await ShowsAsync(region, "third");
        await CalmAsync();
        _source.Loads.SelectMany(l => l?.Events ?? []).Select(e => e.Key).Should().Equal("turn", "new");
    }

    [Fact]
    public async Task What_happens_on_the_new_topic_before_the_region_listens_to_it_is_not_lost()
    {
        var region = Open();
        await ShowsAsync(region, "first");
        var tomorrow = new Topic("tomorrow");
        var gate = new TaskCompletionSource();
        _source.AfterRead = () => gate.Task;
        _source.Topics = [tomorrow];
        Ring("turn");
        await WaitFor.TrueAsync(() => _source.Loads.Count == 2);

        _source.Value = "newer"; // after the read, before the subscription
        Ring("early", tomorrow);
        _source.AfterRead = () => Task.CompletedTask;
        gate.SetResult();

        await ShowsAsync(region, "newer");
    }

    [Fact]
    public async Task An_older_read_never_arrives_after_a_newer_one()
    {
        var region = Open();
        await ShowsAsync(region, "first");
        var gate = new TaskCompletionSource();
        _source.AfterRead = () => gate.Task;
        var again = region.Instance.AgainAsync(); // has read the older one and is slow
        await WaitFor.TrueAsync(() => _source.Loads.Count == 2);

        _source.AfterRead = () => Task.CompletedTask;
        _source.Value = "newer";
        Ring("a");
        await CalmAsync();
        gate.SetResult();
        await again;

        await ShowsAsync(region, "newer");
        await CalmAsync();
        await ShowsAsync(region, "newer");
    }

    private IRenderedComponent<ProbeRegion> Open() => OpenScreen(Home.Lena).Render<ProbeRegion>(p => p.Add(r => r.Source, _source));

    private void Ring(string key, Topic? topic = null) => Clinic.Bus.Publish(new TestSignal(key, 1, topic ?? ProbeSource.Topic));

    private static Task ShowsAsync(IRenderedComponent<ProbeRegion> region, string text) =>
        WaitFor.PassesAsync(() => region.Find(".shown").TextContent.Should().Be(text));
}
