using ClinicLive.Web.Hosting;

namespace ClinicLive.Tests.Hosting;

/// <summary>Garbage is collected between changes: when there is enough, and nothing is going on.</summary>
public sealed class QuietMomentTests
{
    private readonly QuietMoment _quiet = new();

    [Fact]
    public void Little_is_left_lying_however_quiet_it_is()
    {
        _quiet.IsNow(QuietMoment.Worth - 1, 0).Should().BeFalse();
        _quiet.IsNow(QuietMoment.Worth - 1, 0).Should().BeFalse();
    }

    [Fact]
    public void Much_is_collected_in_the_first_pause_and_not_in_the_middle_of_a_change()
    {
        _quiet.IsNow(QuietMoment.Worth, 0).Should().BeFalse("a change is going on");
        _quiet.IsNow(QuietMoment.Worth + QuietMoment.Busy, 0).Should().BeFalse("it still is");
        _quiet.IsNow(QuietMoment.Worth + QuietMoment.Busy + 1, 0).Should().BeTrue();
    }

    [Fact]
    public void Heartbeats_are_no_change()
    {
        _quiet.IsNow(QuietMoment.Worth, 0);
        _quiet.IsNow(QuietMoment.Worth + QuietMoment.Busy - 1, 0).Should().BeTrue();
    }

    [Fact]
    public void After_a_collection_it_begins_anew_whoever_collected()
    {
        _quiet.IsNow(QuietMoment.Worth, 0);
        _quiet.IsNow(QuietMoment.Worth, 1).Should().BeFalse("the runtime has just done it");
        _quiet.IsNow((2 * QuietMoment.Worth) - QuietMoment.Busy, 1).Should().BeFalse();
        _quiet.IsNow((2 * QuietMoment.Worth) - 1, 1).Should().BeFalse("it is quiet, and too little has come together since");
        _quiet.IsNow(2 * QuietMoment.Worth, 1).Should().BeTrue();
        _quiet.IsNow(2 * QuietMoment.Worth, 2).Should().BeFalse("it has just been done");
    }

    [Fact]
    public void Nothing_is_collected_while_one_change_follows_the_other()
    {
        for (var bytes = QuietMoment.Worth; bytes < 10 * QuietMoment.Worth; bytes += QuietMoment.Busy) _quiet.IsNow(bytes, 0).Should().BeFalse();
    }
}
