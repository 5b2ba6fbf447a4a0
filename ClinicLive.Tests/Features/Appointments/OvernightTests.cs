using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using FluentAssertions;
using Xunit;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>Whoever is in the house stays in sight, also when the clinic's day turns.</summary>
public sealed class OvernightTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    public void Dispose() => _clinic.Dispose();

    [Theory]
    [InlineData(AppointmentStatus.Arrived)]
    [InlineData(AppointmentStatus.Ready)]
    [InlineData(AppointmentStatus.InConsultation)]
    [InlineData(AppointmentStatus.Paused)]
    public async Task Who_is_in_the_house_at_midnight_is_on_the_next_days_board(AppointmentStatus status)
    {
        var row = await _clinic.InAsync(status);
        _clinic.Clock.Advance(TimeSpan.FromDays(1));

        var today = await _clinic.Boards.DayAsync(_clinic.Home.Lena, Today);

        today.Rows.Should().ContainSingle().Which.Should().Match<BoardRow>(r => r.Id == row.Id && r.Status == status);
        (await _clinic.Boards.OwnAsync(_clinic.Home.Patient)).Ahead.Should().ContainSingle(r => r.Id == row.Id);
    }

    [Theory]
    [InlineData(AppointmentStatus.Booked)]
    [InlineData(AppointmentStatus.Done)]
    [InlineData(AppointmentStatus.Cancelled)]
    public async Task Who_is_not_in_the_house_is_not(AppointmentStatus status)
    {
        await _clinic.InAsync(status);
        _clinic.Clock.Advance(TimeSpan.FromDays(1));

        (await _clinic.Boards.DayAsync(_clinic.Home.Lena, Today)).Rows.Should().BeEmpty();
    }

    [Fact]
    public async Task Ending_what_was_left_over_rings_on_todays_board_and_frees_the_doctor()
    {
        var left = await _clinic.InAsync(AppointmentStatus.InConsultation);
        _clinic.Clock.Advance(TimeSpan.FromDays(1));
        var next = await _clinic.CheckInAsync(await _clinic.BookAsync());
        var refusal = (await _clinic.MoveAsync(_clinic.Home.Doctor, next, AppointmentStatus.InConsultation)).Refusal!;
        refusal.Sentence.Should().Contain(left.PatientName);
        (await _clinic.Boards.DayAsync(_clinic.Home.Lena, Today)).Rows.Should().HaveCount(2);
        await using var subscription = _clinic.Bus.Subscribe([Topic.DayBoard(_clinic.Home.Id, Today)], "board");

        (await _clinic.MoveAsync(_clinic.Home.Doctor, left, AppointmentStatus.Done)).Succeeded.Should().BeTrue();

        await using var batches = subscription.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        (await batches.MoveNextAsync()).Should().BeTrue();
        batches.Current.Events.Should().ContainSingle().Which.Should().BeOfType<AppointmentChanged>().Which.AppointmentId.Should().Be(left.Id);
        (await _clinic.Boards.DayAsync(_clinic.Home.Lena, Today)).Rows.Should().ContainSingle(r => r.Id == next.Id);
        (await _clinic.MoveAsync(_clinic.Home.Doctor, next, AppointmentStatus.InConsultation)).Succeeded.Should().BeTrue();
    }

    private DateOnly Today => _clinic.Home.Policy.DayOf(_clinic.Now);
}
