using System.Runtime.CompilerServices;
using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Some neighbouring rows of a list.</summary>
/// <param name="Key">Which block of its list it is: it stays when a card comes or goes.</param>
/// <param name="Rows">At least one.</param>
public sealed record CardBlockRows(object Key, BoardRow[] Rows);

/// <summary>How a list falls into blocks: neighbours that begin in the same half hour are one. Made once per list, whatever the number of boards.</summary>
public static class CardBlocks
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(30);
    private static readonly ConditionalWeakTable<IReadOnlyList<BoardRow>, CardBlockRows[]> Known = [];

    /// <summary>The blocks of a list, in its order. The list must not change afterwards.</summary>
    public static CardBlockRows[] Of(IReadOnlyList<BoardRow> rows) => Known.GetValue(rows, Cut);

    private static CardBlockRows[] Cut(IReadOnlyList<BoardRow> rows)
    {
        var blocks = new List<CardBlockRows>();
        var seen = new Dictionary<long, int>(); // a list in another order than that of the clock comes back to a half hour
        for (int from = 0, until; from < rows.Count; from = until)
        {
            var halfHour = HalfHour(rows[from]);
            for (until = from + 1; until < rows.Count && HalfHour(rows[until]) == halfHour; until++)
            {
            }

            seen[halfHour] = seen.GetValueOrDefault(halfHour) + 1;
            blocks.Add(new((halfHour, seen[halfHour]), [.. rows.Skip(from).Take(until - from)]));
        }

        return [.. blocks];
    }

    private static long HalfHour(BoardRow row) => row.Start.UtcTicks / Length.Ticks;
}
