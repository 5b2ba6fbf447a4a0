using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Insight;

/// <summary>
/// The year of a real practice (shared data, clinic-days) taken over into one clinic as history, once for all tests that read it. The
/// clock stands two years later.
/// </summary>
public sealed class YearOfHistory : IAsyncLifetime, IDisposable
{
    private ClinicDatabase? _clinic;

    internal ClinicDatabase Clinic => _clinic ?? throw new InvalidOperationException("The shared data is not here.");

    internal PastTaken Taken { get; private set; } = null!;

    /// <summary>The rows as they were sent.</summary>
    internal PastFile File { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!SharedData.IsHere) return;
        _clinic = new ClinicDatabase();
        File = FileOf(_clinic, StatusOf);
        var outcome = await _clinic.Get<HistoryImportService>().ImportAsync(_clinic.Home.Admin, File.Patients, File.Appointments);
        Taken = outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Sentence);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _clinic?.Dispose();

    /// <summary>The whole file for one doctor, with the states that the caller says.</summary>
    internal static PastFile FileOf(ClinicDatabase clinic, Func<DayAppointment, AppointmentStatus> status)
    {
        var (policy, doctor) = (clinic.Home.Policy, clinic.Home.Doctor.PractitionerId!.Value);
        return new PastFile(
            [.. ClinicDays.All.Select(a => a.Patient).Distinct().Select(id => new PastPatient(id, ClinicDays.Patient(id).Name, ClinicDays.Patient(id).Born))],
            [.. ClinicDays.All.Select(a => new PastAppointment(
                a.Id, a.Patient, doctor, policy.At(a.Day, a.At), policy.At(a.Day, a.At).AddMinutes(15), status(a), On(a, a.CheckIn), On(a, a.Start), On(a, a.End)))]);

        DateTimeOffset? On(DayAppointment a, TimeOnly? time) => time is { } t ? policy.At(a.Day, t) : null;
    }

    private static AppointmentStatus StatusOf(DayAppointment a) => a.Outcome switch
    {
        "attended" => AppointmentStatus.Done,
        "cancelled" => AppointmentStatus.Cancelled,
        "did not attend" => AppointmentStatus.NoShow,
        _ => AppointmentStatus.Booked, // nobody wrote down what became of it
    };
}

/// <summary>Patients and appointments as another system sends them.</summary>
internal sealed record PastFile(IReadOnlyList<PastPatient> Patients, IReadOnlyList<PastAppointment> Appointments);
