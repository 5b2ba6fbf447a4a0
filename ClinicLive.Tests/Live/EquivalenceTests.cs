using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Accounts;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Appointments.Calendar;
using ClinicLive.Web.Features.Portal;
using ClinicLive.Web.Features.Practitioners;
using ClinicLive.Web.Features.WaitingList;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Tests.Live;

/// <summary>
/// A page that was open while others worked shows, once it is quiet, what the same page shows that is opened now. Whatever
/// path an update took, the end is the same.
/// </summary>
public sealed class EquivalenceTests : PageTest
{
    private const int Commands = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public Task The_board_of_reception(int seed) => HoldsAsync<FlowBoardPage>(Home.Lena, seed);

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public Task The_board_of_an_admin(int seed) => HoldsAsync<FlowBoardPage>(Home.Admin, seed);

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public Task A_doctors_day(int seed) => HoldsAsync<DoctorPage>(Home.Doctor, seed);

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public Task A_patients_home(int seed) => HoldsAsync<PortalPage>(Home.Patient, seed);

    [Theory]
    [InlineData(13)]
    [InlineData(14)]
    public Task The_sign_ins(int seed) => HoldsAsync<SignInsPage>(Home.Lena, seed);

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(32)]
    public Task The_calendar_of_today(int seed) => HoldsAsync<CalendarPage>(Home.Lena, seed);

    [Theory]
    [InlineData(33)]
    [InlineData(34)]
    public Task The_calendar_of_a_week_with_what_was_called_off(int seed) =>
        HoldsAsync<CalendarPage>(Home.Omar, seed, ("View", "week"), ("Ended", "show"));

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public Task The_waiting_list(int seed) => HoldsAsync<WaitingListPage>(Home.Lena, seed);

    [Theory]
    [InlineData(33)]
    public Task A_patients_places_on_the_waiting_list(int seed) => HoldsAsync<OwnWaitingPage>(Home.Patient, seed);

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    public async Task One_appointment_with_its_history(int seed)
    {
        var row = await Clinic.BookAsync();
        await HoldsAsync<AppointmentPage>(Home.Lena, seed, ("Id", row.Id));
    }

    [Fact]
    public async Task A_board_on_which_three_crowds_work_at_once()
    {
        var page = await OpenAsync<FlowBoardPage>(Home.Lena);

        await Task.WhenAll(Enumerable.Range(20, 3).Select(seed => Task.Run(() => new Crowd(Clinic, seed).WorkAsync(Commands))));

        await IsAsFreshAsync(page, Home.Lena);
    }

    private async Task HoldsAsync<T>(Actor actor, int seed, params (string Name, object Value)[] parameters)
        where T : class, IComponent
    {
        await new Crowd(Clinic, seed + 1000).WorkAsync(6); // a day that has begun
        var page = await OpenAsync<T>(actor, parameters);
        var crowd = new Crowd(Clinic, seed);

        await crowd.WorkAsync(Commands);

        crowd.Changed.Should().BeGreaterThan(Commands / 4, "a day on which nothing happens proves nothing");
        await IsAsFreshAsync(page, actor, parameters);
    }

    private async Task IsAsFreshAsync<T>(IRenderedComponent<T> page, Actor actor, params (string Name, object Value)[] parameters)
        where T : class, IComponent
    {
        await CalmAsync();
        Clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        // A last word that every page of the day hears, at an hour at which nobody else works.
        await Clinic.BookAsync(Home.Policy.At(new DateOnly(2026, 6, 17), new TimeOnly(22, 0)), patient: Home.SecondPatient, minutes: 5);
        await CalmAsync();

        var fresh = await OpenAsync<T>(actor, parameters);

        await SeesAsync(() => Differences(Comparable(page), Comparable(fresh)).Should().BeEmpty());
    }

    private static IEnumerable<string> Differences(string page, string fresh)
    {
        var (one, other) = (page.Split('>'), fresh.Split('>'));
        return one.Length != other.Length
            ? [.. one.Except(other).Select(only => $"only on the page: {only}"), .. other.Except(one).Select(only => $"only on the fresh one: {only}"), "another length"]
            : one.Zip(other).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First} instead of {pair.Second}");
    }

    private static string Comparable(IRenderedComponent<IComponent> page) => Screen.Plain(page);
}
