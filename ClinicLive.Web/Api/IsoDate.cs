using System.Globalization;

namespace ClinicLive.Web.Api;

/// <summary>A day in an address, as RFC 3339 writes it. The runtime's own reader also takes "12/11/2026", and guesses which of the two is the month.</summary>
/// <param name="Day">The day.</param>
internal readonly record struct IsoDate(DateOnly Day)
{
    /// <summary>Called by the framework.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out IsoDate date)
    {
        _ = provider;
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        date = new(day);
        return isDay;
    }
}
