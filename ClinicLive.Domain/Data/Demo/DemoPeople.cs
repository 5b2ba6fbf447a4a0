using System.Security.Cryptography;
using System.Text;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>A demo clinic without its appointments: the organization, rooms, accounts, doctors and patients.</summary>
internal sealed class DemoPeople(DemoSite site, ILookupNormalizer normalizer, string passwordHash)
{
    /// <summary>The organization.</summary>
    public static Organization OrganizationOf(DemoSite site) => new()
    {
        Id = site.Id,
        Name = site.Name,
        TimeZoneId = site.Zone,
        NoShowGraceMinutes = 8 * 60, // patience: nobody checks the demo's patients in, and its board should stay full until the evening
    };

    /// <summary>Adds everything to a context. The clinic opened long before today, so that its patients can have a history.</summary>
    public void AddTo(ClinicDbContext db, Organization organization, DemoClock clock)
    {
        db.Add(organization);
        foreach (var room in site.Doctors.Select(d => d.Room).Append("Treatment room").Append("Front desk"))
        {
            db.Add(new Location { Id = site.RoomId(room), OrganizationId = site.Id, Name = room });
        }

        var opened = clock.At(clock.Day.AddDays(-500), 9 * 60);
        foreach (var person in site.Desk) db.Add(AccountOf(person.Email, person.Role, person.Name, opened));
        foreach (var doctor in site.Doctors) AddDoctor(db, doctor, clock, opened);
        foreach (var patient in site.Patients) AddPatient(db, patient, clock, opened.AddHours(1));
        new DemoSchedule(site).AddTo(db, opened.AddHours(2));
        if (site == DemoCast.Riverside) AddDisplay(db, opened);
    }

    private void AddDisplay(ClinicDbContext db, DateTimeOffset opened)
    {
        var secret = SHA256.HashData(Encoding.UTF8.GetBytes($"check-in {site.Domain}"));
        var (display, refusal) = WaitingRoomDisplay.PutUp(
            new DisplayWish("Waiting room", DisplayLanguage.English, []), DemoAccounts.DisplayCode, secret, site.Admin, opened, id: DemoIds.Of($"display {site.Domain}"));
        DemoScript.Taken(refusal);
        db.Add(display!);
    }

    private void AddDoctor(ClinicDbContext db, DemoDoctor doctor, DemoClock clock, DateTimeOffset opened)
    {
        var account = AccountOf(site.EmailOf(doctor), Role.Practitioner, doctor.Name, opened);
        var practitioner = new Practitioner(site.Id, account.Id, doctor.Given, doctor.Family)
        {
            Id = site.IdOf(doctor),
            Specialty = doctor.Specialty,
            ConsultationHours = doctor.Hours,
            Hospital = site.Hospital,
            LocationId = site.RoomId(doctor.Room),
        };
        var (says, minutes, ago) = doctor.Number switch
        {
            1 or 5 => (Availability.Available, (int?)null, 95),
            6 => (Availability.OnBreak, 20, 6),
            _ => (Availability.NotAvailable, null, 0),
        };
        DemoScript.Taken(practitioner.SayAvailability(says, minutes, site.ActorOf(doctor), clock.Now.AddMinutes(-ago)).Refusal);
        db.AddRange(account, practitioner);
    }

    private void AddPatient(ClinicDbContext db, DemoPatient patient, DemoClock clock, DateTimeOffset at)
    {
        var account = patient.Email is { } email ? AccountOf(email, Role.Patient, patient.Name, at) : null;
        var (record, refusal) = Patient.Register(
            site.SelfOrReception(patient), patient.Name, patient.BirthDate, patient.Phone, at, clock.Policy.DayOf(at),
            accountId: account?.Id, id: patient.Id);
        DemoScript.Taken(refusal);
        if (account is not null) db.Add(account);
        db.Add(record!);
    }

    private Account AccountOf(string email, Role role, string name, DateTimeOffset at)
    {
        var by = role == Role.Patient ? Actor.System(site.Id) : site.Admin;
        var id = DemoSite.AccountId(email);
        return new Account(site.Id, role, email, name, by.UserId == id ? Actor.System(site.Id) : by, at, id)
        {
            NormalizedEmail = normalizer.NormalizeEmail(email),
            NormalizedUserName = normalizer.NormalizeName(email),
            PasswordHash = passwordHash,
        };
    }
}
