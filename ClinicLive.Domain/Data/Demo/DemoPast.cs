using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>The weeks before today, thinned out, so that waits, no-shows and load can be looked at. Of patients without an account: nobody finds visits that are not his.</summary>
internal sealed class DemoPast(DemoSite site, DemoClock clock)
{
    private const int Days = 18;
    private const int PerDoctor = 2;
    private const int Opens = 8 * 60;
    private const int Closes = 17 * 60;

    /// <summary>What is over, on the working days before the last one, which has its own (<see cref="DemoOtherDays.Forgotten"/>).</summary>
    public IEnumerable<Appointment> Make()
    {
        var random = new Random(site.Doctors.Count * 7);
        var script = new DemoScript(site, clock, random);
        var patients = site.Patients.Where(p => p.Email is null).ToList();
        if (site.Doctors.Count < 2) yield break;

        var day = Before(clock.Day);
        for (var i = 0; i < Days; i++)
        {
            day = Before(day);
            foreach (var doctor in site.Doctors)
            {
                for (var n = 0; n < PerDoctor; n++)
                {
                    var patient = patients[random.Next(patients.Count)];
                    var id = DemoIds.Of($"past {site.Domain} {doctor.Number} {n}", day);
                    yield return Visit(script, id, patient, doctor, clock.At(day, Place(doctor, n, random)), random);
                }
            }
        }
    }

    private static DateOnly Before(DateOnly day)
    {
        do day = day.AddDays(-1);
        while (!DemoClock.IsWorkingDay(day));
        return day;
    }

    // Spread over the usual hours, on the five-minute grid.
    private static int Place(DemoDoctor doctor, int number, Random random)
    {
        const int part = (Closes - Opens) / PerDoctor;
        return (Opens + (number * part) + random.Next(part - doctor.Minutes)) / 5 * 5;
    }

    private Appointment Visit(DemoScript script, Guid id, DemoPatient patient, DemoDoctor doctor, DateTimeOffset start, Random random)
    {
        var appointment = script.Agree(id, patient, doctor, start, start.AddDays(-random.Next(2, 20)));
        switch (random.Next(100))
        {
            case < 7:
                DemoScript.Taken(appointment.MarkNoShow(script.By(site.Reception(), start.AddMinutes(20))));
                break;
            case < 21:
                DemoScript.Taken(appointment.Cancel(script.By(site.Reception(), start.AddDays(-1), "The patient called off.")));
                break;
            default:
                // The later in the session, the longer one waits.
                var hour = clock.Policy.ToLocal(start).Hour;
                var came = start.AddMinutes(-random.Next(2, 14));
                var began = start.AddMinutes(random.Next(0, 6) + (hour % 12 % 5 * 3));
                DemoScript.Taken(appointment.CheckIn(script.By(site.Reception(), came)));
                DemoScript.Taken(appointment.StartConsultation(script.By(site.ActorOf(doctor), began)));
                DemoScript.Taken(appointment.Finish(script.By(site.ActorOf(doctor), began.AddMinutes(doctor.Minutes + random.Next(-6, 7)))));
                break;
        }

        return appointment;
    }
}
