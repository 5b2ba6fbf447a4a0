using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>The days around today: what patients had before, what is booked ahead, and what an earlier day left open.</summary>
internal sealed class DemoOtherDays(DemoSite site, DemoClock clock)
{
    /// <summary>How many working days ahead have bookings.</summary>
    public const int DaysAhead = 5;

    private static readonly int[] HistoryDaysAgo = [9, 36, 92, 180, 301];

    /// <summary>Earlier visits of the first five patients who have an account, so that their history is not empty.</summary>
    public IEnumerable<Appointment> History()
    {
        var random = new Random(site.Doctors.Count);
        var script = new DemoScript(site, clock, random);
        foreach (var patient in site.Patients.Take(5).Where(p => p.Email is not null))
        {
            for (var visit = 0; visit < HistoryDaysAgo.Length - (patient.Number % 2); visit++)
            {
                var day = clock.Day.AddDays(-HistoryDaysAgo[visit] - patient.Number);
                while (!DemoClock.IsWorkingDay(day)) day = day.AddDays(-1);
                var doctor = site.Doctors[(patient.Number - 1 + (visit / 2)) % site.Doctors.Count];
                var start = clock.At(day, (9 * 60) + (visit * 75) + (patient.Number * 5));
                var booked = start.AddDays(-random.Next(3, 15));
                var id = DemoIds.Of($"history {site.Domain} {patient.Number} {visit}");
                var appointment = script.Agree(id, patient, doctor, start, booked);
                var end = visit switch
                {
                    2 when patient.Number % 2 == 0 => AppointmentStatus.NoShow,
                    3 => AppointmentStatus.Cancelled,
                    _ => AppointmentStatus.Done,
                };
                Tell(script, appointment, doctor, end, random);
                yield return appointment;
            }
        }
    }

    /// <summary>Two of the last working day whom nobody ended, so that the first evening's closing can be looked at and taken back.</summary>
    public IEnumerable<Appointment> Forgotten()
    {
        if (site.Doctors.Count < 4) yield break;
        var script = new DemoScript(site, clock, new Random(2));
        var day = clock.Day.AddDays(-1);
        while (!DemoClock.IsWorkingDay(day)) day = day.AddDays(-1);
        for (var i = 0; i < 2; i++)
        {
            var doctor = site.Doctors[i == 0 ? 1 : 3];
            var start = clock.At(day, (16 * 60) + (i * 25));
            var appointment = script.Agree(DemoIds.Of($"forgotten {site.Domain} {i}"), site.Patients[^(i + 1)], doctor, start, start.AddDays(-6));
            script.Forget(appointment, doctor, hasBegun: i == 1);
            yield return appointment;
        }
    }

    /// <summary>Bookings of the coming working days that have none of the demo yet, around what is booked there already.</summary>
    public IEnumerable<Appointment> Ahead(IReadOnlyList<Appointment> booked)
    {
        foreach (var day in clock.ComingWorkingDays(DaysAhead).Where(day => booked.All(a => a.Id != site.AheadId(day, 0))))
        {
            foreach (var appointment in AheadOn(day, [.. booked.Where(a => a.Day == day)])) yield return appointment;
        }
    }

    /// <summary>
    /// Ends what an earlier day left open, because an open consultation keeps its doctor from beginning another. Each ends at
    /// a time at which somebody would have noticed.
    /// </summary>
    /// <param name="left">Open appointments of earlier days.</param>
    /// <param name="doctors">The acting person of a practitioner's record.</param>
    public void EndLeftovers(IEnumerable<Appointment> left, Func<Guid, Actor> doctors)
    {
        foreach (var appointment in left)
        {
            var (to, by, noticed, reason) = appointment.Status switch
            {
                AppointmentStatus.InConsultation or AppointmentStatus.Paused =>
                    (AppointmentStatus.Done, doctors(appointment.PractitionerId),
                        appointment.StatusSince + (appointment.End - appointment.Start), (string?)null),
                AppointmentStatus.Arrived or AppointmentStatus.Ready =>
                    (AppointmentStatus.LeftUnseen, site.Reception(), appointment.StatusSince.AddMinutes(90), "Went home when the clinic closed."),
                AppointmentStatus.Booked => (AppointmentStatus.NoShow, site.Reception(), appointment.End.AddMinutes(15), null),
                _ => (AppointmentStatus.Cancelled, site.Reception(), appointment.End, "No time was found on that day."),
            };
            if (noticed < appointment.StatusSince) noticed = appointment.StatusSince;
            if (noticed > clock.Now) noticed = clock.Now;
            DemoScript.Taken(appointment.MoveTo(to, new Change(by, noticed, clock.Policy, reason)));
        }
    }

    private void Tell(DemoScript script, Appointment appointment, DemoDoctor doctor, AppointmentStatus end, Random random)
    {
        var start = appointment.Start;
        switch (end)
        {
            case AppointmentStatus.NoShow:
                DemoScript.Taken(appointment.MarkNoShow(script.By(site.Reception(), start.AddMinutes(20))));
                break;
            case AppointmentStatus.Cancelled:
                DemoScript.Taken(appointment.Cancel(script.By(site.Reception(1), start.AddDays(-1), "The patient has a cold and will book again.")));
                break;
            default:
                DemoScript.Taken(appointment.CheckIn(script.By(site.Reception(), start.AddMinutes(-random.Next(2, 12)))));
                DemoScript.Taken(appointment.StartConsultation(script.By(site.ActorOf(doctor), start.AddMinutes(random.Next(1, 9)))));
                DemoScript.Taken(appointment.Finish(script.By(site.ActorOf(doctor), start.AddMinutes(10 + doctor.Minutes))));
                break;
        }
    }

    private IEnumerable<Appointment> AheadOn(DateOnly day, IReadOnlyList<Appointment> booked)
    {
        var random = new Random((day.DayNumber * 37) + site.Doctors.Count);
        var script = new DemoScript(site, clock, random);
        var agendas = site.Doctors.ToDictionary(d => site.IdOf(d), _ => new DemoAgenda());
        foreach (var appointment in booked.Where(a => a.HoldsSlot && agendas.ContainsKey(a.PractitionerId)))
        {
            agendas[appointment.PractitionerId].Block(
                (int)clock.Policy.ToLocal(appointment.Start).TimeOfDay.TotalMinutes, (int)(appointment.End - appointment.Start).TotalMinutes);
        }

        var patients = site.Patients.Where(p => p.Number > 1 && booked.All(a => a.PatientId != p.Id)).ToArray();
        random.Shuffle(patients);
        var count = Math.Min(random.Next(site.AheadPerDay.Fewest, site.AheadPerDay.Most + 1), patients.Length);
        for (var i = 0; i < count; i++)
        {
            var doctor = site.Doctors[i % site.Doctors.Count];

            // One Wednesday of the coming five days is the first patient's, so that he has something to move or call off.
            var patient = i == 2 && day.DayOfWeek == DayOfWeek.Wednesday ? site.Patients[0] : patients[i];
            var (opens, latest) = (doctor.Opens.Hour * 60 + doctor.Opens.Minute, (doctor.Closes.Hour * 60) + doctor.Closes.Minute - doctor.Minutes);
            if (agendas[site.IdOf(doctor)].Take(random.Next(opens, latest), doctor.Minutes, opens, latest) is not { } place) continue;
            yield return script.Agree(site.AheadId(day, i), patient, doctor, clock.At(day, place), clock.DaysBefore(random.Next(1, 15), random));
        }
    }
}
