using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>One clinic of the demo as it is written down in <see cref="DemoCast"/>; ids and actors follow from names.</summary>
/// <param name="Domain">The part of its e-mail addresses behind the @.</param>
/// <param name="Name">As on its door.</param>
/// <param name="Zone">IANA time zone.</param>
/// <param name="Hospital">The house that its doctors belong to.</param>
/// <param name="Desk">Admin and reception.</param>
/// <param name="Doctors">The doctors, by number.</param>
/// <param name="Patients">The patients, by number; some have an account.</param>
/// <param name="Unplaced">States of today's appointments beside the doctors' own: asked for, waiting for a slot, entered in error.</param>
/// <param name="AheadPerDay">Fewest and most appointments that are booked for a coming day.</param>
internal sealed record DemoSite(
    string Domain,
    string Name,
    string Zone,
    string Hospital,
    IReadOnlyList<DemoDeskPerson> Desk,
    IReadOnlyList<DemoDoctor> Doctors,
    IReadOnlyList<DemoPatient> Patients,
    IReadOnlyList<AppointmentStatus> Unplaced,
    (int Fewest, int Most) AheadPerDay)
{
    /// <summary>The organization's id.</summary>
    public Guid Id { get; } = DemoIds.Of($"organization {Domain}");

    /// <summary>Somebody of reception; which one depends on the number.</summary>
    public Actor Reception(int number = 0)
    {
        var reception = Desk.Where(p => p.Role == Role.Receptionist).ToList();
        return ActorOf(reception[number % reception.Count]);
    }

    /// <summary>The admin, where the clinic has one; else the clinic itself.</summary>
    public Actor Admin => Desk.FirstOrDefault(p => p.Role == Role.Admin) is { } admin ? ActorOf(admin) : Actor.System(Id);

    /// <summary>The doctor as an acting person.</summary>
    public Actor ActorOf(DemoDoctor doctor) =>
        new(AccountId(EmailOf(doctor)), Id, Role.Practitioner, doctor.Name, PractitionerId: IdOf(doctor));

    /// <summary>The patient as an acting person when he has an account, else reception on the phone with him.</summary>
    public Actor SelfOrReception(DemoPatient patient) => patient.Email is { } email
        ? new Actor(AccountId(email), Id, Role.Patient, patient.Name, PatientId: patient.Id)
        : Reception(patient.Number);

    /// <summary>The doctor's address.</summary>
    public string EmailOf(DemoDoctor doctor) => $"doctor{doctor.Number}@{Domain}";

    /// <summary>The doctor's record.</summary>
    public Guid IdOf(DemoDoctor doctor) => DemoIds.Of($"practitioner {EmailOf(doctor)}");

    /// <summary>A room.</summary>
    public Guid RoomId(string room) => DemoIds.Of($"room {Domain} {room}");

    /// <summary>A kind of visit.</summary>
    public Guid VisitTypeId(string name) => DemoIds.Of($"visit type {Domain} {name}");

    /// <summary>The account with an address.</summary>
    public static Guid AccountId(string email) => DemoIds.Of($"account {email}");

    /// <summary>An appointment of the board that is made for a day, counted from 0. The first one tells that the board has been made.</summary>
    public Guid BoardId(DateOnly day, int number) => DemoIds.Of($"board {Domain} {number}", day);

    /// <summary>An appointment that is booked ahead for a day, counted from 0. The first one tells that they have been made.</summary>
    public Guid AheadId(DateOnly day, int number) => DemoIds.Of($"ahead {Domain} {number}", day);

    private Actor ActorOf(DemoDeskPerson person) => new(AccountId(person.Email), Id, person.Role, person.Name);
}

/// <summary>Somebody at the desk.</summary>
internal sealed record DemoDeskPerson(string Email, Role Role, string Name)
{
    public string RoleLabel => Role == Role.Admin ? "Admin" : "Reception";
}

/// <summary>A patient of the demo; without an e-mail address he has no account.</summary>
internal sealed record DemoPatient(int Number, Guid Id, string? Email, string Name, DateOnly BirthDate, string Phone);

/// <summary>A doctor of the demo and what his day looks like.</summary>
internal sealed record DemoDoctor(int Number, string Given, string Family, string Specialty, string Room, TimeOnly Opens, TimeOnly Closes, int Minutes)
{
    /// <summary>Appointments of today.</summary>
    public int PerDay { get; init; } = 13;

    /// <summary>How the first appointment of the day ended.</summary>
    public AppointmentStatus First { get; init; } = AppointmentStatus.Done;

    /// <summary>How the second appointment of the day ended.</summary>
    public AppointmentStatus Second { get; init; } = AppointmentStatus.Done;

    /// <summary>What the last appointment of the day is.</summary>
    public AppointmentStatus Last { get; init; } = AppointmentStatus.Booked;

    /// <summary>Who is in the house now, in the order of their appointments.</summary>
    public required IReadOnlyList<DemoGuest> Now { get; init; }

    public string Name => $"Dr {Given} {Family}";

    public string Hours => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Opens:HH:mm}–{Closes:HH:mm}");
}

/// <summary>A patient who is in the house.</summary>
/// <param name="Status">His state.</param>
/// <param name="Minutes">For how long: since he came, since the consultation began, since he was sent for a test.</param>
internal sealed record DemoGuest(AppointmentStatus Status, int Minutes)
{
    /// <summary>True for the one with the known account, so that a patient's home is alive.</summary>
    public bool IsPatientOne { get; init; }

    /// <summary>He had been given up as a no-show.</summary>
    public bool CameLate { get; init; }

    /// <summary>The doctor has just called him.</summary>
    public bool Called { get; init; }

    /// <summary>Reception began the consultation for the doctor.</summary>
    public bool StartedByReception { get; init; }

    /// <summary>With the doctor, or sent away by him for a test.</summary>
    public bool HasBegun => Status is AppointmentStatus.InConsultation or AppointmentStatus.Paused;
}
