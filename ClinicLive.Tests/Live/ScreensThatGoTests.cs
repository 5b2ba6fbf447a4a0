using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Live;

/// <summary>A screen that is closed, at whatever moment, leaves no subscription, no timer and no fault behind.</summary>
public sealed class ScreensThatGoTests : LivePageTest
{
    [Theory]
    [MemberData(nameof(PageNames))]
    public async Task A_page_listens_while_it_is_open_and_not_after(string name)
    {
        var (screen, page) = OpenByName(name);
        await LoadedAsync(page);
        Clinic.Bus.SubscriberCount.Should().Be(LiveRegions.In(page).Count);

        await screen.DisposeComponentsAsync();

        await NothingIsLeftAsync(screen);
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public async Task Also_a_page_that_goes_before_it_knows_who_is_signed_in(string name)
    {
        var gate = new TaskCompletionSource();
        var (screen, _) = OpenByName(name, s => s.Person.Before = gate.Task);

        await screen.DisposeComponentsAsync();
        gate.SetResult();

        await NothingIsLeftAsync(screen);
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public async Task Also_a_page_that_goes_during_its_first_load(string name)
    {
        var (gate, held) = (new TaskCompletionSource(), 0);
        Clinic.Commands.Before = _ =>
        {
            Interlocked.Increment(ref held);
            return gate.Task;
        };
        var (screen, _) = OpenByName(name);
        await WaitFor.TrueAsync(() => Volatile.Read(ref held) > 0);

        await screen.DisposeComponentsAsync();
        gate.SetResult();

        await NothingIsLeftAsync(screen);
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public async Task Also_a_page_that_goes_in_the_middle_of_a_burst(string name)
    {
        var (screen, page) = OpenByName(name);
        await LoadedAsync(page);
        var topics = LiveRegions.In(page).SelectMany(LiveRegions.TopicsOf).ToArray();
        using var stop = new CancellationTokenSource();
        var burst = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                Clinic.Bus.Publish(new TestSignal($"key {i}", 1, topics));
                Clinic.Clock.Advance(TimeSpan.FromMilliseconds(20));
            }
        });

        Clinic.Commands.Forget();
        await WaitFor.TrueAsync(() => Clinic.Commands.Sent.Count > 3);
        await screen.DisposeComponentsAsync();
        await WaitFor.TrueAsync(() => Clinic.Bus.SubscriberCount == 0);
        await stop.CancelAsync();
        await burst;

        await NothingIsLeftAsync(screen);
    }

    private async Task NothingIsLeftAsync(Screen screen)
    {
        await WaitFor.PassesAsync(() =>
        {
            Clinic.Bus.SubscriberCount.Should().Be(0);
            Clinic.Clock.ActiveTimers.Should().Be(0);
        });
        screen.Fault.Should().BeNull();
    }
}
