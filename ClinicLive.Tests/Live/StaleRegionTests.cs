using ClinicLive.Tests.Support;
using ClinicLive.Web.Live;

namespace ClinicLive.Tests.Live;

/// <summary>A region that cannot be read says so, keeps what it shows and tries again by itself.</summary>
public sealed class StaleRegionTests : PageTest
{
    private readonly ProbeSource _source = new();
    private bool _isBroken;

    public StaleRegionTests() => _source.AfterRead = () => _isBroken ? throw new TimeoutException("The database does not answer.") : Task.CompletedTask;

    [Fact]
    public async Task A_failed_load_says_since_when_keeps_the_content_and_is_right_again_by_itself()
    {
        var region = Open();
        await ShowsAsync(region, "first", staleSince: null);

        var since = Clinic.Now;
        _isBroken = true;
        _source.Value = "second";
        Clinic.Bus.Publish(new TestSignal("a", 1, ProbeSource.Topic));
        await ShowsAsync(region, "first", since);
        region.Find(".stale-notice").GetAttribute("role").Should().Be("alert");

        await RetriesAsync(TimeSpan.FromSeconds(1));
        await ShowsAsync(region, "first", since);

        _isBroken = false;
        await RetriesAsync(TimeSpan.FromSeconds(2));
        await ShowsAsync(region, "second", staleSince: null);
    }

    [Fact]
    public async Task It_tries_less_and_less_often_and_at_least_every_ten_seconds()
    {
        _isBroken = true;
        Open();

        foreach (var pause in new[] { 1, 2, 4, 8, 10, 10 }) await RetriesAsync(TimeSpan.FromSeconds(pause));
    }

    [Fact]
    public async Task A_failed_first_load_says_so_too_and_is_made_good_by_itself()
    {
        _isBroken = true;
        var since = Clinic.Now;
        var region = Open();
        await ShowsAsync(region, "nothing", since);

        _isBroken = false;
        await RetriesAsync(TimeSpan.FromSeconds(1));

        await ShowsAsync(region, "first", staleSince: null);
    }

    [Fact]
    public async Task After_the_failure_it_goes_on_listening()
    {
        var region = Open();
        await ShowsAsync(region, "first", staleSince: null);
        _isBroken = true;
        Clinic.Bus.Publish(new TestSignal("a", 1, ProbeSource.Topic));
        await WaitFor.TrueAsync(() => region.FindAll(".stale-notice").Count == 1);
        _isBroken = false;
        await RetriesAsync(TimeSpan.FromSeconds(1));
        await ShowsAsync(region, "first", staleSince: null);

        _source.Value = "second";
        Clinic.Bus.Publish(new TestSignal("b", 1, ProbeSource.Topic));

        await ShowsAsync(region, "second", staleSince: null);
    }

    [Fact]
    public async Task What_was_asked_on_the_screen_itself_is_tried_again_too()
    {
        var region = Open();
        await ShowsAsync(region, "first", staleSince: null);
        _isBroken = true;
        _source.Value = "found";
        var (since, again) = (Clinic.Now, region.Instance.AgainAsync());
        await ShowsAsync(region, "first", since);

        _isBroken = false;
        await RetriesAsync(TimeSpan.FromSeconds(1));

        await again;
        await ShowsAsync(region, "found", staleSince: null);
    }

    [Fact]
    public async Task A_region_that_goes_while_it_waits_to_try_again_leaves_nothing_behind()
    {
        _isBroken = true;
        var screen = OpenScreen(Home.Lena);
        screen.Render<ProbeRegion>(p => p.Add(r => r.Source, _source));
        await WaitFor.TrueAsync(() => Clinic.Clock.ActiveTimers == 1);

        await screen.DisposeComponentsAsync();

        await WaitFor.TrueAsync(() => Clinic.Clock.ActiveTimers == 0 && Clinic.Bus.SubscriberCount == 0);
        screen.Fault.Should().BeNull();
    }

    [Fact]
    public async Task A_region_that_fails_to_draw_hurts_only_itself_and_load_again_brings_it_back()
    {
        var healthy = new ProbeSource();
        var screen = OpenScreen(Home.Lena);
        var page = screen.Render(builder =>
        {
            foreach (var source in new[] { _source, healthy })
            {
                builder.OpenComponent<LiveErrorBoundary>(0);
                builder.AddComponentParameter(1, nameof(LiveErrorBoundary.ChildContent), (Microsoft.AspNetCore.Components.RenderFragment)(inner =>
                {
                    inner.OpenComponent<ProbeRegion>(0);
                    inner.AddComponentParameter(1, nameof(ProbeRegion.Source), source);
                    inner.CloseComponent();
                }));
                builder.CloseComponent();
            }
        });
        await WaitFor.TrueAsync(() => page.FindAll(".shown").Count == 2 && Clinic.Bus.SubscriberCount == 2);

        _source.FailToDraw();
        Clinic.Bus.Publish(new TestSignal("a", 1, ProbeSource.Topic));
        await WaitFor.PassesAsync(() =>
        {
            page.Find(".stale-notice").TextContent.Should().StartWith("This part is not up to date.");
            page.FindAll(".shown").Should().ContainSingle();
        });
        await WaitFor.TrueAsync(() => Clinic.Bus.SubscriberCount == 1);

        healthy.Value = "second";
        Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        Clinic.Bus.Publish(new TestSignal("b", 1, ProbeSource.Topic));
        await WaitFor.PassesAsync(() => page.Find(".shown").TextContent.Should().Be("second"));

        _source.Value = "third";
        await PressAsync(page, ".stale-notice button");
        await WaitFor.PassesAsync(() => page.FindAll(".shown").Select(p => p.TextContent).Should().Equal("third", "second"));
        page.FindAll(".stale-notice").Should().BeEmpty();
        Clinic.Bus.SubscriberCount.Should().Be(2);
        screen.Fault.Should().BeNull();
    }

    private IRenderedComponent<ProbeRegion> Open() => OpenScreen(Home.Lena).Render<ProbeRegion>(p => p.Add(r => r.Source, _source));

    /// <summary>The next try comes after exactly this pause.</summary>
    private async Task RetriesAsync(TimeSpan pause)
    {
        await WaitFor.TrueAsync(() => Clinic.Clock.ActiveTimers == 1);
        var tries = _source.Loads.Count;
        Clinic.Clock.Advance(pause - TimeSpan.FromTicks(1));
        Clinic.Clock.ActiveTimers.Should().Be(1, "it is not time yet");
        Clinic.Clock.Advance(TimeSpan.FromTicks(1));
        await WaitFor.TrueAsync(() => _source.Loads.Count == tries + 1);
    }

    private static Task ShowsAsync(IRenderedComponent<ProbeRegion> region, string text, DateTimeOffset? staleSince) => WaitFor.PassesAsync(() =>
    {
        region.Find(".shown").TextContent.Should().Be(text);
        region.FindAll(".stale-notice time").Select(t => DateTimeOffset.Parse(t.GetAttribute("datetime")!)).Should().Equal(staleSince is { } since ? [since] : []);
    });
}
