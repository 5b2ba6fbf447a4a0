using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Replay;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Replay;

/// <summary>
/// Two days on which people do anything they may in any order, through the real services. After every step of the second day its
/// board is written down as the screens had it.
/// </summary>
internal sealed class BusyDay(ClinicDatabase clinic, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<Guid> _ids = [];
    private int _minute;

    public DateOnly Day { get; } = new(2026, 6, 17);

    /// <summary>The rows of the board after everything that happened at an instant.</summary>
    public Dictionary<DateTimeOffset, IReadOnlyList<BoardRow>> Seen { get; } = [];

    public async Task LiveAsync()
    {
        // The evening before leaves somebody in the house, and bookings that are moved to and from the day.
        for (var i = 0; i < 90; i++) await StepAsync();
        clinic.Clock.AdvanceTo(clinic.Home.Policy.At(Day, new TimeOnly(7, 30)));
        for (var i = 0; i < 300; i++)
        {
            await StepAsync();
            if (clinic.Home.Policy.DayOf(clinic.Now) == Day) Seen[clinic.Now] = (await clinic.Boards.DayAsync(clinic.Home.Lena, Day)).Rows;
        }

        clinic.Clock.AdvanceTo(clinic.Home.Policy.At(Day.AddDays(1), new TimeOnly(9, 0)));
        await clinic.Get<EndOfDay>().SweepAsync();
        for (var i = 0; i < 20; i++) await StepAsync();
    }

    public async Task<DayReplay> ReplayAsync() => (await clinic.Get<ReplayQueries>().DayAsync(clinic.Home.Lena, Day))!;

    private async Task StepAsync()
    {
        clinic.Clock.Advance(TimeSpan.FromSeconds(_random.Next(0, 150))); // at times two things happen at one instant
        switch (_random.Next(20))
        {
            case 0 or 1:
                Keep(await clinic.Booking.BookAsync(Desk, clinic.Wish(Slot(), Doctor)));
                break;
            case 2:
                Keep(await clinic.Booking.WalkInAsync(Desk, clinic.Wish(clinic.Now, Doctor, minutes: 5)));
                break;
            case 3:
                Keep(_random.Next(2) == 0
                    ? await clinic.Booking.HoldAsync(clinic.Home.Patient, clinic.Wish(Slot(), Doctor))
                    : await clinic.Booking.RequestAsync(clinic.Home.Patient, clinic.Wish(Slot(), Doctor)));
                break;
            case 4 when _random.Next(3) == 0:
                await clinic.Get<EndOfDay>().SweepAsync();
                await clinic.Get<ExpiredHolds>().ReleaseAsync();
                break;
            default:
                if (_ids.Count > 0) await ChangeAsync((await clinic.Boards.FindAsync(clinic.Home.Admin, _ids[_random.Next(_ids.Count)]))!);
                break;
        }
    }

    // What is refused is refused: the log tells only of what happened.
    private Task ChangeAsync(BoardRow row)
    {
        var own = row.PractitionerId == clinic.Home.Doctor.PractitionerId ? clinic.Home.Doctor : clinic.Home.SecondDoctor;
        var service = clinic.Appointments;
        switch (_random.Next(13))
        {
            case 8:
                return service.PrioritizeAsync(Desk, row.Command("fever"), _random.Next(2) == 0 ? AppointmentPriority.Urgent : AppointmentPriority.Routine);
            case 9:
                return service.GiveToAsync(Desk, row.Command(), Doctor.PractitionerId!.Value);
            case 10:
                return service.GiveBackAsync(Desk, row.Command());
            case 11:
                return service.ComeBackAsync(Desk, row.Command());
            case 12:
                return service.ChooseRoomAsync(Desk, row.Command(), _random.Next(2) == 0 ? clinic.Home.RoomId : null);
            case 0:
                return service.CallAsync(Desk, row.Command());
            case 1:
                return service.ConfirmAttendanceAsync(Desk, row.Command());
            case 2:
                return service.RescheduleAsync(Desk, row.Command(), Doctor.PractitionerId!.Value, Slot(), 15);
            case 3:
                return service.UndoAsync(Desk, row.Command("by mistake"));
            default:
                var moves = Transitions.All.Where(t => t.From == row.Status && t.Step != Step.Undo && (t.Step != Step.EnterInError || _random.Next(8) == 0)).ToList();
                if (moves.Count == 0) return Task.CompletedTask;
                var move = moves[_random.Next(moves.Count)];
                var by = move.Roles.Contains(Role.Receptionist) ? Desk : move.Roles.Contains(Role.Practitioner) ? own : clinic.Home.Admin;
                return service.MoveAsync(by, row.Command("because"), move.To);
        }
    }

    private Actor Desk => _random.Next(2) == 0 ? clinic.Home.Lena : clinic.Home.Omar;

    private Actor Doctor => _random.Next(2) == 0 ? clinic.Home.Doctor : clinic.Home.SecondDoctor;

    // Mostly soon, now and then tomorrow; never twice the same, so that most of them fit.
    private DateTimeOffset Slot() => clinic.Now.AddMinutes((_minute++ % 9 * 16) + _random.Next(5)).AddDays(_random.Next(6) == 0 ? 1 : 0);

    private void Keep(Outcome<BoardRow> made)
    {
        if (made.Succeeded) _ids.Add(made.Value.Id);
    }
}
