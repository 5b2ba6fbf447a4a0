using System.Globalization;
using System.Runtime.CompilerServices;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Web.Features.Appointments.Calendar;

/// <summary>An appointment and its place in a column. Minutes are those of the clinic's wall clock, from midnight.</summary>
public sealed class PlacedRow
{
    internal PlacedRow(BoardRow row, int from, int minutes, int lane, int lanes)
    {
        Row = row;
        From = from;
        Minutes = minutes;
        Style = string.Create(CultureInfo.InvariantCulture, $"--s:{from};--m:{minutes};--l:{lane};--n:{lanes}");
    }

    /// <summary>The appointment.</summary>
    public BoardRow Row { get; }

    /// <summary>The minute of the day at which it begins.</summary>
    public int From { get; }

    /// <summary>Its length within the day.</summary>
    public int Minutes { get; }

    /// <summary>Begin, length and place among those that overlap it, for the style sheet.</summary>
    public string Style { get; }

    /// <summary>True when nothing of it would look different.</summary>
    public bool LooksLike(PlacedRow other) => ReferenceEquals(Row, other.Row) && Style == other.Style;
}

/// <summary>The appointments of a day in their columns. Made once per read of the day and shared by every screen of the node.</summary>
internal sealed class CalendarDay
{
    /// <summary>An appointment shorter than this is drawn as long as this, so that it can be read and grabbed.</summary>
    private const int ShortestDrawn = 10;

    private const int DayMinutes = 24 * 60;
    private static readonly ConditionalWeakTable<DayBoard, CalendarDay> Standing = [];
    private static readonly ConditionalWeakTable<DayBoard, CalendarDay> WithEnded = [];

    private readonly Dictionary<Guid, IReadOnlyList<PlacedRow>> _columns;
    private readonly Dictionary<Guid, PlacedRow> _byId;

    private CalendarDay(DayBoard day, ClinicPolicy policy, bool withEnded)
    {
        // On today's board also stands who was left in the house on an earlier day: his appointment is in that day's column.
        _columns = day.Rows.Where(r => policy.DayOf(r.Start) == day.Day && (withEnded || !HasEnded(r.Status)) && r.Status != AppointmentStatus.Waitlisted)
            .GroupBy(r => r.PractitionerId)
            .ToDictionary(rows => rows.Key, rows => (IReadOnlyList<PlacedRow>)Place(rows, policy));
        _byId = _columns.Values.SelectMany(rows => rows).ToDictionary(r => r.Row.Id);
        Ended = day.Rows.Count(r => HasEnded(r.Status));
    }

    /// <summary>How many were called off or missed.</summary>
    public int Ended { get; }

    public static CalendarDay Of(DayBoard day, ClinicPolicy policy, bool withEnded) =>
        (withEnded ? WithEnded : Standing).GetValue(day, d => new CalendarDay(d, policy, withEnded));

    /// <summary>The column of a doctor, by begin; the same object as long as the day is the same.</summary>
    public IReadOnlyList<PlacedRow> Column(Guid practitionerId) => _columns.GetValueOrDefault(practitionerId) ?? [];

    public PlacedRow? Find(Guid appointmentId) => _byId.GetValueOrDefault(appointmentId);

    private static bool HasEnded(AppointmentStatus status) => status is AppointmentStatus.Cancelled or AppointmentStatus.NoShow or AppointmentStatus.LeftUnseen;

    /// <summary>Side by side whatever overlaps: everybody takes the first lane that is free, and a heap is as wide as its lanes.</summary>
    private static List<PlacedRow> Place(IEnumerable<BoardRow> rows, ClinicPolicy policy)
    {
        var placed = new List<PlacedRow>();
        var heap = new List<(BoardRow Row, int From, int Minutes, int Lane)>();
        var lanes = new List<int>(); // where each lane of the heap ends
        foreach (var row in rows.OrderBy(r => r.Start).ThenByDescending(r => r.End).ThenBy(r => r.Id))
        {
            var local = policy.ToLocal(row.Start);
            var from = (local.Hour * 60) + local.Minute;
            var minutes = Math.Min(row.Minutes, DayMinutes - from);
            if (lanes.Count > 0 && lanes.Max() <= from) Close();
            var lane = lanes.FindIndex(end => end <= from);
            if (lane < 0)
            {
                lane = lanes.Count;
                lanes.Add(0);
            }

            lanes[lane] = from + Math.Max(minutes, ShortestDrawn);
            heap.Add((row, from, minutes, lane));
        }

        Close();
        return placed;

        void Close()
        {
            placed.AddRange(heap.Select(h => new PlacedRow(h.Row, h.From, h.Minutes, h.Lane, lanes.Count)));
            heap.Clear();
            lanes.Clear();
        }
    }
}
