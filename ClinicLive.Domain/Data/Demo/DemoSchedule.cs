using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>
/// When a demo clinic, its doctors and its rooms are there, and its kinds of visits. Every day of the week and from early to late, so
/// that whoever tries the demo can book tomorrow at ten on any date, and is refused at three in the morning.
/// </summary>
internal sealed class DemoSchedule(DemoSite site)
{
    private static readonly HoursSpan Day = new(new TimeOnly(6, 0), TimeOnly.MinValue); // until midnight: somebody who tries it in the evening finds free times too

    // Name, minutes, buffer, online, the numbers of the doctors who offer it (none: all).
    private static readonly (string Name, int Minutes, int Buffer, bool Online, int[] Doctors)[] Kinds =
    [
        ("Consultation", 15, 0, true, []),
        ("Check-up", 30, 5, true, []),
        ("Vaccination", 10, 0, true, []),
        ("Follow-up", 10, 0, false, []),
        ("Minor surgery", 45, 15, false, [4, 5]),
    ];

    /// <summary>Adds everything to a context.</summary>
    public void AddTo(ClinicDbContext db, DateTimeOffset at)
    {
        var change = new ScheduleChange(site.Admin, at);
        Says(HoursOwner.Clinic(site.Id), WeekHours.Daily(Day));
        foreach (var doctor in site.Doctors)
        {
            var own = doctor.Number == 6 ? new HoursSpan(new TimeOnly(7, 30), TimeOnly.MinValue) : Day;
            Says(HoursOwner.Practitioner(site.IdOf(doctor)), WeekHours.Daily(own));
            Says(HoursOwner.Room(site.RoomId(doctor.Room)), WeekHours.Daily(Day));
        }

        Says(HoursOwner.Room(site.RoomId("Treatment room")), WeekHours.Daily(new HoursSpan(new TimeOnly(8, 0), new TimeOnly(18, 0))));
        foreach (var kind in Kinds)
        {
            var doctors = site.Doctors.Where(d => kind.Doctors.Contains(d.Number)).Select(site.IdOf).ToList();
            if (kind.Doctors.Length > 0 && doctors.Count == 0) continue; // nobody there does it
            var (type, refusal) = VisitType.Add(new VisitTypeWish(kind.Name, kind.Minutes, kind.Buffer, kind.Online, doctors), change, site.VisitTypeId(kind.Name));
            DemoScript.Taken(refusal);
            db.Add(type!);
            db.AddRange(doctors.Select(id => new VisitTypeOffer { VisitTypeId = type!.Id, PractitionerId = id }));
        }

        void Says(HoursOwner owner, WeekHours week) => db.Add(WorkingHours.First(owner, week, change, DemoIds.Of($"hours {owner.Id:N}")));
    }
}
