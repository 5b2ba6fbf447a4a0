using System.Globalization;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Insight;

/// <summary>Which days, and whose: what is asked of <see cref="InsightQueries"/>. Both days belong to it.</summary>
/// <param name="From">First day of the clinic's calendar.</param>
/// <param name="To">Last day.</param>
/// <param name="PractitionerId">One doctor, or null for all.</param>
public sealed record InsightRange(DateOnly From, DateOnly To, Guid? PractitionerId = null)
{
    /// <summary>Most days of one question: a year with its leap day.</summary>
    public const int MostDays = 366;

    /// <summary>Days without a word of where: the four weeks that end today.</summary>
    public const int UsualDays = 28;

    /// <summary>The four weeks that end on a day.</summary>
    public static InsightRange Usual(DateOnly today) => new(today.AddDays(1 - UsualDays), today);

    /// <summary>
    /// Reads a range as an address has it (yyyy-MM-dd, and the doctor's id); what is missing is as in <see cref="Usual"/>. Refuses, beside the field,
    /// what is no day, an end before the begin, and more than <see cref="MostDays"/>.
    /// </summary>
    public static (InsightRange? Range, Refusal? Refusal) Parse(string? from, string? to, string? doctor, DateOnly today)
    {
        if (Day(to) is not { } last && !string.IsNullOrEmpty(to)) return (null, Refusal.Invalid("To", "Please choose a day."));
        last = Day(to) ?? today;
        if (Day(from) is not { } first && !string.IsNullOrEmpty(from)) return (null, Refusal.Invalid("From", "Please choose a day."));
        first = Day(from) ?? (last.DayNumber < UsualDays ? last : last.AddDays(1 - UsualDays));
        Guid? practitioner = null;
        if (!string.IsNullOrEmpty(doctor))
        {
            if (!Guid.TryParse(doctor, out var id)) return (null, Refusal.Invalid("Doctor", "Please choose a doctor."));
            practitioner = id;
        }

        var range = new InsightRange(first, last, practitioner);
        return range.Check() is { } refusal ? (null, refusal) : (range, null);
    }

    /// <summary>Null when the range can be asked.</summary>
    public Refusal? Check()
    {
        if (To < From) return Refusal.Invalid("To", "The last day is before the first.");
        if (From.Year < 1900 || To.Year > 2200) return Refusal.Invalid("From", "The year cannot be right.");
        return To.DayNumber - From.DayNumber >= MostDays ? Refusal.Invalid("From", $"At most {MostDays} days at once. Please choose a later first day.") : null;
    }

    /// <summary>The range as an address has it.</summary>
    public string Query() => string.Create(CultureInfo.InvariantCulture, $"from={From:yyyy-MM-dd}&to={To:yyyy-MM-dd}{(PractitionerId is { } id ? $"&doctor={id}" : "")}");

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
