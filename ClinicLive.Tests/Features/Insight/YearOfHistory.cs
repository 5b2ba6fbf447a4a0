using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Import;
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

    internal ImportReport Taken { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!SharedData.IsHere) return;
        _clinic = new ClinicDatabase();
        Taken = await TakeAsync(_clinic, UsualPlan(_clinic));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _clinic?.Dispose();

    /// <summary>How the practice's visits are read: what its table does not say.</summary>
    internal static CsvPlan UsualPlan(ClinicDatabase clinic) => new()
    {
        TimeZone = clinic.Home.Policy.Zone.Id,
        DoctorId = clinic.Home.Doctor.PractitionerId,
        Minutes = 15,
        Statuses = { ["unknown"] = AppointmentStatus.Booked }, // nobody wrote down what became of it
    };

    internal static async Task<ImportReport> TakeAsync(ClinicDatabase clinic, CsvPlan plan)
    {
        string[] names = ["patients.csv", "appointments.csv"];
        var request = new ImportRequest([.. names.Select(n => new ImportFile(SharedData.Find("clinic-days", n), n))]) { Plans = new Dictionary<string, CsvPlan> { ["appointments.csv"] = plan }, LeavesOutRejected = true };
        var outcome = await clinic.Get<ImportService>().RunAsync(clinic.Home.Admin, request);
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Sentence);
    }
}
