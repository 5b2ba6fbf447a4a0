using System.Globalization;
using ClinicLive.Domain.Features.Activity;

namespace ClinicLive.Web.Api.Events;

/// <summary>How a place in the logs is written as the id of an event: the line of the activity log, and the last notification before it.</summary>
internal static class EventPlace
{
    private const NumberStyles Digits = NumberStyles.None;

    public static string Text(LogPlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.Line}-{place.Notification}");

    /// <summary>The place that an id names; null when it is none of ours.</summary>
    public static LogPlace? Read(string id) =>
        id.Split('-') is [var line, var notification]
        && long.TryParse(line, Digits, CultureInfo.InvariantCulture, out var lines) && long.TryParse(notification, Digits, CultureInfo.InvariantCulture, out var notifications)
            ? new LogPlace(lines, notifications)
            : null;
}
