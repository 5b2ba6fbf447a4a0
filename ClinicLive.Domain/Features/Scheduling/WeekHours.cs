using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>Hours as somebody typed them for one weekday, not yet checked.</summary>
/// <param name="Day">The weekday.</param>
/// <param name="Hours">The stretch.</param>
public sealed record TypedHours(DayOfWeek Day, HoursSpan Hours);

/// <summary>The hours of every weekday, several stretches each. Immutable; equal when all hours are.</summary>
public sealed class WeekHours : IEquatable<WeekHours>
{
    private readonly IReadOnlyList<HoursSpan>[] _days;
    private readonly string _text;

    private WeekHours(IReadOnlyList<HoursSpan>[] days)
    {
        _days = days;
        _text = string.Join(';', days.Select(HoursSpans.Write));
    }

    /// <summary>No hours at all, which is the same as never having said any.</summary>
    public static WeekHours None { get; } = new([.. Enumerable.Repeat<IReadOnlyList<HoursSpan>>([], 7)]);

    /// <summary>True when no day has hours.</summary>
    public bool IsEmpty => _days.All(d => d.Count == 0);

    /// <summary>The hours of a weekday by begin; empty when closed.</summary>
    public IReadOnlyList<HoursSpan> this[DayOfWeek day] => _days[(int)day];

    /// <summary>
    /// Makes a week of what was typed. Refuses an end before the begin and hours that overlap; the field is the weekday's English
    /// name, a dot, and the place of the stretch on that day as typed, from 0.
    /// </summary>
    public static (WeekHours? Week, Refusal? Refusal) Make(IEnumerable<TypedHours> typed)
    {
        var byDay = typed.ToLookup(t => t.Day, t => t.Hours);
        var days = new IReadOnlyList<HoursSpan>[7];
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            var (spans, refusal) = HoursSpans.Check([.. byDay[day]], day.ToString());
            if (spans is null) return (null, refusal);
            days[(int)day] = spans;
        }

        return (new WeekHours(days), null);
    }

    /// <summary>The same hours on every day of the week.</summary>
    public static WeekHours Daily(params HoursSpan[] hours) => new([.. Enumerable.Repeat<IReadOnlyList<HoursSpan>>([.. hours.OrderBy(h => h.From)], 7)]);

    /// <summary>As it is stored.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(WeekHours? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WeekHours);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    internal static WeekHours Read(string text) => new([.. text.Split(';').Select(HoursSpans.Read)]);
}
