using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>What the clinic itself ends: no-shows after the grace, and whoever is still in the house when the day is closed. Berlin, 10:00 in the morning.</summary>
public sealed class EndOfDayTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(45);
    private readonly ClinicDatabase _clinic = new();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task A_patient_who_has_not_come_is_a_no_show_after_the_grace_and_not_a_moment_before()
    {
        var row = await _clinic.BookAsync();
        _clinic.Clock.AdvanceTo(row.Start + Grace - TimeSpan.FromMilliseconds(1));
        (await SweepAsync()).Should().Be(0);

        _clinic.Clock.AdvanceTo(row.Start + Grace);
        (await SweepAsync()).Should().Be(1);

        var after = await FindAsync(row);
        (after.Status, after.StatusBy, after.StatusByName).Should().Be((NoShow, Guid.Empty, null));
        var line = (await _clinic.Boards.HistoryAsync(_clinic.Home.Lena, row.Id))[^1];
        (line.By, line.Reason).Should().Be((null, "Did not come within 45 minutes."));
        (await SweepAsync()).Should().Be(0);
    }

    [Fact]
    public async Task What_was_booked_into_a_time_that_runs_gets_the_whole_grace()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddMinutes(-90), minutes: 120);
        (await SweepAsync()).Should().Be(0);

        _clinic.Clock.Advance(Grace);

        (await SweepAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_clinic_that_wants_no_automatic_no_shows_gets_none_and_one_with_another_grace_gets_that()
    {
        var row = await _clinic.BookAsync();
        await SetAsync(o => o.NoShowGraceMinutes = 0);
        _clinic.Clock.AdvanceTo(row.Start.AddHours(8));
        (await SweepAsync()).Should().Be(0);

        await SetAsync(o => o.NoShowGraceMinutes = 8 * 60);

        (await SweepAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_no_show_that_a_person_takes_back_is_left_alone_for_another_grace()
    {
        var row = await _clinic.BookAsync();
        _clinic.Clock.AdvanceTo(row.Start + Grace);
        await SweepAsync();
        (await _clinic.MoveAsync(_clinic.Home.Omar, await FindAsync(row), Booked)).Succeeded.Should().BeTrue("it is the same day");

        _clinic.Clock.Advance(Grace - TimeSpan.FromSeconds(1));
        (await SweepAsync()).Should().Be(0);
        _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        (await SweepAsync()).Should().Be(1);
    }

    [Theory]
    [InlineData(Arrived, LeftUnseen)]
    [InlineData(Ready, LeftUnseen)]
    [InlineData(InConsultation, Done)]
    [InlineData(Paused, Done)]
    public async Task Whoever_is_in_the_house_at_midnight_is_closed_with_a_mark(AppointmentStatus left, AppointmentStatus closed)
    {
        var row = await _clinic.InAsync(left);
        _clinic.Clock.AdvanceTo(Midnight.AddMilliseconds(-1));
        (await SweepAsync()).Should().Be(0);

        _clinic.Clock.AdvanceTo(Midnight);
        (await SweepAsync()).Should().Be(1);

        var after = await FindAsync(row);
        (after.Status, after.StatusBy, after.EndReason, after.IsClosedByClinic).Should().Be((closed, Guid.Empty, EndOfDay.Why, true));
        (await _clinic.Boards.DayAsync(_clinic.Home.Lena, new DateOnly(2026, 6, 18))).Rows.Should().BeEmpty("nobody is in the house any more");
        (await SweepAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_clinic_with_a_closing_time_closes_then()
    {
        await SetAsync(o => o.DayClosesAt = new TimeOnly(20, 30));
        var row = await _clinic.InAsync(Arrived);
        var evening = _clinic.Home.Policy.At(new DateOnly(2026, 6, 17), new TimeOnly(20, 30));
        _clinic.Clock.AdvanceTo(evening.AddSeconds(-1));
        (await SweepAsync()).Should().Be(0);

        _clinic.Clock.AdvanceTo(evening);

        (await SweepAsync()).Should().Be(1);
        (await FindAsync(row)).Status.Should().Be(LeftUnseen);
        (await ClosedAsync()).Day.Should().Be(new DateOnly(2026, 6, 17));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28T10:00Z", "2026-03-28T23:00Z")] // the night in which an hour is skipped
    [InlineData("Europe/Berlin", "2026-03-29T10:00Z", "2026-03-29T22:00Z")] // the day of 23 hours
    [InlineData("Europe/Berlin", "2026-10-25T10:00Z", "2026-10-25T23:00Z")] // the day of 25 hours
    [InlineData("Africa/Cairo", "2026-04-23T10:00Z", "2026-04-23T22:00Z")] // there is no midnight: it is one o'clock at once
    [InlineData("America/Havana", "2026-10-31T15:00Z", "2026-11-01T04:00Z")] // midnight comes twice, the first ends the day
    [InlineData("Australia/Lord_Howe", "2026-04-04T20:00Z", "2026-04-05T13:30Z")] // half an hour is repeated
    public async Task Midnight_is_the_clinics_own_also_when_the_clock_is_changed(string zone, string now, string midnight)
    {
        using var clinic = new ClinicDatabase(now: DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        await SetAsync(o => o.TimeZoneId = zone, clinic);
        var row = await clinic.CheckInAsync(await clinic.BookAsync(clinic.Now));
        var end = DateTimeOffset.Parse(midnight, System.Globalization.CultureInfo.InvariantCulture);

        clinic.Clock.AdvanceTo(end.AddSeconds(-1));
        (await clinic.Get<EndOfDay>().SweepAsync()).Should().Be(0);
        clinic.Clock.AdvanceTo(end);
        (await clinic.Get<EndOfDay>().SweepAsync()).Should().Be(1);

        (await clinic.Boards.FindAsync(clinic.Home.Lena, row.Id))!.Status.Should().Be(LeftUnseen);
    }

    [Fact]
    public async Task The_front_desk_sees_who_was_closed_and_takes_it_back()
    {
        var waiting = await _clinic.InAsync(Ready);
        var open = await _clinic.ThenAsync(await _clinic.BookAsync(_clinic.Now.AddHours(2), doctor: _clinic.Home.SecondDoctor), Arrived, InConsultation);
        _clinic.Clock.AdvanceTo(Midnight.AddHours(8));
        (await ClosedAsync()).Rows.Should().BeEmpty();
        await using var bell = _clinic.Bus.Subscribe([Topic.EndOfDay(_clinic.Home.Id)], "panel");
        await SweepAsync();

        var closed = await ClosedAsync();
        closed.Day.Should().Be(new DateOnly(2026, 6, 17));
        closed.Rows.Select(r => r.Id).Should().Equal(waiting.Id, open.Id);
        await using var rung = bell.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        (await rung.MoveNextAsync()).Should().BeTrue();

        (await _clinic.Appointments.UndoAsync(_clinic.Home.Lena, closed.Rows[0].Command())).Refusal!.Field.Should().Be("Reason");
        var back = await _clinic.Appointments.UndoAsync(_clinic.Home.Lena, closed.Rows[0].Command("is still here"));
        var again = await _clinic.Appointments.UndoAsync(_clinic.Home.Admin, closed.Rows[1].Command("goes on"));

        (back.Value!.Status, back.Value.ArrivedAt, back.Value.EndReason).Should().Be((Ready, waiting.ArrivedAt, null));
        (again.Value!.Status, again.Value.FinishedAt).Should().Be((InConsultation, null));
        (await ClosedAsync()).Rows.Should().BeEmpty();
        (await SweepAsync()).Should().Be(0, "what a person took back stands until the day is closed again");
        (await _clinic.Boards.DayAsync(_clinic.Home.Lena, new DateOnly(2026, 6, 18))).Rows.Should().HaveCount(2);
        _clinic.Clock.Advance(TimeSpan.FromDays(1));
        (await SweepAsync()).Should().Be(2);
    }

    [Fact]
    public async Task A_closing_is_shown_over_a_weekend_and_then_no_more()
    {
        await _clinic.InAsync(Arrived);
        _clinic.Clock.AdvanceTo(Midnight);
        await SweepAsync();

        _clinic.Clock.AdvanceTo(Midnight.AddDays(EndOfDayQueries.ShownForDays).AddSeconds(-1));
        (await ClosedAsync()).Rows.Should().ContainSingle();
        _clinic.Clock.Advance(TimeSpan.FromSeconds(1));
        (await ClosedAsync()).Rows.Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_else_sees_who_was_closed()
    {
        await _clinic.InAsync(Arrived);
        _clinic.Clock.AdvanceTo(Midnight);
        await SweepAsync();

        foreach (var outsider in new[] { _clinic.Home.Doctor, _clinic.Home.Patient, _clinic.Other.Lena, _clinic.Other.Admin })
        {
            (await _clinic.Get<EndOfDayQueries>().LastAsync(outsider)).Rows.Should().BeEmpty(outsider.DisplayName);
        }
    }

    [Fact]
    public async Task What_somebody_moves_meanwhile_is_left_as_he_wants_it()
    {
        var row = await _clinic.BookAsync();
        _clinic.Clock.AdvanceTo(row.Start + Grace);
        var isFirst = true;
        _clinic.Commands.Before = sql =>
        {
            if (!isFirst || !sql.Contains("LIMIT 2", StringComparison.Ordinal)) return Task.CompletedTask; // found due, and about to be read
            isFirst = false;
            _clinic.Execute($"UPDATE \"Appointments\" SET \"Status\" = 'Arrived', \"Version\" = 2 WHERE \"Id\" = '{row.Id.ToString().ToUpperInvariant()}'");
            return Task.CompletedTask;
        };

        (await SweepAsync()).Should().Be(0);

        isFirst.Should().BeFalse();
        (await FindAsync(row)).Status.Should().Be(Arrived);
    }

    private static DateTimeOffset Midnight => new(2026, 6, 17, 22, 0, 0, TimeSpan.Zero);

    private Task<int> SweepAsync() => _clinic.Get<EndOfDay>().SweepAsync();

    private async Task<BoardRow> FindAsync(BoardRow row) => (await _clinic.Boards.FindAsync(_clinic.Home.Lena, row.Id))!;

    private ValueTask<ClosedDay> ClosedAsync() => _clinic.Get<EndOfDayQueries>().LastAsync(_clinic.Home.Lena);

    private Task SetAsync(Action<Organization> set) => SetAsync(set, _clinic);

    private static async Task SetAsync(Action<Organization> set, ClinicDatabase clinic)
    {
        await using var db = clinic.NewContext();
        set(await db.Organizations.SingleAsync(o => o.Id == clinic.Home.Id));
        db.PublishAfterSave(new ClinicDayBegan(clinic.Home.Id, default)); // makes what is known of the clinic old
        await db.SaveChangesAsync();
    }
}
