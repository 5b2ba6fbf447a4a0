namespace ClinicLive.Domain.Shared;

/// <summary>
/// The signed-in person on whose behalf a use case runs. Built from the signed-in principal only, never from an id
/// that a client sent; services read the account's rights again for every command.
/// </summary>
/// <param name="UserId">The account's id; <see cref="Guid.Empty"/> for the clinic itself.</param>
/// <param name="OrganizationId">The clinic that the person belongs to; no use case ever leaves it.</param>
/// <param name="Role">The account's one role.</param>
/// <param name="DisplayName">How the person is named to colleagues.</param>
/// <param name="PractitionerId">Set for a practitioner: the record that appointments point to.</param>
/// <param name="PatientId">Set for a patient: the record that appointments point to.</param>
public sealed record Actor(
    Guid UserId,
    Guid OrganizationId,
    Role Role,
    string DisplayName,
    Guid? PractitionerId = null,
    Guid? PatientId = null)
{
    /// <summary>The clinic acting by itself, for example when a hold expires.</summary>
    public static Actor System(Guid organizationId) => new(Guid.Empty, organizationId, Role.System, "ClinicLive");

    /// <summary>True for the people who may see the clinic's board.</summary>
    public bool IsFrontDesk => Role is Role.Receptionist or Role.Admin;

    /// <summary>True for everybody who works at the clinic.</summary>
    public bool IsStaff => Role is Role.Receptionist or Role.Admin or Role.Practitioner;
}
