using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Support;

/// <summary>
/// The people of a clinic at work, each doing the next thing that comes to mind, the same things for the same seed. What
/// they try may be refused; that is a part of a day.
/// </summary>
internal sealed class Crowd(ClinicDatabase clinic, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _connections = [];
    private readonly List<Guid> _sessions = [];

    /// <summary>How many of the commands changed something.</summary>
    public int Changed { get; private set; }

    private TestClinic Home => clinic.Home;

    public async Task WorkAsync(int commands)
    {
        for (var i = 0; i < commands; i++)
        {
            clinic.Clock.Advance(TimeSpan.FromSeconds(_random.Next(0, 90)));
            if (await DoSomethingAsync()) Changed++;
        }
    }

    private Task<bool> DoSomethingAsync() => _random.Next(20) switch
    {
        < 5 => BookAsync(),
        < 14 => MoveAsync(),
        14 => SayAvailabilityAsync(),
        15 => ComeOrGoAsync(),
        16 or 17 => SignInOrOutAsync(),
        18 => RegisterAsync(),
        _ => RescheduleAsync(),
    };

    private T One<T>(params T[] of) => of[_random.Next(of.Length)];

    private DateTimeOffset SomeTime() => Home.Policy.At(Home.Policy.DayOf(clinic.Now), new TimeOnly(10, 0)).AddMinutes(5 * _random.Next(0, 120));

    private async Task<bool> BookAsync()
    {
        var wish = clinic.Wish(SomeTime(), One(Home.Doctor, Home.SecondDoctor), One(Home.Patient, Home.SecondPatient), One(10, 15, 30), One("Cough", null, "Fièvre < 39 & \"mal\""));
        return (_random.Next(4) switch
        {
            0 => await clinic.Booking.WalkInAsync(One(Home.Lena, Home.Omar), wish),
            1 => await clinic.Booking.RequestAsync(Home.Lena, wish),
            _ => await clinic.Booking.BookAsync(One(Home.Lena, Home.Omar), wish),
        }).Changed;
    }

    private async Task<BoardRow?> SomeRowAsync()
    {
        var rows = (await clinic.Boards.DayAsync(Home.Lena, Home.Policy.DayOf(clinic.Now))).Rows;
        return rows.Count == 0 ? null : rows[_random.Next(rows.Count)];
    }

    private async Task<bool> MoveAsync()
    {
        if (await SomeRowAsync() is not { } row) return await BookAsync();
        var own = row.PractitionerId == Home.Doctor.PractitionerId ? Home.Doctor : Home.SecondDoctor;
        var actor = One(Home.Lena, Home.Omar, own, own, Home.Admin);
        var command = row.Command(One("because", "a < b & \"c\""));
        var steps = Transitions.For(row.Status, actor.Role).Where(t => t.Step != Step.EnterInError || _random.Next(6) == 0).ToList();
        if (steps.Count == 0 || _random.Next(5) == 0)
        {
            return (row.Status.IsWaiting() ? await clinic.Appointments.CallAsync(One(Home.Lena, own), command) : await clinic.Appointments.ConfirmAttendanceAsync(Home.Omar, command)).Changed;
        }

        return (await clinic.Appointments.MoveAsync(actor, command, steps[_random.Next(steps.Count)].To)).Changed;
    }

    private async Task<bool> RescheduleAsync()
    {
        if (await SomeRowAsync() is not { } row) return false;
        var start = SomeTime().AddDays(One(0, 0, 1));
        return (await clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), One(Home.Doctor, Home.SecondDoctor).PractitionerId!.Value, start, 15)).Changed;
    }

    private async Task<bool> SayAvailabilityAsync()
    {
        var availability = One(Enum.GetValues<Availability>());
        return (await clinic.Get<PractitionerService>().SayAvailabilityAsync(
            One(Home.Doctor, Home.SecondDoctor), availability, availability == Availability.OnBreak ? One(10, 20, 30) : null)).Changed;
    }

    private async Task<bool> ComeOrGoAsync()
    {
        var presence = clinic.Get<PresenceService>();
        if (_connections.Count > 0 && _random.Next(3) == 0)
        {
            var gone = One([.. _connections]);
            _connections.Remove(gone);
            await presence.DisconnectAsync(gone);
            clinic.Clock.Advance(PresenceLease.Grace + TimeSpan.FromSeconds(1));
        }
        else
        {
            _connections.Add($"tab {_connections.Count} {_random.Next()}");
            await presence.ConnectAsync(new LiveConnection(_connections[^1], One(Home.Doctor, Home.SecondDoctor, Home.Omar).UserId, Guid.NewGuid(), Home.Id));
        }

        await presence.SweepAsync();
        return true;
    }

    private async Task<bool> SignInOrOutAsync()
    {
        var sessions = clinic.Get<SessionService>();
        if (_sessions.Count > 0 && _random.Next(2) == 0)
        {
            var ended = One([.. _sessions]);
            _sessions.Remove(ended);
            await sessions.EndAsync(ended);
            return true;
        }

        await using var db = clinic.NewContext();
        var who = One(Home.Lena, Home.Omar, Home.Doctor, Home.Admin, Home.Patient).UserId;
        _sessions.Add((await sessions.BeginAsync(await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == who))).Id);
        return true;
    }

    private async Task<bool> RegisterAsync() => (await clinic.Get<PatientService>().RegisterAsync(
        One(Home.Lena, Home.Admin), One("Zoë <b>Ångström</b>", "محمد علي", "Anna"), new DateOnly(1990, 1, 1), null, Guid.NewGuid())).Changed;
}
