using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>
/// Where visits may begin: every <see cref="Step"/> minutes of the clinic's wall clock, counted from midnight, or every length of
/// the visit where that is shorter.
/// </summary>
internal static class SlotGrid
{
    /// <summary>Minutes from one begin to the next.</summary>
    public const int Step = 15;

    /// <summary>The begins of a visit in sorted open stretches, around sorted taken ones that do not touch.</summary>
    /// <param name="policy">The clinic's clock.</param>
    /// <param name="open">When the doctor can be booked.</param>
    /// <param name="taken">What is taken, buffers behind it included.</param>
    /// <param name="notBefore">The earliest begin.</param>
    /// <param name="minutes">Length of the visit; lies within one open stretch.</param>
    /// <param name="buffer">Minutes behind it that must not be taken, but may lie outside the hours.</param>
    public static IEnumerable<DateTimeOffset> Begins(
        ClinicPolicy policy, IReadOnlyList<Stretch> open, List<Stretch> taken, DateTimeOffset notBefore, int minutes, int buffer)
    {
        var step = TimeSpan.FromMinutes(Math.Min(Step, minutes));
        var next = 0;
        foreach (var stretch in open)
        {
            var start = RoundUp(policy, stretch.From > notBefore ? stretch.From : notBefore, step);
            while (start.AddMinutes(minutes) <= stretch.To)
            {
                while (next < taken.Count && taken[next].To <= start) next++;
                if (next < taken.Count && taken[next].From < start.AddMinutes(minutes + buffer))
                {
                    start = RoundUp(policy, taken[next].To, step);
                    continue;
                }

                yield return start;
                start += step;
            }
        }
    }

    private static DateTimeOffset RoundUp(ClinicPolicy policy, DateTimeOffset instant, TimeSpan step)
    {
        var over = policy.ToLocal(instant).TimeOfDay.Ticks % step.Ticks;
        return over == 0 ? instant : instant.AddTicks(step.Ticks - over);
    }
}
