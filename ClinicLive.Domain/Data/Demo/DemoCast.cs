using System.Globalization;
using ClinicLive.Domain.Shared;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>The two clinics of the demo. Every state of an appointment has somebody here who brings it onto today's board.</summary>
internal static class DemoCast
{
    /// <summary>The clinic that the demo is about.</summary>
    public static DemoSite Riverside { get; } = new(
        "demo.example",
        "Riverside Practice",
        "Europe/London",
        "St Brannoc's Hospital",
        [
            new("admin@demo.example", Role.Admin, "Margaret Doyle"),
            new("reception@demo.example", Role.Receptionist, "Nadia Haddad"),
            new("reception2@demo.example", Role.Receptionist, "Callum Reid"),
        ],
        [
            new(1, "Priya", "Raman", "General practice", "Room 1", new(8, 0), new(17, 30), 20)
            {
                Now = [new(InConsultation, 12), new(Ready, 17), new(Arrived, 12) { IsPatientOne = true }, new(Arrived, 3)],
                Last = Cancelled,
            },
            new(2, "Tomasz", "Zieliński", "Cardiology", "Room 2", new(8, 0), new(17, 0), 15)
            {
                Now = [new(InConsultation, 22), new(Arrived, 26), new(Ready, 8)],
                First = NoShow,
                Last = Held,
            },
            new(3, "Aoife", "O'Sullivan", "Paediatrics", "Room 3", new(8, 0), new(17, 30), 20)
            {
                Now = [new(Paused, 16), new(InConsultation, 4), new(Arrived, 9)],
                Last = Cancelled,
            },
            new(4, "Kwame", "Mensah", "Dermatology", "Room 4", new(8, 0), new(17, 0), 20)
            {
                Now = [new(InConsultation, 7) { StartedByReception = true }, new(Arrived, 14)],
                First = LeftUnseen,
            },
            new(5, "Elena", "García-Lorca", "Orthopaedics", "Room 5", new(8, 30), new(18, 0), 15)
            {
                Now = [new(Ready, 19) { Called = true }, new(Arrived, 6)],
                Last = Held,
            },
            new(6, "Haruto", "Tanaka", "Endocrinology", "Room 6", new(8, 0), new(17, 30), 25)
            {
                Now = [new(Arrived, 11) { CameLate = true }],
                Second = NoShow,
                Last = Cancelled,
            },
        ],
        [.. Enumerable.Range(1, 140).Select(n => Patient("demo.example", n, accounts: 40, offset: 0, "+44 1632 960"))],
        [Requested, Waitlisted, EnteredInError, Requested, Waitlisted, Requested],
        (10, 20));

    /// <summary>A clinic far away, to see that neither knows of the other.</summary>
    public static DemoSite Harbour { get; } = new(
        "other.example",
        "Harbour Clinic",
        "Australia/Sydney",
        "Harbour Clinic",
        [new("reception@other.example", Role.Receptionist, "Ruby Whitfield")],
        [
            new(1, "Isla", "McAllister", "General practice", "Room 1", new(8, 0), new(17, 0), 20)
            {
                Now = [new(InConsultation, 9), new(Arrived, 15) { IsPatientOne = true }, new(Ready, 5)],
                PerDay = 10,
                First = NoShow,
                Last = Cancelled,
            },
        ],
        [.. Enumerable.Range(1, 30).Select(n => Patient("other.example", n, accounts: 1, offset: 150, "+61 2 5550 1"))],
        [Requested, Waitlisted],
        (3, 4));

    /// <summary>Both, the first one first.</summary>
    public static IReadOnlyList<DemoSite> Sites { get; } = [Riverside, Harbour];

    // The telephone numbers are of the ranges that Ofcom and ACMA keep free for fiction: nobody is rung up by a demo.
    private static DemoPatient Patient(string domain, int number, int accounts, int offset, string phonePrefix)
    {
        var random = new Random(7_000 + offset + number);
        return new DemoPatient(
            number,
            DemoIds.Of($"patient {domain} {number}"),
            number <= accounts ? $"patient{number}@{domain}" : null,
            DemoNames.Patient(number, offset),
            new DateOnly(1934, 1, 1).AddDays(random.Next(number <= accounts ? 72 * 365 : 88 * 365)), // whoever has an account is of age
            string.Create(CultureInfo.InvariantCulture, $"{phonePrefix}{100 + number:000}"));
    }
}
