namespace ClinicLive.Domain.Shared;

/// <summary>What a person may do in the clinic. Every account has exactly one role.</summary>
public enum Role
{
    /// <summary>The clinic's own automation (expiry of holds, no-shows after the grace). Never given to an account.</summary>
    System = 0,

    /// <summary>Manages accounts and settings, reads the audit.</summary>
    Admin = 1,

    /// <summary>Runs the front desk: board, bookings, check-in.</summary>
    Receptionist = 2,

    /// <summary>A doctor (FHIR Practitioner): own queue, own availability.</summary>
    Practitioner = 3,

    /// <summary>Own appointments only; nothing else exists for a patient.</summary>
    Patient = 4,
}
