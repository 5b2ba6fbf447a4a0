namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>A stretch of real time; the end is exclusive.</summary>
/// <param name="From">Begin, in UTC.</param>
/// <param name="To">End, in UTC.</param>
public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Sorted by begin, with those that touch or overlap as one.</summary>
    internal static List<Stretch> Merge(IEnumerable<Stretch> stretches)
    {
        var merged = new List<Stretch>();
        foreach (var next in stretches.Where(s => s.From < s.To).OrderBy(s => s.From))
        {
            if (merged.Count > 0 && next.From <= merged[^1].To)
            {
                if (next.To > merged[^1].To) merged[^1] = merged[^1] with { To = next.To };
            }
            else
            {
                merged.Add(next);
            }
        }

        return merged;
    }

    /// <summary>What is left of sorted stretches without others.</summary>
    internal static List<Stretch> Without(List<Stretch> stretches, IEnumerable<Stretch> taken)
    {
        foreach (var t in taken)
        {
            var left = new List<Stretch>(stretches.Count + 1);
            foreach (var s in stretches)
            {
                if (t.To <= s.From || t.From >= s.To)
                {
                    left.Add(s);
                    continue;
                }

                if (s.From < t.From) left.Add(s with { To = t.From });
                if (t.To < s.To) left.Add(s with { From = t.To });
            }

            stretches = left;
        }

        return stretches;
    }
}
