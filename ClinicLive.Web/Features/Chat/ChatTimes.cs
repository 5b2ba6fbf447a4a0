using System.Globalization;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Web.Features.Chat;

/// <summary>How times of a conversation are written: on the clinic's clock, and shorter the nearer they are.</summary>
/// <param name="Policy">The clinic's settings.</param>
/// <param name="Now">When that was written, in UTC; another hour or day is another way of writing.</param>
public sealed record ChatTimes(ClinicPolicy Policy, DateTimeOffset Now)
{
    /// <summary>The clinic's day.</summary>
    public DateOnly Today => Policy.DayOf(Now);

    /// <summary>The same while the day and the clinic are.</summary>
    public static ChatTimes For(ChatTimes? before, ClinicPolicy policy, DateTimeOffset now) =>
        before is not null && ReferenceEquals(before.Policy, policy) && before.Today == policy.DayOf(now) ? before : new ChatTimes(policy, now);

    /// <summary>"9:41".</summary>
    public string Clock(DateTimeOffset at) => Local(at, "H:mm");

    /// <summary>"Friday 20 November 2026, 9:41:07".</summary>
    public string Exact(DateTimeOffset at) => Local(at, "dddd d MMMM yyyy, H:mm:ss");

    /// <summary>For a list: "9:41", "Yesterday", "Tue", "3 Nov" or "3 Nov 2025".</summary>
    public string Short(DateTimeOffset at) => (Today.DayNumber - Policy.DayOf(at).DayNumber) switch
    {
        <= 0 => Clock(at),
        1 => "Yesterday",
        < 7 => Local(at, "ddd"),
        _ => Local(at, Policy.DayOf(at).Year == Today.Year ? "d MMM" : "d MMM yyyy"),
    };

    /// <summary>For a time to come: "14:30" today, "tomorrow", "Monday" within a week, else "7 July".</summary>
    public string Ahead(DateTimeOffset at) => (Policy.DayOf(at).DayNumber - Policy.DayOf(Now).DayNumber) switch
    {
        <= 0 => Clock(at),
        1 => "tomorrow",
        < 7 => Local(at, "dddd"),
        _ => Local(at, "d MMMM"),
    };

    /// <summary>For the line between two days.</summary>
    public string Day(DateOnly day) => (Today.DayNumber - day.DayNumber) switch
    {
        0 => "Today",
        1 => "Yesterday",
        _ => day.ToString(day.Year == Today.Year ? "dddd d MMMM" : "dddd d MMMM yyyy", CultureInfo.InvariantCulture),
    };

    /// <summary>The first letters of the first and last name.</summary>
    public static string Initials(string name)
    {
        var words = name.Replace("Dr ", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => "?",
            1 => StringInfo.GetNextTextElement(words[0]),
            _ => (StringInfo.GetNextTextElement(words[0]) + StringInfo.GetNextTextElement(words[^1])).ToUpperInvariant(),
        };
    }

    private string Local(DateTimeOffset at, string format) => Policy.ToLocal(at).ToString(format, CultureInfo.InvariantCulture);
}
