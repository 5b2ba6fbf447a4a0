using System.Globalization;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>A consultation that is going on.</summary>
/// <param name="Began">When it began, moved on by the time away for a test, in UTC.</param>
/// <param name="Usual">How long such a one takes, in minutes.</param>
public sealed record OpenConsultation(DateTimeOffset Began, double Usual)
{
    /// <summary>Minutes until it is over. One that runs over is never nearly done: a third of the usual length is still to come, two minutes at least.</summary>
    public double RestAt(DateTimeOffset now) => Math.Max(Math.Max(2, Usual * 0.35), Usual - (now - Began).TotalMinutes);
}

/// <summary>Somebody who is booked before a waiting patient, is not here yet, and goes before him when he comes in time.</summary>
/// <param name="Until">Until when he would come in time, in UTC.</param>
/// <param name="Minutes">How long he would take.</param>
public sealed record ExpectedBefore(DateTimeOffset Until, double Minutes);

/// <summary>
/// Everything that a waiting patient's place and time depend on, as instants and minutes: what it says changes with the
/// clock alone, so a screen holds this and works it out itself while nothing happens (wwwroot/js/queue.js does the same sum).
/// </summary>
/// <param name="Before">How many wait before him and are here.</param>
/// <param name="Minutes">What they take together, with <see cref="Between"/> for each.</param>
/// <param name="Open">What is going on with his doctor.</param>
/// <param name="BreakUntil">When the doctor's break ends, in UTC.</param>
/// <param name="Expected">Who may still come and go before him.</param>
public sealed record WaitForecast(
    int Before, double Minutes, IReadOnlyList<OpenConsultation> Open, DateTimeOffset? BreakUntil, IReadOnlyList<ExpectedBefore> Expected)
{
    /// <summary>Minutes from the end of one consultation to the begin of the next.</summary>
    public const double Between = 1;

    /// <summary>
    /// The place and the range at an instant. The place counts who waits before and who is booked before and may still come
    /// in time. What is ahead is the rest of the open consultation, or of a break that is longer, and everybody before. The
    /// range is seven tenths of it without those who have not come, to three halves of it with them, and at least five
    /// minutes wide.
    /// </summary>
    public WaitEstimate At(DateTimeOffset now)
    {
        var expected = Expected.Where(e => e.Until >= now).ToList();
        var free = Open.Sum(o => o.RestAt(now) + Between);
        if (BreakUntil is { } back) free = Math.Max(free, (back - now).TotalMinutes);
        var least = free + Minutes;
        var most = least + expected.Sum(e => e.Minutes);
        var fewest = (int)Math.Floor(least * 0.7);
        return new WaitEstimate(1 + Before + expected.Count, fewest, Math.Max((int)Math.Ceiling(most * 1.5), fewest + 5));
    }

    /// <summary>As a page hands it to the browser: numbers, slashes and commas, with instants in Unix seconds.</summary>
    public string Line => string.Join('|', Before, Number(Minutes), string.Join(',', Open.Select(o => $"{Second(o.Began)}/{Number(o.Usual)}")), Second(BreakUntil),
        string.Join(',', Expected.Select(e => $"{Second(e.Until)}/{Number(e.Minutes)}")));

    internal static string Second(DateTimeOffset? instant) => instant?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? "";

    internal static string Number(double minutes) => minutes.ToString("0.##", CultureInfo.InvariantCulture);
}
