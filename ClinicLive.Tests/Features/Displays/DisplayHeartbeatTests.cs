using ClinicLive.Domain.Features.Displays;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Displays;

namespace ClinicLive.Tests.Features.Displays;

/// <summary>Whether a screen is there: written sparingly, told at once when it changes.</summary>
public sealed class DisplayHeartbeatTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private Guid Id => _clinic.Home.Display.DisplayId;

    private OpenDisplays Open => _clinic.Get<OpenDisplays>();

    private DisplayQueries Queries => _clinic.Get<DisplayQueries>();

    [Fact]
    public async Task A_screen_that_was_never_opened_is_missed_by_nobody()
    {
        await SweepAfterAsync(TimeSpan.FromHours(1));

        (await Queries.SilentAsync(_clinic.Home.Lena)).Should().BeEmpty();
        _clinic.Bus.Published.Should().BeEmpty();
    }

    [Fact]
    public async Task A_screen_that_goes_is_told_once_after_a_minute_and_its_return_at_once()
    {
        Open.Add(Id);
        await SweepAfterAsync(TimeSpan.Zero);
        var seen = _clinic.Now;
        Open.Remove(Id);
        _clinic.Bus.Forget();

        for (var i = 0; i < 12; i++) await SweepAfterAsync(TimeSpan.FromSeconds(5));
        (await Queries.SilentAsync(_clinic.Home.Lena)).Should().BeEmpty("it was seen a minute ago");
        for (var i = 0; i < 3; i++) await SweepAfterAsync(TimeSpan.FromSeconds(5));

        _clinic.Bus.Published.Should().ContainSingle().Which.Should().Be(new DisplaySilenceChanged(_clinic.Home.Id, Id, IsSilent: true));
        (await Queries.SilentAsync(_clinic.Home.Lena)).Should().Equal(new SilentDisplay(Id, "Waiting room", seen));
        (await Queries.ListAsync(_clinic.Home.Admin)).Single().IsSilent.Should().BeTrue();
        (await Queries.SilentAsync(_clinic.Home.Doctor)).Should().BeEmpty("it is the desk's");
        (await Queries.SilentAsync(_clinic.Home.Patient)).Should().BeEmpty();
        (await Queries.SilentAsync(_clinic.Other.Lena)).Should().BeEmpty();

        Open.Add(Id);
        await SweepAfterAsync(TimeSpan.FromSeconds(5));
        _clinic.Bus.Published[^1].Should().Be(new DisplaySilenceChanged(_clinic.Home.Id, Id, IsSilent: false));
        (await Queries.SilentAsync(_clinic.Home.Lena)).Should().BeEmpty();
    }

    [Fact]
    public async Task Screens_are_written_down_sparingly_and_all_at_once()
    {
        Open.Add(Id);
        Open.Add(_clinic.Other.Display.DisplayId);
        _clinic.Commands.Forget();

        for (var i = 0; i < 24; i++) await SweepAfterAsync(TimeSpan.FromSeconds(5)); // two minutes

        _clinic.Commands.Sent.Count(sql => sql.StartsWith("UPDATE", StringComparison.Ordinal)).Should().Be(5);
        (await Queries.ListAsync(_clinic.Home.Admin)).Single().LastSeenAt.Should().BeCloseTo(_clinic.Now, DisplayHeartbeats.WriteEvery);
    }

    [Fact]
    public void The_next_code_rings_once_at_every_screen_that_is_open_here()
    {
        var heartbeats = _clinic.Get<DisplayHeartbeats>();
        Open.Add(Id);
        heartbeats.TurnCodes();
        _clinic.Bus.Forget();

        for (var i = 0; i < 60; i++)
        {
            _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
            heartbeats.TurnCodes();
        }

        _clinic.Bus.Published.Should().HaveCount(2).And.OnlyContain(e => ((CheckInCodeTurned)e).DisplayId == Id);
    }

    [Fact]
    public async Task A_screen_counts_while_it_is_shown_and_its_line_is_up()
    {
        var screen = new DisplayScreen(Open);
        screen.Show(Id);
        Open.Ids.Should().BeEmpty("nobody is connected");
        await screen.OnConnectionUpAsync(null!, default);
        await screen.OnConnectionUpAsync(null!, default);
        Open.Ids.Should().Equal(Id);

        var second = new DisplayScreen(Open);
        await second.OnConnectionUpAsync(null!, default);
        Open.Ids.Should().Equal(Id);
        second.Show(Id);
        await screen.OnConnectionDownAsync(null!, default);
        Open.Ids.Should().Equal(Id);
        second.Dispose();
        Open.Ids.Should().BeEmpty();
    }

    public void Dispose() => _clinic.Dispose();

    private Task SweepAfterAsync(TimeSpan time)
    {
        _clinic.Clock.Advance(time);
        return _clinic.Get<DisplayHeartbeats>().SweepAsync();
    }
}
