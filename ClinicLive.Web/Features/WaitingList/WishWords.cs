using System.Globalization;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.WaitingList;

namespace ClinicLive.Web.Features.WaitingList;

/// <summary>A wish in words.</summary>
public static class WishWords
{
    /// <summary>The kind of visit and the doctor: "Check-up with Dr Berg", "Check-up, any doctor".</summary>
    public static string What(WaitingRow row) => row.Wish is { } wish
        ? wish.Doctor is { } doctor ? $"{wish.VisitType} with {doctor}" : $"{wish.VisitType}, any doctor"
        : $"With {row.PractitionerName}";

    /// <summary>The possible days and times: "20 Nov – 18 Dec · Mon, Wed · 8:00–12:00"; without a wish the one time asked for.</summary>
    public static string When(WaitingRow row, ClinicPolicy policy)
    {
        if (row.Wish is not { } wish) return $"asked for {At(row.Start, policy)}";
        var to = wish.ToTime == TimeOnly.MinValue ? "24:00" : wish.ToTime.ToString("H:mm", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{wish.From:d MMM} – {wish.To:d MMM} · {Days(wish.Days)} · {wish.FromTime:H:mm}–{to}");
    }

    /// <summary>An instant on the clinic's wall clock: "Monday 3 May, 10:00".</summary>
    public static string At(DateTimeOffset instant, ClinicPolicy policy) =>
        policy.ToLocal(instant).ToString("dddd d MMMM, H:mm", CultureInfo.InvariantCulture);

    /// <summary>The first three letters of a weekday.</summary>
    public static string Short(DayOfWeek day) => CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedDayName(day);

    private static string Days(Weekdays days) => days switch
    {
        Weekdays.All => "any day",
        Weekdays.Monday | Weekdays.Tuesday | Weekdays.Wednesday | Weekdays.Thursday | Weekdays.Friday => "Mon–Fri",
        _ => string.Join(", ", WeekdaySets.FromMonday.Where(d => days.Has(d)).Select(Short)),
    };
}
