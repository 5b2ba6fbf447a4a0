namespace ClinicLive.Domain.Data.Demo;

/// <summary>One doctor's day in minutes of the wall clock: what is taken, and where there is room.</summary>
internal sealed class DemoAgenda
{
    private const int Grid = 5;
    private readonly List<(int From, int To)> _taken = [];

    /// <summary>Notes a time that is taken already.</summary>
    public void Block(int from, int minutes) => _taken.Add((from, from + minutes));

    /// <summary>
    /// Takes the free time that begins nearest to the wanted one, on the five minutes, not before the earliest and not after
    /// the latest begin. Null when there is none: somebody has filled the day by hand.
    /// </summary>
    public int? Take(int wanted, int minutes, int earliest, int latest)
    {
        wanted = Math.Clamp(wanted / Grid * Grid, earliest, Math.Max(earliest, latest));
        for (var away = 0; away <= latest - earliest; away += Grid)
        {
            foreach (var start in new[] { wanted + away, wanted - away })
            {
                if (start < earliest || start > latest || _taken.Any(t => t.From < start + minutes && t.To > start)) continue;
                Block(start, minutes);
                return start;
            }
        }

        return null;
    }
}
