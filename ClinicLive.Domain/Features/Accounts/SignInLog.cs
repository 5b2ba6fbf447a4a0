using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Accounts;

/// <summary>Writes the lines about people's being here.</summary>
internal static class SignInLog
{
    /// <summary>Adds a line about somebody's being here: for staff to the feed, for patients to the audit only.</summary>
    public static void Note(ClinicDbContext db, Guid organizationId, Guid accountId, Role role, ActivityKind kind, DateTimeOffset at)
    {
        var isStaff = role is not Role.Patient;
        var line = new ActivityEntry
        {
            OrganizationId = organizationId,
            ActorId = accountId,
            Kind = kind,
            Category = isStaff ? ActivityCategory.SignIn : ActivityCategory.Account,
            SubjectId = accountId,
            At = at,
        };
        db.Activity.Add(line);
        if (isStaff) db.PublishAfterSave(new SignInFeedGrew(organizationId, accountId, kind, at));
    }
}
