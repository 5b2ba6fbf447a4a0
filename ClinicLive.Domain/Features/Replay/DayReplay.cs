using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;

namespace ClinicLive.Domain.Features.Replay;

/// <summary>
/// A day of the clinic as its log tells it: the board as it stood at any instant. Made of rows and lines that were read
/// before, and of nothing else; the same lines give the same boards.
/// </summary>
public sealed class DayReplay
{
    private readonly ClinicPolicy _policy;
    private readonly Dictionary<Guid, List<BoardRow>> _states = [];
    private readonly Dictionary<Guid, List<DateTimeOffset>> _times = [];
    private readonly ILookup<Guid, AvailabilityLine> _availability;

    /// <summary>Makes the replay of a day.</summary>
    /// <param name="day">The clinic's calendar day.</param>
    /// <param name="policy">The clinic's settings; its zone says when the day begins and ends.</param>
    /// <param name="rows">Every appointment that was on the day's board at some time, as it is now.</param>
    /// <param name="lines">All lines of these appointments. One without its first line (imported history) cannot be replayed and is left out.</param>
    /// <param name="places">The clinic's doctors and rooms.</param>
    /// <param name="availability">What they said on the day, in the order of the log, and the last before it.</param>
    public DayReplay(
        DateOnly day, ClinicPolicy policy, IReadOnlyList<BoardRow> rows, IEnumerable<ReplayLine> lines,
        ReplayPlaces places, IReadOnlyList<AvailabilityLine> availability)
    {
        (Day, _policy) = (day, policy);
        Begin = policy.At(day, TimeOnly.MinValue);
        End = policy.At(day.AddDays(1), TimeOnly.MinValue);
        Lines = [.. lines.OrderBy(l => l.At).ThenBy(l => l.Sequence)];
        _availability = availability.OrderBy(a => a.At).ToLookup(a => a.PractitionerId);

        var present = rows.ToDictionary(r => r.Id);
        foreach (var own in Lines.GroupBy(l => l.AppointmentId).Where(g => g.First() is { From: null, Kind: not ActivityKind.AppointmentImported } && present.ContainsKey(g.Key)))
        {
            var (states, times) = (new List<BoardRow>(), new List<DateTimeOffset>());
            BoardRow? row = null;
            foreach (var line in own)
            {
                row = ReplayedRow.After(row, present[own.Key], line);
                states.Add(places.Named(row, policy));
                times.Add(line.At);
            }

            (_states[own.Key], _times[own.Key]) = (states, times);
        }

        NotReplayed = rows.Count(r => !_states.ContainsKey(r.Id) && policy.DayOf(r.Start) == day);
        Lines = [.. Lines.Where(l => _states.ContainsKey(l.AppointmentId))];
        Moments = [.. Lines.Select(l => l.At).Where(at => at >= Begin && at < End).Distinct()];
    }

    /// <summary>The clinic's calendar day.</summary>
    public DateOnly Day { get; }

    /// <summary>When the day began, in UTC.</summary>
    public DateTimeOffset Begin { get; }

    /// <summary>When the next day began.</summary>
    public DateTimeOffset End { get; }

    /// <summary>What happened to the appointments of this day, whenever it happened; in the order in which it did.</summary>
    public IReadOnlyList<ReplayLine> Lines { get; }

    /// <summary>The instants of the day at which something happened, in order.</summary>
    public IReadOnlyList<DateTimeOffset> Moments { get; }

    /// <summary>Appointments of the day whose log does not begin with their making: imported history.</summary>
    public int NotReplayed { get; }

    /// <summary>
    /// The board of the day as it stood at an instant, after everything that happened at or before it: what was on the day then, without what was
    /// entered in error; within the day itself also whoever had been left in the house on an earlier one.
    /// </summary>
    public DayBoard At(DateTimeOffset instant)
    {
        var isToday = instant >= Begin && instant < End;
        return new DayBoard(Day, [.. _states.Keys.Select(id => RowAt(id, instant)).OfType<BoardRow>()
            .Where(r => r.Status != AppointmentStatus.EnteredInError && IsOnBoard(r, isToday))
            .OrderBy(r => r.Start).ThenBy(r => r.Id)]);
    }

    /// <summary>An appointment as it stood at an instant, on whatever day it then was; null before it was made.</summary>
    public BoardRow? RowAt(Guid appointmentId, DateTimeOffset instant)
    {
        if (!_times.TryGetValue(appointmentId, out var times)) return null;
        var index = times.FindLastIndex(at => at <= instant);
        return index < 0 ? null : _states[appointmentId][index];
    }

    /// <summary>What a doctor had said last at an instant; null when he had said nothing yet.</summary>
    public Availability? AvailabilityAt(Guid practitionerId, DateTimeOffset instant) =>
        _availability[practitionerId].LastOrDefault(a => a.At <= instant)?.Availability;

    /// <summary>Every instant between two at which an appointment or a doctor changed; the ends are left out.</summary>
    internal IEnumerable<DateTimeOffset> ChangesBetween(DateTimeOffset from, DateTimeOffset until) => Lines.Select(l => l.At)
        .Concat(_availability.SelectMany(a => a).Select(a => a.At))
        .Where(at => at > from && at < until).Distinct().Order();

    /// <summary>Whoever was with a doctor at an instant.</summary>
    internal IEnumerable<BoardRow> WithDoctorAt(Guid practitionerId, DateTimeOffset instant) => _states.Keys
        .Select(id => RowAt(id, instant)).OfType<BoardRow>()
        .Where(r => r.PractitionerId == practitionerId && r.Status == AppointmentStatus.InConsultation);

    private bool IsOnBoard(BoardRow row, bool isToday)
    {
        var day = _policy.DayOf(row.Start);
        return day == Day || (isToday && day < Day && row.Status.IsInHouse());
    }
}
