using System.Globalization;
using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Tests.Support;

/// <summary>Reads what a page hands to the browser for places and ranges, as the browser does.</summary>
internal static class Waits
{
    public static WaitForecast Read(string line)
    {
        var parts = line.Split('|');
        return new WaitForecast(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            double.Parse(parts[1], CultureInfo.InvariantCulture),
            [.. Items(parts[2]).Select(i => new OpenConsultation(At(i[0]), i[1]))],
            parts[3].Length == 0 ? null : At(double.Parse(parts[3], CultureInfo.InvariantCulture)),
            [.. Items(parts[4]).Select(i => new ExpectedBefore(At(i[0]), i[1]))]);
    }

    private static IEnumerable<double[]> Items(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split('/').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray());

    private static DateTimeOffset At(double second) => DateTimeOffset.FromUnixTimeSeconds((long)second);
}
