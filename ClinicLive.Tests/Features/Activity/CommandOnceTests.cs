using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Tests.Features.Activity;

/// <summary>A command that comes twice at once is one change and one answer, whatever the later of the two stumbled over.</summary>
public sealed class CommandOnceTests
{
    private readonly Queue<Outcome<int>?> _answers = new();

    private int _acts;

    [Fact]
    public async Task A_command_that_was_carried_out_before_is_answered_and_not_carried_out_again()
    {
        _answers.Enqueue(Outcome<int>.Already(7));

        var outcome = await OnceAsync(Outcome<int>.Done(8));

        outcome.Value.Should().Be(7);
        _acts.Should().Be(0);
    }

    [Fact]
    public async Task What_is_refused_because_its_twin_was_faster_has_the_answer_of_its_twin()
    {
        _answers.Enqueue(null);
        _answers.Enqueue(Outcome<int>.Already(7));

        var outcome = await OnceAsync(Refusal.NotAllowed("This is so already."));

        outcome.Succeeded.Should().BeTrue();
        outcome.Value.Should().Be(7);
        outcome.Changed.Should().BeFalse();
        _acts.Should().Be(1);
    }

    [Fact]
    public async Task What_is_refused_for_another_reason_stays_refused()
    {
        _answers.Enqueue(null);
        _answers.Enqueue(null);

        var outcome = await OnceAsync(Refusal.NotAllowed("The door is closed."));

        outcome.Refusal!.Sentence.Should().Be("The door is closed.");
    }

    [Fact]
    public async Task What_was_carried_out_now_is_not_looked_up_again()
    {
        _answers.Enqueue(null);

        (await OnceAsync(Outcome<int>.Done(8))).Changed.Should().BeTrue();

        _answers.Should().BeEmpty();
    }

    private Task<Outcome<int>> OnceAsync(Outcome<int> act) => CommandLog.OnceAsync(() => Task.FromResult(_answers.Dequeue()), () =>
    {
        _acts++;
        return Task.FromResult(act);
    });
}
