using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Benchmarks;

/// <summary>What a day of 200 appointments costs with little and with much history behind it: a change with the fresh read that follows it, and a page of a list.</summary>
internal static class HistoryBenchmark
{
    public static async Task RunAsync(Report report, int[] sizes)
    {
        foreach (var size in sizes)
        {
            await using var clinic = await LargeClinic.MakeAsync(size, daysAhead: 5, isPastOver: true);
            var row = (await clinic.Board.DayAsync(clinic.Reception, clinic.Today)).Day.Rows[^1];
            var (changes, _) = await Times.OfAsync(30, 200, async _ => row = await ChangeAsync(clinic, row));
            report.Add("a check-in or its undo, and the board read anew; appointments", size, changes);
            foreach (var (what, asked) in new (string, (string, string)[])[]
            {
                ("a doctor's day, FHIR; appointments", [("practitioner", $"{clinic.Doctors[0]}"), ("date", $"{clinic.Today:yyyy-MM-dd}"), ("_count", "50")]),
                ("a day of the clinic, first page, FHIR; appointments", [("date", $"{clinic.Today:yyyy-MM-dd}"), ("_count", "50")]),
            })
            {
                var (times, found) = await Times.OfAsync(10, 60, async _ => (await clinic.Fhir.SearchAsync(clinic.Reception, "Appointment", asked, strict: true)).Value?.Matches.Count ?? throw new InvalidOperationException(what));
                report.Add(what, size, times, new Count("", found, "found"));
            }
        }
    }

    private static async Task<BoardRow> ChangeAsync(LargeClinic clinic, BoardRow row)
    {
        var command = new AppointmentCommand(row.Id, row.Status, row.Version, Guid.CreateVersion7());
        var outcome = row.Status == AppointmentStatus.Booked ? await clinic.Appointments.MoveAsync(clinic.Reception, command, AppointmentStatus.Arrived) : await clinic.Appointments.UndoAsync(clinic.Reception, command);
        await clinic.Board.DayAsync(clinic.Reception, clinic.Today);
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Sentence);
    }
}
