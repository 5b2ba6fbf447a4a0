using System.Globalization;
using System.Reflection;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Support;

/// <summary>One appointment in memory, in any state, with a clock and the people around it. No database.</summary>
internal sealed class Visit
{
    public static readonly Guid ClinicId = Guid.Parse("c0000000-0000-4000-8000-000000000001");
    public static readonly Actor Lena = Person(Role.Receptionist, "Lena");
    public static readonly Actor Omar = Person(Role.Receptionist, "Omar");
    public static readonly Actor Admin = Person(Role.Admin, "Ines");
    public static readonly Actor Doctor = Person(Role.Practitioner, "Dr Berg") with { PractitionerId = Guid.NewGuid() };
    public static readonly Actor OtherDoctor = Person(Role.Practitioner, "Dr Cole") with { PractitionerId = Guid.NewGuid() };
    public static readonly Actor Patient = Person(Role.Patient, "Paula") with { PatientId = Guid.NewGuid() };
    public static readonly Actor OtherPatient = Person(Role.Patient, "Quentin") with { PatientId = Guid.NewGuid() };
    public static readonly Actor Clinic = Actor.System(ClinicId);

    private static readonly PropertyInfo[] Facts = [.. typeof(Appointment).GetProperties().Where(p => p.Name != nameof(Appointment.UndoTarget))];

    public Visit(AppointmentStatus status, TimeSpan? startsIn = null, TimeSpan? cutOff = null, string zone = "Europe/Berlin", DateTimeOffset? now = null)
    {
        Now = now ?? new DateTimeOffset(2026, 6, 17, 8, 0, 0, TimeSpan.Zero);
        Policy = new ClinicPolicy("Test", TimeZoneInfo.FindSystemTimeZoneById(zone), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20), cutOff ?? TimeSpan.Zero, false);
        Appointment = Make(status, Now + (startsIn ?? TimeSpan.FromMinutes(30)));
        foreach (var (to, by) in PathTo(status))
        {
            if (to == NoShow && Now < Appointment.Start) Now = Appointment.Start; // nobody has missed what has not begun
            if (Appointment.MoveTo(to, By(by, "because")) is { } refusal) throw new InvalidOperationException($"{Appointment.Status} -> {to}: {refusal.Sentence}");
        }

        Appointment.TakeRaised();
    }

    public Appointment Appointment { get; }

    public ClinicPolicy Policy { get; }

    public DateTimeOffset Now { get; private set; }

    public static Actor Of(Role role) => role switch
    {
        Role.Receptionist => Lena,
        Role.Admin => Admin,
        Role.Practitioner => Doctor,
        Role.Patient => Patient,
        _ => Clinic,
    };

    public Visit After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public Visit AfterMinutes(double minutes) => After(TimeSpan.FromMinutes(minutes));

    public Change By(Actor actor, string? reason = null) => new(actor, Now, Policy, reason, Guid.NewGuid());

    /// <summary>A move that must be accepted.</summary>
    public Visit Moved(AppointmentStatus to, Actor by, string? reason = null)
    {
        Appointment.MoveTo(to, By(by, reason)).Should().BeNull($"{Appointment.Status} -> {to} by {by.DisplayName}");
        return this;
    }

    /// <summary>Every public fact about the appointment: equal texts are equal appointments.</summary>
    public string Dump() => string.Join(", ", Facts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}={p.GetValue(Appointment)}")));

    private Appointment Make(AppointmentStatus status, DateTimeOffset start)
    {
        var (patient, doctor) = (Patient.PatientId!.Value, Doctor.PractitionerId!.Value);
        var (made, refusal) = status switch
        {
            Requested or Waitlisted => Appointment.Request(patient, doctor, start, 15, "Cough", By(Patient)),
            Held => Appointment.Hold(patient, doctor, start, 15, "Cough", By(Patient)),
            _ => Appointment.Book(patient, doctor, start, 15, "Cough", walkIn: false, By(Lena)),
        };
        return made ?? throw new InvalidOperationException(refusal!.Sentence);
    }

    private static (AppointmentStatus To, Actor By)[] PathTo(AppointmentStatus status) => status switch
    {
        Waitlisted => [(Waitlisted, Lena)],
        Arrived => [(Arrived, Lena)],
        Ready => [(Arrived, Lena), (Ready, Lena)],
        InConsultation => [(Arrived, Lena), (Ready, Lena), (InConsultation, Doctor)],
        Paused => [(Arrived, Lena), (Ready, Lena), (InConsultation, Doctor), (Paused, Doctor)],
        Done => [(Arrived, Lena), (Ready, Lena), (InConsultation, Doctor), (Done, Doctor)],
        Cancelled => [(Cancelled, Lena)],
        NoShow => [(NoShow, Lena)],
        LeftUnseen => [(Arrived, Lena), (LeftUnseen, Lena)],
        EnteredInError => [(EnteredInError, Admin)],
        _ => [],
    };

    private static Actor Person(Role role, string name) => new(Guid.NewGuid(), ClinicId, role, name);
}
