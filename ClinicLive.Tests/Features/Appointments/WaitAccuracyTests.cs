using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Tests.Support;
using Xunit.Abstractions;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>
/// How far off the estimate is that a patient is shown when he checks in, over a year of a real practice (shared data,
/// clinic-days; 7,936 visits). The practice there worked by arrival and not by our order, so a part of the error is its own.
/// </summary>
public sealed class WaitAccuracyTests(ITestOutputHelper output)
{
    private static readonly Guid Doctor = Guid.Parse("d0000000-0000-4000-8000-000000000001");
    private static readonly PractitionerList Doctors =
        new([new PractitionerRow(Doctor, null, "Ada", "Berg", "", "", "", null, Availability.Available, default, null, true, 1)]);

    [SharedDataFact]
    public void A_year_of_waits_is_foretold_as_well_as_by_a_good_plan_and_far_better_than_by_a_bad_one()
    {
        var ours = Report("the rolling median, planned 15 minutes", Replay(15, useMedian: true));
        var plan = Report("the plan alone, 15 minutes (the true mean is 17.8)", Replay(15, useMedian: false));
        var oursOfBad = Report("the rolling median, planned 10 minutes", Replay(10, useMedian: true));
        var badPlan = Report("the plan alone, 10 minutes", Replay(10, useMedian: false));

        ours.Should().HaveCountGreaterThan(7_000);
        Mean(ours).Should().BeLessThanOrEqualTo(Mean(plan)).And.BeLessThan(16);
        InRange(ours).Should().BeGreaterThan(0.6);
        Mean(oursOfBad).Should().BeLessThan(Mean(badPlan) - 3, "it learns how long the doctor takes");
        InRange(oursOfBad).Should().BeGreaterThan(InRange(badPlan) + 0.1);
    }

    private List<Shown> Report(string how, List<Shown> all)
    {
        output.WriteLine($"{how}: {all.Count} visits, mean error {Mean(all):0.0} min, median {Median(all):0.0}, in the range {InRange(all):P0}; mean wait {all.Average(e => e.Waited):0.0} min");
        return all;
    }

    private static double Mean(List<Shown> all) => all.Average(e => e.Error);

    private static double Median(List<Shown> all) => all.Select(e => e.Error).Order().ElementAt(all.Count / 2);

    private static double InRange(List<Shown> all) => all.Count(e => e.Waited >= e.Estimate.FewestMinutes - 0.5 && e.Waited <= e.Estimate.MostMinutes + 0.5) / (double)all.Count;

    private static List<Shown> Replay(int planned, bool useMedian)
    {
        var shown = new List<Shown>();
        var earlier = new List<FinishedConsultation>(); // newest first
        for (var day = new DateOnly(2024, 1, 1); day.Year == 2024; day = day.AddDays(1))
        {
            var visits = ClinicDays.Of(day).Where(a => a.Outcome is "attended" or "did not attend").Select(a => (Data: a, Id: Guid.NewGuid())).ToList();
            var lengths = useMedian ? new ConsultationLengths(new Dictionary<Guid, IReadOnlyList<FinishedConsultation>> { [Doctor] = [.. earlier] }) : ConsultationLengths.None;
            foreach (var (own, id) in visits.Where(v => v.Data.Outcome == "attended"))
            {
                var now = At(day, own.CheckIn!.Value);
                var board = new DayBoard(day, [.. visits.Select(v => RowAt(now, v.Data, v.Id, isOther: v.Id != id, useMedian, planned)).OrderBy(r => r.Start)]);
                var forecast = new DayQueues(board, Doctors, lengths).Forecast(id)!;
                shown.Add(new Shown(forecast.At(now), (At(day, own.Start!.Value) - now).TotalMinutes));
            }

            earlier = [.. visits.Where(v => v.Data.End is not null).OrderByDescending(v => v.Data.End)
                .Select(v => new FinishedConsultation(v.Data.Minutes!.Value, planned)).Concat(earlier).Take(ConsultationLengths.Last)];
        }

        return shown;
    }

    /// <summary>The row as the board shows it at an instant: what is still to come is not known yet.</summary>
    private static BoardRow RowAt(DateTimeOffset now, DayAppointment a, Guid id, bool isOther, bool knowsFinished, int planned)
    {
        DateTimeOffset? Past(TimeOnly? time) => time is { } t && At(a.Day, t) is var at && at <= now ? at : null;
        var (came, began, ended) = (Past(a.CheckIn), isOther ? Past(a.Start) : null, isOther ? Past(a.End) : null);
        var status = (came, began, ended) switch
        {
            (_, _, not null) => AppointmentStatus.Done,
            (_, not null, _) => AppointmentStatus.InConsultation,
            (not null, _, _) => AppointmentStatus.Arrived,
            _ when a.Outcome == "did not attend" && now > At(a.Day, a.At).AddMinutes(15) => AppointmentStatus.NoShow,
            _ => AppointmentStatus.Booked,
        };
        var start = At(a.Day, a.At);
        return new BoardRow(
            id, id, "", Doctor, "Dr Berg", start, start.AddMinutes(planned), status, now, null, Guid.Empty, null, null, null, false, false, null,
            came, null, began, TimeSpan.Zero, knowsFinished ? ended : null, null, 1) { Day = a.Day };
    }

    private static DateTimeOffset At(DateOnly day, TimeOnly time) => new(day, time, TimeSpan.Zero);

    private sealed record Shown(WaitEstimate Estimate, double Waited)
    {
        public double Error => Math.Abs(((Estimate.FewestMinutes + Estimate.MostMinutes) / 2.0) - Waited);
    }
}
