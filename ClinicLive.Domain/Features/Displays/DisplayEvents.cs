using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Displays;

// Published by: DisplayService, DisplayHeartbeats. Heard by: the screen itself, the admin's list of screens, the dashboard.

/// <summary>A screen was put up, changed, given a new code or taken down.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="DisplayId">Which screen.</param>
/// <param name="Version">The row's version after the change.</param>
/// <param name="Kind">What happened.</param>
public sealed record DisplayChanged(Guid OrganizationId, Guid DisplayId, int Version, ActivityKind Kind) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Displays(OrganizationId), Topic.Display(DisplayId)];

    /// <inheritdoc/>
    public string Key => $"display:{DisplayId:N}";
}

/// <summary>A screen fell silent, or is heard of again. A signal only: when it was last seen is in the database.</summary>
/// <param name="OrganizationId">The clinic.</param>
/// <param name="DisplayId">Which screen.</param>
/// <param name="IsSilent">Whether nothing has been heard of it for <see cref="DisplayHeartbeats.SilentAfter"/>.</param>
public sealed record DisplaySilenceChanged(Guid OrganizationId, Guid DisplayId, bool IsSilent) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Displays(OrganizationId)];

    /// <inheritdoc/>
    public string Key => $"display-silence:{DisplayId:N}";
}

/// <summary>The next check-in code is due on a screen that this node has open. A signal only; the code itself travels to nobody.</summary>
/// <param name="DisplayId">Which screen.</param>
/// <param name="Step">The number of the step that began.</param>
public sealed record CheckInCodeTurned(Guid DisplayId, long Step) : IClinicEvent
{
    /// <inheritdoc/>
    public IEnumerable<Topic> Topics => [Topic.Display(DisplayId)];

    /// <inheritdoc/>
    public string Key => $"check-in-code:{DisplayId:N}";
}
