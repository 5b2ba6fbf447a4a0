using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Live;

/// <summary>What every live page does at its beginning, when it cannot be read and when the day turns.</summary>
public sealed class EveryPageTests : LivePageTest
{
    [Fact]
    public async Task The_pages_tried_here_hold_every_live_region_of_the_app()
    {
        var regions = new HashSet<Type>();
        foreach (var page in LiveRegions.Pages)
        {
            var (_, shown) = OpenByName(page.Name);
            await LoadedAsync(shown);
            regions.UnionWith(LiveRegions.In(shown).Select(r => r.GetType()));
        }

        regions.Should().BeEquivalentTo(LiveRegions.All.Except(LiveRegions.OfTheFrame).Except(LiveRegions.OpenedLater));
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public async Task A_page_opened_on_a_node_that_has_read_nothing_yet_is_drawn(string name)
    {
        // The clinic's settings are not in memory either: the first thing that a page asks for has to be waited for.
        var (gate, held) = (new TaskCompletionSource(), 0);
        Clinic.Commands.Before = _ =>
        {
            Interlocked.Increment(ref held);
            return gate.Task;
        };
        var (screen, page) = OpenByName(name);
        await WaitFor.TrueAsync(() => Volatile.Read(ref held) > 0);
        screen.Fault.Should().BeNull();

        gate.SetResult();

        await LoadedAsync(page);
        screen.Fault.Should().BeNull();
        page.FindAll("[data-interactive=true]").Should().ContainSingle();
        page.FindAll(".stale-notice").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public async Task When_the_clinics_day_turns_a_page_keeps_as_many_subscriptions_as_before(string name)
    {
        var (_, page) = OpenByName(name);
        await LoadedAsync(page);
        var before = Clinic.Bus.SubscriberCount;

        Clinic.Clock.AdvanceTo(new DateTimeOffset(2026, 6, 17, 22, 0, 0, TimeSpan.Zero)); // midnight in Berlin
        Clinic.Bus.Publish(new ClinicDayBegan(Home.Id, new DateOnly(2026, 6, 18)));
        await CalmAsync();

        await SeesAsync(() => Clinic.Bus.SubscriberCount.Should().Be(before));
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public async Task A_page_that_cannot_be_read_says_so_from_the_first_moment_and_comes_by_itself(string name)
    {
        await Clinic.Get<OrganizationQueries>().PolicyAsync(Home.Id);
        var isBroken = true;
        Clinic.Commands.Before = _ => Volatile.Read(ref isBroken) ? throw new TimeoutException("The database does not answer.") : Task.CompletedTask;
        var (screen, page) = OpenByName(name);
        await SeesAsync(() => page.FindAll(".stale-notice time").Should().NotBeEmpty());

        Volatile.Write(ref isBroken, false);
        await WaitFor.TrueAsync(() =>
        {
            Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
            return LiveRegions.AreLoaded(page) && page.FindAll(".stale-notice").Count == 0;
        });

        screen.Fault.Should().BeNull();
    }
}
