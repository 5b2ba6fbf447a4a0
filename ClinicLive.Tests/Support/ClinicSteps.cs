using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Tests.Support;

/// <summary>What the people of a test clinic do, through the real services.</summary>
internal static class ClinicSteps
{
    public static NewAppointment Wish(
        this ClinicDatabase clinic, DateTimeOffset? start = null, Actor? doctor = null, Actor? patient = null, int minutes = 15, string? reason = "Cough", Guid? commandId = null) =>
        new(
            (patient ?? clinic.Home.Patient).PatientId!.Value,
            (doctor ?? clinic.Home.Doctor).PractitionerId!.Value,
            start ?? clinic.Now.AddMinutes(30),
            minutes,
            reason,
            commandId ?? Guid.NewGuid());

    /// <summary>Reception books, today in half an hour where nothing else is said.</summary>
    public static async Task<BoardRow> BookAsync(
        this ClinicDatabase clinic, DateTimeOffset? start = null, Actor? doctor = null, Actor? patient = null, int minutes = 15)
    {
        var outcome = await clinic.Booking.BookAsync(clinic.Home.Lena, clinic.Wish(start, doctor, patient, minutes));
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Sentence);
    }

    public static AppointmentCommand Command(this BoardRow seen, string? reason = null, Guid? commandId = null) =>
        new(seen.Id, seen.Status, seen.Version, commandId ?? Guid.NewGuid(), reason);

    public static Task<Outcome<BoardRow>> MoveAsync(this ClinicDatabase clinic, Actor by, BoardRow seen, AppointmentStatus to, string? reason = null) =>
        clinic.Appointments.MoveAsync(by, seen.Command(reason), to);

    /// <summary>Moves that must succeed, one after the other, each by the first person who may.</summary>
    public static async Task<BoardRow> ThenAsync(this ClinicDatabase clinic, BoardRow row, params AppointmentStatus[] path)
    {
        foreach (var to in path)
        {
            var isDoctors = to is AppointmentStatus.InConsultation or AppointmentStatus.Paused or AppointmentStatus.Done;
            var doctor = row.PractitionerId == clinic.Home.Doctor.PractitionerId ? clinic.Home.Doctor : clinic.Home.SecondDoctor;
            var by = to == AppointmentStatus.EnteredInError ? clinic.Home.Admin : isDoctors ? doctor : clinic.Home.Lena;
            if (to == AppointmentStatus.NoShow && clinic.Now < row.Start) clinic.Clock.AdvanceTo(row.Start); // nobody has missed what has not begun
            var outcome = await clinic.MoveAsync(by, row, to, "because");
            row = outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Sentence);
        }

        return row;
    }

    public static Task<BoardRow> CheckInAsync(this ClinicDatabase clinic, BoardRow row) => clinic.ThenAsync(row, AppointmentStatus.Arrived);

    /// <summary>An appointment of today in half an hour, brought into a state by the people whose steps lead there.</summary>
    public static async Task<BoardRow> InAsync(this ClinicDatabase clinic, AppointmentStatus status)
    {
        var wish = clinic.Wish();
        return status switch
        {
            AppointmentStatus.Requested => (await clinic.Booking.RequestAsync(clinic.Home.Patient, wish)).Value!,
            AppointmentStatus.Waitlisted => await clinic.ThenAsync(await clinic.InAsync(AppointmentStatus.Requested), AppointmentStatus.Waitlisted),
            AppointmentStatus.Held => (await clinic.Booking.HoldAsync(clinic.Home.Patient, wish)).Value!,
            AppointmentStatus.Booked => await clinic.BookAsync(),
            AppointmentStatus.Ready or AppointmentStatus.InConsultation or AppointmentStatus.LeftUnseen =>
                await clinic.ThenAsync(await clinic.InAsync(AppointmentStatus.Arrived), status),
            AppointmentStatus.Paused or AppointmentStatus.Done => await clinic.ThenAsync(await clinic.InAsync(AppointmentStatus.InConsultation), status),
            _ => await clinic.ThenAsync(await clinic.BookAsync(), status),
        };
    }
}
