using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>What a patient sees of his own appointments.</summary>
public sealed class OwnAppointmentsTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Fact]
    public async Task What_is_ahead_comes_soonest_first_and_what_is_over_newest_first()
    {
        var first = await _clinic.BookAsync();
        var second = await _clinic.BookAsync(first.Start.AddDays(1));
        var fourth = await _clinic.BookAsync(first.Start.AddDays(9));
        var third = await _clinic.BookAsync(first.Start.AddDays(8));
        await _clinic.BookAsync(first.Start.AddDays(8), Home.SecondDoctor, Home.SecondPatient);
        _clinic.Clock.Advance(TimeSpan.FromDays(5));

        var own = await _clinic.Boards.OwnAsync(Home.Patient);

        own.Ahead.Select(r => r.Id).Should().Equal(third.Id, fourth.Id);
        own.History.Select(r => r.Id).Should().Equal(second.Id, first.Id);
        (await _clinic.Get<QueueQueries>().OwnAsync(Home.Patient, third)).Should().BeNull();
    }

    [Fact]
    public async Task Who_waits_sees_his_place_and_it_counts_the_doctors_break()
    {
        var first = await _clinic.ThenAsync(await _clinic.BookAsync(patient: Home.SecondPatient), AppointmentStatus.Arrived);
        await _clinic.ThenAsync(await _clinic.BookAsync(first.Start.AddMinutes(15)), AppointmentStatus.Arrived);

        (await EstimateAsync()).Should().Be(new WaitEstimate(2, 11, 24));
        await _clinic.Get<PractitionerService>().SayAvailabilityAsync(Home.Doctor, Availability.OnBreak, 30);
        (await EstimateAsync()).Should().Be(new WaitEstimate(2, 32, 69));
        await _clinic.ThenAsync(first, AppointmentStatus.InConsultation, AppointmentStatus.Done);
        (await EstimateAsync())!.Position.Should().Be(1);
    }

    [Fact]
    public async Task The_place_of_somebody_else_is_not_told()
    {
        var row = await _clinic.ThenAsync(await _clinic.BookAsync(), AppointmentStatus.Arrived);
        var queues = _clinic.Get<QueueQueries>();

        foreach (var stranger in new[] { Home.SecondPatient, _clinic.Other.Patient, Home.Lena, Home.Patient with { OrganizationId = _clinic.Other.Id } })
        {
            (await queues.OwnAsync(stranger, row)).Should().BeNull();
        }

        (await queues.OwnAsync(Home.Patient, row)).Should().NotBeNull();
    }

    [Theory]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.Practitioner)]
    [InlineData(Role.Admin)]
    public async Task Staff_have_no_own_appointments(Role role)
    {
        await _clinic.BookAsync();

        (await _clinic.Boards.OwnAsync(Home.Of(role))).Should().Be(OwnAppointments.None);
    }

    [Fact]
    public async Task The_history_of_an_appointment_tells_who_did_what_in_order()
    {
        var row = await _clinic.ThenAsync(await _clinic.BookAsync(), AppointmentStatus.Arrived);
        await _clinic.MoveAsync(Home.Omar, row, AppointmentStatus.InConsultation);

        var lines = await _clinic.Boards.HistoryAsync(Home.Doctor, row.Id);

        lines.Select(l => (l.By, l.From, l.To, l.OnBehalf)).Should().Equal(
            ("Lena Desk", null, "Booked", false), ("Lena Desk", "Booked", "Arrived", false), ("Omar Desk", "Arrived", "InConsultation", true));
        lines.Select(l => l.Sequence).Should().BeInAscendingOrder();
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<WaitEstimate?> EstimateAsync()
    {
        var waiting = (await _clinic.Boards.OwnAsync(Home.Patient)).Ahead.First(r => r.Status == AppointmentStatus.Arrived);
        return (await _clinic.Get<QueueQueries>().OwnAsync(Home.Patient, waiting))?.At(_clinic.Now);
    }
}
