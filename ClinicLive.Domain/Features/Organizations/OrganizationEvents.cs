using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Organizations;

// Published by: the watch over the clinic's day, ClinicService. Heard by: every screen that shows "today".

/// <summary>The clinic's calendar day began, at its own midnight. A signal only; nothing is stored for it.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="Day">The day that began.</param>
public sealed record ClinicDayBegan(Guid OrganizationId, DateOnly Day) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Clinic(OrganizationId), Topic.SignInFeed(OrganizationId)]; // the feed counts the day's lines

    /// <inheritdoc/>
    public string Key => "clinic-day";
}

/// <summary>The clinic works by other settings.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="Version">The settings' version after the change.</param>
/// <param name="At">When, in UTC.</param>
public sealed record ClinicSettingsChanged(Guid OrganizationId, int Version, DateTimeOffset At) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Clinic(OrganizationId), Topic.Schedule(OrganizationId)];

    /// <inheritdoc/>
    public string Key => "clinic-settings";
}

/// <summary>After a change of the time zone an appointment lies on another day of the clinic's calendar.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="Day">A day that lost or won one.</param>
public sealed record ClinicDayRecounted(Guid OrganizationId, DateOnly Day) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.DayBoard(OrganizationId, Day)];

    /// <inheritdoc/>
    public string Key => $"clinic-day:{Day:yyyyMMdd}";
}

/// <summary>A room was added, renamed, retired or brought back.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="LocationId">The room.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Today">The clinic's day of the change; boards of the weeks from then on name rooms.</param>
/// <param name="At">When, in UTC.</param>
public sealed record ClinicRoomChanged(Guid OrganizationId, Guid LocationId, int Version, ActivityKind Kind, DateOnly Today, DateTimeOffset At) : IClinicEvent
{
    private const int BoardsAhead = 42;

    /// <inheritdoc/>
    public IEnumerable<Topic> Topics =>
    [
        Topic.Schedule(OrganizationId), Topic.Practitioners(OrganizationId),
        .. Enumerable.Range(-1, BoardsAhead).Select(days => Topic.DayBoard(OrganizationId, Today.AddDays(days))),
    ];

    /// <inheritdoc/>
    public string Key => $"room:{LocationId:N}";
}
