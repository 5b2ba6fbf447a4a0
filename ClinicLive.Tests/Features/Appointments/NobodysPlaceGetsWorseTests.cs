using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>
/// Whatever happens on a day, the place that a waiting patient was told never gets worse, but for an urgent patient, one who
/// comes from another doctor's line, and a step that is taken back.
/// </summary>
public sealed class NobodysPlaceGetsWorseTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();
    private readonly Dictionary<string, int> _did = [];
    private Random _random = new(0);

    private TestClinic Home => _clinic.Home;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task On_a_random_day(int seed)
    {
        _random = new Random(seed);
        var told = new Dictionary<Guid, int>();
        var (compared, worse) = (0, 0);
        for (var i = 0; i < 160; i++)
        {
            _clinic.Clock.Advance(TimeSpan.FromSeconds(_random.Next(1, 240)));
            Compare(await PlacesAsync(), "the passing of time");
            _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
            var (what, mayMakeWorse) = await DoSomethingAsync();
            if (mayMakeWorse) told = [];
            Compare(await PlacesAsync(), what);
        }

        compared.Should().BeGreaterThan(150, "an empty waiting room proves nothing");
        worse.Should().Be(0);
        _did.Keys.Should().Contain(["book", "walk-in", "Arrived", "InConsultation"]);

        void Compare(IReadOnlyDictionary<Guid, int> now, string because)
        {
            foreach (var (id, place) in now)
            {
                if (!told.TryGetValue(id, out var before)) continue;
                compared++;
                if (place > before) worse++;
                place.Should().BeLessThanOrEqualTo(before, $"of {because}, step after {string.Join(", ", _did)}");
            }

            told = now.ToDictionary();
        }
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<IReadOnlyDictionary<Guid, int>> PlacesAsync()
    {
        var queues = await _clinic.Get<QueueQueries>().DayAsync(Home.Lena, Home.Policy.DayOf(_clinic.Now));
        return queues.Of(Home.Doctor.PractitionerId!.Value)!.Waiting
            .Where(r => queues.Forecast(r.Id) is not null)
            .ToDictionary(r => r.Id, r => queues.Forecast(r.Id)!.At(_clinic.Now).Position);
    }

    private async Task<(string What, bool MayMakeWorse)> DoSomethingAsync()
    {
        var start = _clinic.Now.AddMinutes(_random.Next(-10, 90));
        switch (_random.Next(14))
        {
            case < 3:
                return Did("book", await _clinic.Booking.BookAsync(Home.Lena, _clinic.Wish(start, minutes: 10)));
            case 3:
                return Did("walk-in", await _clinic.Booking.WalkInAsync(Home.Lena, _clinic.Wish(start, minutes: 10)));
        }

        var rows = (await _clinic.Boards.DayAsync(Home.Lena, Home.Policy.DayOf(_clinic.Now))).Rows
            .Where(r => r.PractitionerId == Home.Doctor.PractitionerId).ToList();
        if (rows.Count == 0) return ("nothing", false);
        var row = rows[_random.Next(rows.Count)];
        return (row.Status, _random.Next(10)) switch
        {
            (Booked, 0) => Did("reschedule", await _clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), row.PractitionerId, start, 10)),
            (Arrived or Ready, 0) => Did("urgent", await _clinic.Appointments.PrioritizeAsync(Home.Lena, row.Command("because"), AppointmentPriority.Urgent), mayMakeWorse: true),
            (Arrived, 1) => Did("undo", await _clinic.Appointments.UndoAsync(Home.Lena, row.Command("because")), mayMakeWorse: true),
            (Paused, < 5) => Did("back", await _clinic.Appointments.ComeBackAsync(Home.Lena, row.Command())),
            _ => await MoveAsync(row),
        };
    }

    private async Task<(string What, bool MayMakeWorse)> MoveAsync(BoardRow row)
    {
        var moves = Transitions.All.Where(t => t.From == row.Status && t.Step is not (Step.Undo or Step.EnterInError) && !t.Roles.Contains(Role.System) && t.To != Cancelled).ToList();
        if (moves.Count == 0) return ("nothing", false);
        var move = moves[_random.Next(moves.Count)];
        var by = move.Roles.Contains(Role.Practitioner) ? Home.Doctor : Home.Lena;
        return Did(move.To.ToString(), await _clinic.MoveAsync(by, row, move.To, "because"), mayMakeWorse: row.Priority == AppointmentPriority.Urgent); // who is urgent and comes goes before
    }

    private (string What, bool MayMakeWorse) Did(string what, Outcome<BoardRow> outcome, bool mayMakeWorse = false)
    {
        if (outcome.Changed) _did[what] = _did.GetValueOrDefault(what) + 1;
        return (what, mayMakeWorse && outcome.Changed);
    }
}
