using ClinicLive.Domain.Features.Presence;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Live;

namespace ClinicLive.Tests.Features.Presence;

/// <summary>Who has a window of the clinic before the eyes: as long as the window says so, and never longer than its line.</summary>
public sealed class AttentionTests : PageTest
{
    private AttentionTable Table => Clinic.Get<AttentionTable>();

    private AttentionTable Attention => Table;

    [Fact]
    public void Who_looks_counts_for_two_minutes_after_the_last_touch_and_for_himself_only()
    {
        var window = Guid.NewGuid();
        Attention.IsLooking(Home.Doctor.UserId).Should().BeFalse();

        Table.Look(Home.Doctor.UserId, window);
        Clinic.Clock.Advance(TimeSpan.FromSeconds(90));
        Attention.IsLooking(Home.Doctor.UserId).Should().BeTrue();
        Attention.IsLooking(Home.Lena.UserId).Should().BeFalse();
        Table.Look(Home.Doctor.UserId, window);
        Clinic.Clock.Advance(AttentionTable.Length - TimeSpan.FromSeconds(1));
        Attention.IsLooking(Home.Doctor.UserId).Should().BeTrue();

        Clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        Attention.IsLooking(Home.Doctor.UserId).Should().BeFalse("the window stands open and nobody is there");
    }

    [Fact]
    public void One_window_of_many_is_enough_and_nothing_is_kept_of_those_that_are_gone()
    {
        var (board, chat) = (Guid.NewGuid(), Guid.NewGuid());
        Table.Look(Home.Lena.UserId, board);
        Table.Look(Home.Lena.UserId, chat);

        Table.LookAway(Home.Lena.UserId, board);
        Table.LookAway(Home.Lena.UserId, board);
        Attention.IsLooking(Home.Lena.UserId).Should().BeTrue();
        Table.LookAway(Home.Lena.UserId, chat);

        Attention.IsLooking(Home.Lena.UserId).Should().BeFalse();
        Table.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_window_whose_line_is_down_is_not_looked_at_until_it_says_so_again()
    {
        using var window = new WindowAttention(Table);
        window.Tell(Home.Doctor.UserId, isLooking: true);
        Attention.IsLooking(Home.Doctor.UserId).Should().BeTrue();

        await window.OnConnectionDownAsync(null!, default);
        Attention.IsLooking(Home.Doctor.UserId).Should().BeFalse();
        window.Tell(Home.Doctor.UserId, isLooking: true); // was still on its way
        Attention.IsLooking(Home.Doctor.UserId).Should().BeFalse();

        await window.OnConnectionUpAsync(null!, default);
        window.Tell(Home.Doctor.UserId, isLooking: true);
        Attention.IsLooking(Home.Doctor.UserId).Should().BeTrue();
        window.Dispose();
        Table.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_window_tells_of_its_own_person_and_is_not_drawn_again_for_it()
    {
        var probe = OpenScreen(Home.Doctor).Render<AttentionProbe>(builder =>
        {
            builder.OpenComponent<AttentionProbe>(0);
            builder.CloseComponent();
        });

        await probe.Find("clinic-attention").TriggerEventAsync("onattention", new AttentionEventArgs { IsLooking = true });
        Attention.IsLooking(Home.Doctor.UserId).Should().BeTrue();
        await probe.Find("clinic-attention").TriggerEventAsync("onattention", new AttentionEventArgs { IsLooking = false });

        Attention.IsLooking(Home.Doctor.UserId).Should().BeFalse();
        probe.RenderCount.Should().Be(1);
    }

    [Fact]
    public async Task Who_is_signed_in_no_more_tells_of_nobody()
    {
        var probe = OpenScreen(actor: null).Render<AttentionProbe>(builder =>
        {
            builder.OpenComponent<AttentionProbe>(0);
            builder.CloseComponent();
        });

        await probe.Find("clinic-attention").TriggerEventAsync("onattention", new AttentionEventArgs { IsLooking = true });

        Table.Count.Should().Be(0);
    }
}
