namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Finds time between a doctor's appointments. A suggestion: whether it is free at the save, the database decides.</summary>
public static class FreeGap
{
    private static readonly TimeSpan Grid = TimeSpan.FromMinutes(5);

    /// <summary>The first instant on the five-minute grid, not before <paramref name="from"/>, at which a gap of that length begins.</summary>
    public static DateTimeOffset First(DayBoard day, Guid practitionerId, DateTimeOffset from, TimeSpan length) =>
        First(day.Rows.Where(r => r.PractitionerId == practitionerId && r.Status.HoldsSlot()).Select(r => (r.Start, r.End)), from, length);

    /// <summary>The same among times that are known to be taken.</summary>
    public static DateTimeOffset First(IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> takenTimes, DateTimeOffset from, TimeSpan length)
    {
        var start = RoundUp(from);
        foreach (var taken in takenTimes.OrderBy(t => t.Start))
        {
            if (taken.Start >= start + length) break;
            if (taken.End > start) start = RoundUp(taken.End);
        }

        return start;
    }

    private static DateTimeOffset RoundUp(DateTimeOffset instant)
    {
        var over = instant.UtcTicks % Grid.Ticks;
        return over == 0 ? instant : instant.AddTicks(Grid.Ticks - over);
    }
}
