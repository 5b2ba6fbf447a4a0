using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Presence;

/// <summary>What one node knows of what people have open on another: windows, streams, and whether they look.</summary>
public sealed class OtherNodesTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private readonly ClinicDatabase _clinic = new();
    private readonly NodeBeside _other;

    public OtherNodesTests() => _other = new NodeBeside(_clinic);

    private TestClinic Home => _clinic.Home;

    private IAttention Attention => _clinic.Get<IAttention>();

    private AttentionTable Windows => _other.Get<AttentionTable>();

    private PresenceService There => _other.Get<PresenceService>();

    public void Dispose()
    {
        _other.Dispose();
        _clinic.Dispose();
    }

    [Fact]
    public async Task Who_looks_at_a_window_of_another_node_is_looking_here_two_seconds_later_and_ceases_with_the_next_renewal()
    {
        var window = Guid.NewGuid();
        await OpenAsync("tab", Home.Doctor);
        (await Attention.IsLookingAsync(Home.Doctor.UserId)).Should().BeFalse();

        Windows.Look(Home.Doctor.UserId, window);
        await PassAsync(Tick);
        (await Attention.IsLookingAsync(Home.Doctor.UserId)).Should().BeTrue();
        (await Attention.IsLookingAsync(Home.Lena.UserId)).Should().BeFalse();

        Windows.LookAway(Home.Doctor.UserId, window);
        await PassAsync(PresenceLease.RenewEvery);
        (await Attention.IsLookingAsync(Home.Doctor.UserId)).Should().BeFalse();
    }

    [Fact]
    public async Task Touching_it_goes_on_counting_and_leaving_it_alone_ends_it_as_on_this_node()
    {
        var window = Guid.NewGuid();
        await OpenAsync("tab", Home.Doctor);
        for (var i = 0; i < 20; i++)
        {
            Windows.Look(Home.Doctor.UserId, window);
            await PassAsync(TimeSpan.FromSeconds(15));
            (await Attention.IsLookingAsync(Home.Doctor.UserId)).Should().BeTrue();
        }

        await PassAsync(AttentionTable.Length - TimeSpan.FromSeconds(15));
        (await Attention.IsLookingAsync(Home.Doctor.UserId)).Should().BeFalse("the window stands open and nobody is there");
    }

    [Fact]
    public async Task Nobody_looks_at_the_windows_of_a_node_that_died()
    {
        await OpenAsync("tab", Home.Doctor);
        Windows.Look(Home.Doctor.UserId, Guid.NewGuid());
        await PassAsync(Tick);

        _clinic.Clock.Advance(PresenceLease.Length);

        (await Attention.IsLookingAsync(Home.Doctor.UserId)).Should().BeFalse();
    }

    [Fact]
    public async Task Windows_and_streams_of_another_node_are_known_here_and_ones_own_are_not_counted_twice()
    {
        await OpenAsync("one", Home.Doctor);
        await OpenAsync("two", Home.Doctor);
        await OpenAsync("program", Home.Doctor, isStream: true);
        await _clinic.Get<PresenceService>().ConnectAsync(Line("here", Home.Doctor));
        await PassAsync(Tick);
        (await ElsewhereAsync(Home.Doctor)).Should().Be((2, 1));
        (await ElsewhereAsync(Home.Lena)).Should().Be((0, 0));

        await There.DisconnectAsync("one");
        await There.DisconnectAsync("program");
        await PassAsync(Tick);
        (await ElsewhereAsync(Home.Doctor)).Should().Be((1, 0));

        await There.DisconnectAsync("two");
        (await ElsewhereAsync(Home.Doctor)).Should().Be((0, 0), "the last one is written at once, though he stays online for the grace");
    }

    [Fact]
    public async Task The_windows_of_a_node_that_died_count_for_seconds_only()
    {
        await OpenAsync("one", Home.Doctor);
        await PassAsync(PresenceLease.RenewEvery);
        (await ElsewhereAsync(Home.Doctor)).Windows.Should().Be(1);

        _clinic.Clock.Advance(PresenceLease.BelievedFor);

        (await ElsewhereAsync(Home.Doctor)).Windows.Should().Be(0);
        _clinic.Count("PresenceLeases").Should().Be(1, "he is online for the rest of the lease");
    }

    [Fact]
    public async Task A_node_that_stops_says_so_and_nobody_waits_for_the_end_of_its_leases()
    {
        await OpenAsync("one", Home.Doctor);
        await OpenAsync("two", Home.Patient);
        Windows.Look(Home.Doctor.UserId, Guid.NewGuid());
        await PassAsync(Tick);

        await There.LeaveAsync();

        (await ElsewhereAsync(Home.Doctor)).Should().Be((0, 0));
        (await ElsewhereAsync(Home.Patient)).Should().Be((0, 0));
        (await Attention.IsLookingAsync(Home.Doctor.UserId)).Should().BeFalse();
        await There.DisconnectAsync("one"); // its circuits end a moment later
        await PassAsync(PresenceLease.RenewEvery);
        (await ElsewhereAsync(Home.Patient)).Should().Be((0, 0));
    }

    [Fact]
    public async Task While_nothing_is_opened_or_closed_nothing_is_written_between_renewals()
    {
        var here = _clinic.Get<PresenceService>();
        await here.ConnectAsync(Line("tab", Home.Doctor));
        _clinic.Get<AttentionTable>().Look(Home.Doctor.UserId, Guid.NewGuid());
        await here.SweepAsync();
        await here.SweepAsync();
        _clinic.Commands.Forget();

        for (var i = 0; i < 4; i++)
        {
            _clinic.Clock.Advance(Tick);
            _clinic.Get<AttentionTable>().Look(Home.Doctor.UserId, Guid.Empty);
            await here.SweepAsync();
        }

        _clinic.Commands.Sent.Should().HaveCount(4).And.OnlyContain(sql => sql.StartsWith("SELECT", StringComparison.Ordinal), "each looks for leases that ran out, as ever");
    }

    private static LiveConnection Line(string id, Actor who, bool isStream = false) => new(id, who.UserId, Guid.NewGuid(), who.OrganizationId, isStream);

    private Task OpenAsync(string id, Actor who, bool isStream = false) => There.ConnectAsync(Line(id, who, isStream));

    private Task<(int Windows, int Streams)> ElsewhereAsync(Actor who) => _clinic.Get<PresenceQueries>().ElsewhereAsync(who.UserId);

    private async Task PassAsync(TimeSpan time)
    {
        for (var end = _clinic.Now + time; _clinic.Now < end;)
        {
            _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
            await There.SweepAsync();
            await _clinic.Get<PresenceService>().SweepAsync();
        }
    }
}
