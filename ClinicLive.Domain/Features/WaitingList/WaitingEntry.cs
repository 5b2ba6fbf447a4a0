using System.Globalization;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.WaitingList;

/// <summary>
/// The wish of somebody on the waiting list. The appointment beside it has the state; while it waits, its own time is only the last one
/// that would fit, or the one that was offered last.
/// </summary>
public sealed class WaitingEntry
{
    /// <summary>How far ahead somebody may wait, in days.</summary>
    public const int LongestDays = 92;

    private const int DayMinutes = 24 * 60;

    private WaitingEntry()
    {
    }

    /// <summary>The appointment that waits.</summary>
    public Guid AppointmentId { get; private init; }

    /// <summary>The clinic.</summary>
    public Guid OrganizationId { get; private init; }

    /// <summary>With whom; null for any doctor who offers the visit.</summary>
    public Guid? PractitionerId { get; private init; }

    /// <summary>The kind of visit.</summary>
    public Guid VisitTypeId { get; private init; }

    /// <summary>First possible day of the clinic.</summary>
    public DateOnly From { get; private init; }

    /// <summary>Last possible day.</summary>
    public DateOnly To { get; private init; }

    /// <summary>Possible weekdays.</summary>
    public Weekdays Days { get; private init; }

    /// <summary>Earliest begin on the clinic's wall clock.</summary>
    public TimeOnly FromTime { get; private init; }

    /// <summary>Latest end on the clinic's wall clock; 00:00 is the midnight behind the day.</summary>
    public TimeOnly ToTime { get; private init; }

    /// <summary>Since when somebody waits, in UTC: who waits longest is asked first.</summary>
    public DateTimeOffset Since { get; private init; }

    /// <summary>
    /// Null when a visit of that length can fit the wish, else the refusal beside its field: days that have passed, lie in the wrong order or
    /// more than <see cref="LongestDays"/> ahead, no weekday, weekdays that do not occur, times between which the visit has no room.
    /// </summary>
    public static Refusal? Refuse(WaitingWish wish, int minutes, ClinicPolicy policy, DateTimeOffset now)
    {
        var today = policy.DayOf(now);
        if (wish.From < today) return Refusal.Invalid("From", "This day has passed.");
        if (wish.To < wish.From) return Refusal.Invalid("To", "The last day is before the first.");
        if (wish.To > today.AddDays(LongestDays)) return Refusal.Invalid("To", $"Nobody waits longer than {LongestDays} days. Please choose an earlier day.");
        if ((wish.Days & Weekdays.All) == Weekdays.None) return Refusal.Invalid("Days", "Please choose at least one day of the week.");
        var (from, to) = (MinuteOf(wish.FromTime), EndOf(wish.ToTime));
        if (to <= from) return Refusal.Invalid("ToTime", "The end must be after the begin. For midnight type 00:00.");
        if (to - from < minutes) return Refusal.Invalid("ToTime", string.Create(CultureInfo.InvariantCulture, $"The visit takes {minutes} minutes and does not fit between these times."));
        if (LastDay(wish) is not { } last) return Refusal.Invalid("Days", "None of these weekdays lies between the two days.");
        return last == today && LastBegin(wish, last, minutes, policy) <= now ? Refusal.Invalid("ToTime", "These times have passed today. Please choose a later day.") : null;
    }

    /// <summary>The last begin that fits a wish which is not refused: where its appointment stands until a time is offered.</summary>
    public static DateTimeOffset LastBegin(WaitingWish wish, int minutes, ClinicPolicy policy) => LastBegin(wish, LastDay(wish)!.Value, minutes, policy);

    /// <summary>The entry of an appointment, from a wish that was not refused.</summary>
    public static WaitingEntry Of(Guid appointmentId, Guid organizationId, WaitingWish wish, DateTimeOffset since) => new()
    {
        AppointmentId = appointmentId,
        OrganizationId = organizationId,
        PractitionerId = wish.PractitionerId,
        VisitTypeId = wish.VisitTypeId,
        From = wish.From,
        To = wish.To,
        Days = wish.Days & Weekdays.All,
        FromTime = wish.FromTime,
        ToTime = wish.ToTime,
        Since = since,
    };

    /// <summary>Whether a visit lies in the wished days and times, read on the clinic's wall clock.</summary>
    public bool Fits(ClinicPolicy policy, DateTimeOffset start, int minutes)
    {
        var (begin, end) = (policy.ToLocal(start), policy.ToLocal(start.AddMinutes(minutes)));
        var day = DateOnly.FromDateTime(begin.DateTime);
        if (day < From || day > To || !Days.Has(day.DayOfWeek)) return false;
        var endMinute = (int)end.TimeOfDay.TotalMinutes + (DateOnly.FromDateTime(end.DateTime) > day ? DayMinutes : 0);
        return begin.TimeOfDay.TotalMinutes >= MinuteOf(FromTime) && endMinute <= EndOf(ToTime);
    }

    private static DateTimeOffset LastBegin(WaitingWish wish, DateOnly day, int minutes, ClinicPolicy policy) =>
        policy.At(day, TimeOnly.MinValue.AddMinutes(EndOf(wish.ToTime) - minutes));

    private static DateOnly? LastDay(WaitingWish wish)
    {
        for (var day = wish.To; day >= wish.From && day > wish.To.AddDays(-7); day = day.AddDays(-1))
        {
            if (wish.Days.Has(day.DayOfWeek)) return day;
        }

        return null;
    }

    private static int MinuteOf(TimeOnly time) => (time.Hour * 60) + time.Minute;

    private static int EndOf(TimeOnly time) => time == TimeOnly.MinValue ? DayMinutes : MinuteOf(time);
}

/// <summary>A time that was offered to somebody on the waiting list. Kept, so that nobody is offered the same time twice.</summary>
public sealed class WaitingOffer
{
    /// <summary>The appointment that waits.</summary>
    public required Guid AppointmentId { get; init; }

    /// <summary>With whom.</summary>
    public required Guid PractitionerId { get; init; }

    /// <summary>Begin, in UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>End, in UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>When it was offered, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether that time is this one or a part of it.</summary>
    public bool Covers(FreeSlot slot) => slot.PractitionerId == PractitionerId && slot.Start < End && slot.Start.AddMinutes(slot.Minutes) > Start;
}
