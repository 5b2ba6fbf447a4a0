using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Tests.Support;

/// <summary>What people of a test clinic do with the waiting list, through the real services.</summary>
internal static class WaitingSteps
{
    /// <summary>The day after the test clinic's first day, a Thursday.</summary>
    public static readonly DateOnly Tomorrow = new(2026, 6, 18);

    public static async Task<Guid> VisitTypeAsync(this ClinicDatabase clinic, string name = "Check-up", int minutes = 30, bool online = true, params Guid[] doctors) =>
        (await clinic.Get<VisitTypeService>().AddAsync(clinic.Home.Admin, new VisitTypeWish(name, minutes, 0, online, doctors), Guid.NewGuid())).Value;

    /// <summary>A wish that exactly one time fits: tomorrow from ten to half past with the first doctor.</summary>
    public static WaitingWish Wants(this ClinicDatabase clinic, Guid type, Guid? patient = null) => new(
        patient ?? clinic.Home.Patient.PatientId!.Value, type, clinic.Home.Doctor.PractitionerId, Tomorrow, Tomorrow, Weekdays.All, new(10, 0), new(10, 30), "Cough", Guid.NewGuid());

    public static DateTimeOffset TenTomorrow(this ClinicDatabase clinic) => clinic.Home.Policy.At(Tomorrow, new TimeOnly(10, 0));

    /// <summary>Joins, and lets a minute pass, so that the next one waits less long.</summary>
    public static async Task<Guid> JoinAsync(this ClinicDatabase clinic, WaitingWish wish, Actor? by = null)
    {
        var outcome = await clinic.Get<WaitingListService>().JoinAsync(by ?? clinic.Home.Lena, wish);
        clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        return outcome.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Sentence) : outcome.Value;
    }

    public static Task<int> OfferAsync(this ClinicDatabase clinic) => clinic.Get<FreeTimeOffers>().OfferFreeTimesAsync();

    public static async Task<BoardRow> RowAsync(this ClinicDatabase clinic, Guid id) => (await clinic.Boards.FindAsync(clinic.Home.Lena, id))!;

    /// <summary>The offer runs out, and its time is given back.</summary>
    public static Task<int> LetOffersRunOutAsync(this ClinicDatabase clinic)
    {
        clinic.Clock.Advance(Appointment.HoldFor + TimeSpan.FromSeconds(1));
        return clinic.Get<ExpiredHolds>().ReleaseAsync();
    }

    /// <summary>So many patients with accounts of their own.</summary>
    public static async Task<IReadOnlyList<Actor>> PatientsAsync(this ClinicDatabase clinic, int count)
    {
        await using var db = clinic.NewContext();
        db.TellsNobody = true;
        var all = new List<Actor>();
        for (var i = 0; i < count; i++)
        {
            var email = $"waiting{i}@home.test";
            var account = new Account(clinic.Home.Id, Role.Patient, email, $"Waiting {i}", Actor.System(clinic.Home.Id), clinic.Now)
            {
                NormalizedEmail = email.ToUpperInvariant(),
                NormalizedUserName = email.ToUpperInvariant(),
            };
            var by = new Actor(account.Id, clinic.Home.Id, Role.Patient, $"Waiting {i}");
            var patient = Patient.Register(by, $"Waiting {i}", null, null, clinic.Now, new DateOnly(2026, 6, 17), accountId: account.Id).Patient!;
            db.AddRange(account, patient);
            all.Add(by with { PatientId = patient.Id });
        }

        await db.SaveChangesAsync();
        return all;
    }
}
