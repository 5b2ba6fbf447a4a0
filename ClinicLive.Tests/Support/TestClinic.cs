using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Tests.Support;

/// <summary>One clinic and its people, two of each role that matters twice.</summary>
internal sealed record TestClinic(
    Guid Id, ClinicPolicy Policy, Guid RoomId, Actor Admin, Actor SecondAdmin, Actor Lena, Actor Omar, Actor Doctor, Actor SecondDoctor, Actor Patient, Actor SecondPatient)
{
    /// <summary>The right of the screen in the clinic's waiting room.</summary>
    public required DisplayPass Display { get; init; }

    /// <summary>One person of a role.</summary>
    public Actor Of(Role role) => role switch
    {
        Role.Admin => Admin,
        Role.Receptionist => Lena,
        Role.Practitioner => Doctor,
        Role.Patient => Patient,
        _ => Actor.System(Id),
    };

    public static TestClinic AddTo(ClinicDbContext db, string name, string zone)
    {
        var organization = new Organization { Id = Guid.CreateVersion7(), Name = name, TimeZoneId = zone };
        var room = new Location { OrganizationId = organization.Id, Name = "Room 1" };
        db.AddRange(organization, room);
        return new TestClinic(
            organization.Id, organization.Policy, room.Id,
            Staff("Ines Admin", Role.Admin), Staff("Jan Admin", Role.Admin), Staff("Lena Desk", Role.Receptionist), Staff("Omar Desk", Role.Receptionist),
            Doctor("Ada", "Berg"), Doctor("Ben", "Cole"), Patient("Paula Patient"), Patient("Quentin Patient"))
        {
            Display = Screen(),
        };

        DisplayPass Screen()
        {
            var display = WaitingRoomDisplay.PutUp(
                new DisplayWish("Waiting room", DisplayLanguage.English, []), DisplayCode.New(), DisplayCode.NewSecret(), Actor.System(organization.Id), DateTimeOffset.UnixEpoch).Display!;
            db.Add(display);
            return new DisplayPass(display.Id, organization.Id, display.Code);
        }

        Actor Staff(string who, Role role)
        {
            var account = NewAccount(who, role);
            return new Actor(account.Id, organization.Id, role, who);
        }

        Actor Doctor(string given, string family)
        {
            var account = NewAccount($"Dr {given} {family}", Role.Practitioner);
            var practitioner = new Practitioner(organization.Id, account.Id, given, family) { LocationId = room.Id };
            db.Add(practitioner);
            return new Actor(account.Id, organization.Id, Role.Practitioner, account.DisplayName, PractitionerId: practitioner.Id);
        }

        Actor Patient(string who)
        {
            var account = NewAccount(who, Role.Patient);
            var by = new Actor(account.Id, organization.Id, Role.Patient, who);
            var patient = Domain.Features.Patients.Patient.Register(by, who, new DateOnly(1980, 2, 29), "030 123", DateTimeOffset.UnixEpoch, new DateOnly(2026, 1, 1), accountId: account.Id).Patient!;
            db.Add(patient);
            db.PatientTerms.AddRange(patient.TakeTerms());
            return by with { PatientId = patient.Id };
        }

        Account NewAccount(string who, Role role)
        {
            var email = $"{who.Replace(' ', '.').ToLowerInvariant()}@{organization.Id:N}.test";
            var account = new Account(organization.Id, role, email, who, Actor.System(organization.Id), DateTimeOffset.UnixEpoch)
            {
                NormalizedEmail = email.ToUpperInvariant(),
                NormalizedUserName = email.ToUpperInvariant(),
            };
            db.Add(account);
            return account;
        }
    }
}
