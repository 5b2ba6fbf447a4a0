using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>
/// How the demo's appointments came to where they are: every one takes the entity's own steps, by the people who may take
/// them and at believable times, so that its history is a true one. A refusal is a fault of the demo and is thrown.
/// </summary>
internal sealed class DemoScript(DemoSite site, DemoClock clock, Random random)
{
    /// <summary>Agreed some days ago: booked at the desk, or chosen and confirmed by a patient who has an account.</summary>
    public Appointment Agree(Guid id, DemoPatient patient, DemoDoctor doctor, DateTimeOffset start, DateTimeOffset at)
    {
        var reason = DemoNames.Reason(random);
        var by = site.SelfOrReception(patient);
        if (by.Role != Role.Patient)
        {
            return Made(Appointment.Book(patient.Id, site.IdOf(doctor), start, doctor.Minutes, reason, walkIn: false, By(by, at), id));
        }

        var held = Made(Appointment.Hold(patient.Id, site.IdOf(doctor), start, doctor.Minutes, reason, By(by, at), id));
        Taken(held.ConfirmHold(By(by, at.AddMinutes(2))));
        return held;
    }

    /// <summary>Agreed for today, between two and twelve days ago; three of five said yesterday that they will come.</summary>
    public Appointment AgreeForToday(Guid id, DemoPatient patient, DemoDoctor doctor, int minute, bool mayConfirm = true)
    {
        var appointment = Agree(id, patient, doctor, clock.At(clock.Day, minute), clock.DaysBefore(random.Next(2, 13), random));
        if (mayConfirm && random.Next(5) < 3) Taken(appointment.ConfirmAttendance(By(site.SelfOrReception(patient), clock.DaysBefore(1, random))));
        return appointment;
    }

    /// <summary>Came without an appointment.</summary>
    public Appointment WalkIn(Guid id, DemoPatient patient, DemoDoctor doctor, int minute) => Made(Appointment.Book(
        patient.Id, site.IdOf(doctor), clock.At(clock.Day, minute), doctor.Minutes, DemoNames.Reason(random), walkIn: true,
        By(Reception(), clock.Happened(minute)), id));

    /// <summary>Asked for, and not answered yet.</summary>
    public Appointment Ask(Guid id, DemoPatient patient, DemoDoctor doctor, int minute) => Made(Appointment.Request(
        patient.Id, site.IdOf(doctor), clock.At(clock.Day, minute), doctor.Minutes, DemoNames.Reason(random),
        By(site.SelfOrReception(patient), clock.DaysBefore(random.Next(2, 4), random)), id));

    /// <summary>Asked for, and put on the waiting list yesterday.</summary>
    public Appointment AskAndWait(Guid id, DemoPatient patient, DemoDoctor doctor, int minute)
    {
        var appointment = Ask(id, patient, doctor, minute);
        Taken(appointment.PutOnWaitingList(By(Reception(), clock.DaysBefore(1, random))));
        return appointment;
    }

    /// <summary>Reserved at this moment: by a patient with an account for himself, or offered to one from the waiting list.</summary>
    public Appointment Reserve(Guid id, DemoPatient patient, DemoDoctor doctor, int minute)
    {
        var by = site.SelfOrReception(patient);
        if (by.Role == Role.Patient)
        {
            return Made(Appointment.Hold(
                patient.Id, site.IdOf(doctor), clock.At(clock.Day, minute), doctor.Minutes, DemoNames.Reason(random), By(by, clock.Now), id));
        }

        var offered = AskAndWait(id, patient, doctor, minute);
        Taken(offered.Offer(By(Reception(), clock.Now)));
        return offered;
    }

    /// <summary>Called off: by the patient in time, by the doctor the day before, or at the desk this morning.</summary>
    public void CallOff(Appointment appointment, DemoPatient patient, DemoDoctor doctor)
    {
        var yesterday = clock.Now.AddDays(-1);
        var change = (doctor.Number % 3) switch
        {
            0 => By(Reception(), clock.Happened(clock.ReferenceMinute - 90), "The patient called: no child care this afternoon."),
            1 => By(site.ActorOf(doctor), clock.DaysBefore(1, random), "The result came back in order; no visit needed."),
            _ when yesterday <= appointment.Start - clock.Policy.PatientCutOff =>
                By(site.SelfOrReception(patient), yesterday, "I cannot get away from work."),
            _ => By(Reception(), clock.DaysBefore(1, random), "The patient has moved away."),
        };
        Taken(appointment.Cancel(change));
    }

    /// <summary>Was seen. Times in minutes of the plan.</summary>
    public void See(Appointment appointment, DemoDoctor doctor, double arrived, double began, double ended)
    {
        if (appointment.Status == AppointmentStatus.Booked) Taken(appointment.CheckIn(By(Reception(), clock.Happened(arrived))));
        if (random.Next(2) == 0) Taken(appointment.MarkReady(By(Reception(), clock.Happened((arrived + began) / 2))));
        Taken(appointment.Call(By(site.ActorOf(doctor), clock.Happened(Math.Max((arrived + began) / 2, began - 1)))));
        Taken(appointment.StartConsultation(By(site.ActorOf(doctor), clock.Happened(began))));
        Taken(appointment.Finish(By(site.ActorOf(doctor), clock.Happened(ended))));
    }

    /// <summary>Did not come.</summary>
    public void Miss(Appointment appointment, double noticed) => Taken(appointment.MarkNoShow(By(Reception(), clock.Happened(noticed))));

    /// <summary>Came, and left before being seen.</summary>
    public void Leave(Appointment appointment, double arrived, double left)
    {
        Taken(appointment.CheckIn(By(Reception(), clock.Happened(arrived))));
        Taken(appointment.LeaveUnseen(By(Reception(), clock.Happened(left), "Could not wait any longer and will call again.")));
    }

    /// <summary>Should never have been there.</summary>
    public void Strike(Appointment appointment) => Taken(appointment.EnterInError(
        By(site.Admin, clock.Happened((7 * 60) + 50), "Booked for the wrong patient of the same name.")));

    /// <summary>Nobody ended it, so the clinic itself did at midnight.</summary>
    public void Forget(Appointment appointment, DemoDoctor doctor, bool hasBegun)
    {
        Taken(appointment.CheckIn(By(Reception(), appointment.Start.AddMinutes(-4))));
        if (hasBegun) Taken(appointment.StartConsultation(By(site.ActorOf(doctor), appointment.Start.AddMinutes(6))));
        var clinic = By(Actor.System(site.Id), clock.Policy.At(appointment.Day.AddDays(1), TimeOnly.MinValue), EndOfDay.Why);
        Taken(hasBegun ? appointment.Finish(clinic) : appointment.LeaveUnseen(clinic));
    }

    /// <summary>When somebody who came late had been given up.</summary>
    public DateTimeOffset GivenUp(DateTimeOffset arrived) => arrived - ((clock.Now - arrived) / 3);

    /// <summary>Is in the house since a time, and has come as far as the guest has.</summary>
    public void Receive(Appointment appointment, DemoDoctor doctor, DemoGuest guest, DateTimeOffset arrived)
    {
        var own = site.ActorOf(doctor);
        var desk = Reception();
        if (guest.CameLate) Taken(appointment.MarkNoShow(By(desk, GivenUp(arrived))));
        Taken(guest.CameLate ? appointment.ArriveLate(By(desk, arrived)) : appointment.CheckIn(By(desk, arrived)));
        if (guest.Status == AppointmentStatus.Arrived) return;

        var began = clock.Ago(guest.Status switch
        {
            AppointmentStatus.InConsultation => guest.Minutes,
            AppointmentStatus.Paused => guest.Minutes + DemoDay.BeforePause,
            _ => 0, // not yet
        });
        Taken(appointment.MarkReady(By(desk, arrived + ((began - arrived) / 3))));
        if (guest.Called) Taken(appointment.Call(By(own, clock.Ago(0.7))));
        if (!guest.HasBegun) return;

        Taken(appointment.Call(By(own, arrived + ((began - arrived) * 0.9))));
        Taken(appointment.StartConsultation(By(guest.StartedByReception ? desk : own, began)));
        if (guest.Status == AppointmentStatus.Paused) Taken(appointment.Pause(By(own, clock.Ago(guest.Minutes))));
    }

    /// <summary>Who does it, when and why.</summary>
    public Change By(Actor by, DateTimeOffset at, string? reason = null) => new(by, at, clock.Policy, reason);

    /// <summary>A step that has to succeed.</summary>
    public static void Taken(Refusal? refusal)
    {
        if (refusal is not null) throw new InvalidOperationException($"The demo clinic broke a rule of the clinic: {refusal.Sentence}");
    }

    private static Appointment Made((Appointment? Appointment, Refusal? Refusal) made)
    {
        Taken(made.Refusal);
        return made.Appointment!;
    }

    private Actor Reception() => site.Reception(random.Next(4));
}
