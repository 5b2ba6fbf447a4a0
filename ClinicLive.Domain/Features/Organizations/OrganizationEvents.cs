using ClinicLive.Domain.Live;

namespace ClinicLive.Domain.Features.Organizations;

// Published by: the watch over the clinic's day. Heard by: every screen that shows "today".

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
