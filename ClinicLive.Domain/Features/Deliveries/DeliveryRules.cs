namespace ClinicLive.Domain.Features.Deliveries;

/// <summary>How deliveries of this installation are worked. The defaults are the product's.</summary>
public sealed record DeliveryRules
{
    /// <summary>How long what goes to a patient can be taken back before it leaves; a call to a room never waits.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long nobody may have looked before the next way is an e-mail.</summary>
    public TimeSpan EmailAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long nobody may have looked before the next way is a text message.</summary>
    public TimeSpan SmsAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long nobody may have looked before somebody on duty is told.</summary>
    public TimeSpan ColleagueAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How soon somebody who has the app before the eyes is looked for again, at least.</summary>
    public TimeSpan LookAgainAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The same, at most.</summary>
    public TimeSpan LookAgainAtMost { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a node may work on a row before another may take it up. Longer than <see cref="TimeLimit"/>.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the other side may take for one.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Attempts until a row is given up.</summary>
    public int MostAttempts { get; init; } = 8;

    /// <summary>The pause after the first failed attempt; each further one doubles it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Where people reach this app from outside; links in what leaves begin with it.</summary>
    public Uri Address { get; init; } = new("http://localhost:5080");

    /// <summary>A number from 0 to 1 that spreads attempts, so that rows that failed together do not come back together.</summary>
    public Func<double> Chance { get; init; } = Random.Shared.NextDouble;

    /// <summary>When to try again after so many failed attempts: doubling, a fifth more or less, never sooner than the other side asked for.</summary>
    public TimeSpan PauseAfter(int attempts, TimeSpan? asked = null)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        var pause = (doubled < LongestPause ? doubled : LongestPause) * (0.8 + (0.4 * Chance()));
        return asked is { } least && least > pause ? (least < LongestPause ? least : LongestPause) : pause;
    }

    /// <summary>When somebody who looks is looked for again: rarer the longer he has not read it, so that many open windows cost little.</summary>
    public TimeSpan LookAgain(TimeSpan sinceTold)
    {
        var pause = sinceTold / 4;
        return pause < LookAgainAfter ? LookAgainAfter : pause < LookAgainAtMost ? pause : LookAgainAtMost;
    }

    /// <summary>How long the person has, after the way before, until this one.</summary>
    public TimeSpan Before(DeliveryChannel channel) => channel switch
    {
        DeliveryChannel.Email => EmailAfter,
        DeliveryChannel.Sms => SmsAfter,
        DeliveryChannel.Colleague => ColleagueAfter,
        _ => TimeSpan.Zero,
    };
}
