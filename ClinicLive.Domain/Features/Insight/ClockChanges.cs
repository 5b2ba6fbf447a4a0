namespace ClinicLive.Domain.Features.Insight;

/// <summary>When a zone's clocks are changed.</summary>
internal static class ClockChanges
{
    /// <summary>The offsets from UTC between two instants, each with the instant from which it counts, in order; at least one.</summary>
    public static IReadOnlyList<(DateTimeOffset From, TimeSpan Offset)> Of(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var changes = new List<(DateTimeOffset From, TimeSpan Offset)> { (from.ToUniversalTime(), zone.GetUtcOffset(from)) };
        for (var at = from.ToUniversalTime(); at < to; at = at.AddHours(6))
        {
            var (low, high) = (at, at.AddHours(6));
            if (zone.GetUtcOffset(high) == zone.GetUtcOffset(low)) continue;
            while (high - low > TimeSpan.FromSeconds(1))
            {
                var middle = low.AddSeconds(Math.Floor((high - low).TotalSeconds / 2));
                if (zone.GetUtcOffset(middle) == zone.GetUtcOffset(low)) low = middle;
                else high = middle;
            }

            changes.Add((high, zone.GetUtcOffset(high)));
        }

        return changes;
    }
}
