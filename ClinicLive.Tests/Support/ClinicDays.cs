using System.Globalization;

namespace ClinicLive.Tests.Support;

/// <summary>
/// A year of one practice from the shared data (clinic-days, MIT): who was booked when for which slot, and what became of it.
/// Local times without a zone.
/// </summary>
internal static class ClinicDays
{
    private static readonly Lazy<List<DayAppointment>> Year = new(() => Read("appointments.csv", Appointment));
    private static readonly Lazy<ILookup<DateOnly, DayAppointment>> ByDay = new(() => Year.Value.ToLookup(a => a.Day));
    private static readonly Lazy<Dictionary<string, (string Name, DateOnly Born)>> ById = new(() =>
        Read("patients.csv", csv => (Id: csv["patient_id"], Name: csv["name"], Born: Date(csv["dob"]))).ToDictionary(p => p.Id, p => (p.Name, p.Born)));

    public static IReadOnlyList<DayAppointment> All => Year.Value;

    public static IReadOnlyList<DayAppointment> Of(DateOnly day) => [.. ByDay.Value[day]];

    public static (string Name, DateOnly Born) Patient(string id) => ById.Value[id];

    private static DayAppointment Appointment(IReadOnlyDictionary<string, string> csv) => new(
        csv["appointment_id"], csv["slot_id"], Date(csv["scheduling_date"]), Date(csv["appointment_date"]), Time(csv["appointment_time"])!.Value, csv["status"],
        Time(csv["check_in_time"]), Time(csv["start_time"]), Time(csv["end_time"]), Minutes(csv["waiting_time"]), Minutes(csv["appointment_duration"]), csv["patient_id"]);

    // The files quote nothing, so a line is its fields and commas.
    private static List<T> Read<T>(string file, Func<IReadOnlyDictionary<string, string>, T> row)
    {
        var lines = File.ReadLines(SharedData.Find("clinic-days", file)).Select(line => line.Split(',')).ToList();
        return [.. lines.Skip(1).Select(fields => row(lines[0].Zip(fields).ToDictionary(f => f.First, f => f.Second)))];
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static TimeOnly? Time(string? text) => string.IsNullOrEmpty(text) ? null : TimeOnly.ParseExact(text, "HH:mm:ss", CultureInfo.InvariantCulture);

    private static double? Minutes(string? text) => string.IsNullOrEmpty(text) ? null : double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>One appointment of the data, in local time.</summary>
internal sealed record DayAppointment(
    string Id, string Slot, DateOnly BookedOn, DateOnly Day, TimeOnly At, string Outcome,
    TimeOnly? CheckIn, TimeOnly? Start, TimeOnly? End, double? WaitMinutes, double? Minutes, string Patient);
