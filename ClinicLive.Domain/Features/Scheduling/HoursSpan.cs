using System.Globalization;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>A stretch of a day on the clinic's wall clock, in whole minutes. The end is exclusive; an end of 00:00 is the midnight behind the day.</summary>
/// <param name="From">Begin.</param>
/// <param name="To">End; 00:00 means 24:00.</param>
public readonly record struct HoursSpan(TimeOnly From, TimeOnly To)
{
    /// <summary>Minutes of a day on the wall clock.</summary>
    internal const int DayMinutes = 24 * 60;

    /// <summary>Begin in minutes from midnight.</summary>
    internal int FromMinute => (From.Hour * 60) + From.Minute;

    /// <summary>End in minutes from midnight, at most <see cref="DayMinutes"/>.</summary>
    internal int ToMinute => To == TimeOnly.MinValue ? DayMinutes : (To.Hour * 60) + To.Minute;

    /// <summary>For people: "08:00–12:00".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH\\:mm}–{(To == TimeOnly.MinValue ? "24:00" : To.ToString("HH:mm", CultureInfo.InvariantCulture))}");

    internal static HoursSpan Of(int from, int to) => new(At(from), At(to));

    private static TimeOnly At(int minute) => TimeOnly.MinValue.AddMinutes(minute % DayMinutes);
}

/// <summary>The hours of one day: checked, compared, and written down.</summary>
public static class HoursSpans
{
    /// <summary>Most stretches in one day.</summary>
    public const int PerDay = 6;

    /// <summary>The whole day.</summary>
    internal static readonly IReadOnlyList<HoursSpan> WholeDay = [new(TimeOnly.MinValue, TimeOnly.MinValue)];

    /// <summary>For people: "08:00–12:00 and 13:00–17:00".</summary>
    public static string Words(this IReadOnlyList<HoursSpan> spans) => spans.Count switch
    {
        0 => "closed",
        1 => spans[0].ToString(),
        _ => $"{string.Join(", ", spans.SkipLast(1))} and {spans[^1]}",
    };

    /// <summary>
    /// Sorts the hours of a day. Refuses an end before or at the begin, stretches that overlap, more than <see cref="PerDay"/>, and
    /// parts of a minute, each at the field of the stretch: its name is <paramref name="field"/>, a dot, and its place as typed, from 0.
    /// </summary>
    internal static (IReadOnlyList<HoursSpan>? Spans, Refusal? Refusal) Check(IReadOnlyList<HoursSpan> typed, string field)
    {
        if (typed.Count > PerDay) return (null, Refusal.Invalid($"{field}.{PerDay}", $"A day has at most {PerDay} stretches of hours."));
        for (var i = 0; i < typed.Count; i++)
        {
            var span = typed[i];
            if (span.From.Ticks % TimeSpan.TicksPerMinute != 0 || span.To.Ticks % TimeSpan.TicksPerMinute != 0)
            {
                return (null, Refusal.Invalid($"{field}.{i}", "Hours begin and end on a whole minute."));
            }

            if (span.ToMinute <= span.FromMinute) return (null, Refusal.Invalid($"{field}.{i}", "The end must be after the begin. For midnight type 00:00."));
            for (var j = 0; j < i; j++)
            {
                if (span.FromMinute < typed[j].ToMinute && typed[j].FromMinute < span.ToMinute)
                {
                    return (null, Refusal.Invalid($"{field}.{i}", $"These hours overlap {typed[j]}."));
                }
            }
        }

        return ([.. typed.OrderBy(s => s.FromMinute)], null);
    }

    /// <summary>What lies in both. Stretches that touch become one.</summary>
    internal static IReadOnlyList<HoursSpan> Intersect(IReadOnlyList<HoursSpan> one, IReadOnlyList<HoursSpan> other)
    {
        var both = new List<HoursSpan>();
        foreach (var a in one)
        {
            foreach (var b in other)
            {
                var (from, to) = (Math.Max(a.FromMinute, b.FromMinute), Math.Min(a.ToMinute, b.ToMinute));
                if (from < to) both.Add(HoursSpan.Of(from, to));
            }
        }

        return both;
    }

    internal static string Write(IReadOnlyList<HoursSpan> spans) =>
        string.Join(',', spans.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.FromMinute}-{s.ToMinute}")));

    internal static IReadOnlyList<HoursSpan> Read(string text) => text.Length == 0 ? [] :
    [
        .. text.Split(',').Select(part => part.Split('-')).Select(ends => HoursSpan.Of(
            int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[1], CultureInfo.InvariantCulture))),
    ];
}
