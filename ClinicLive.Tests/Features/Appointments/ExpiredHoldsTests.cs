using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using FluentAssertions;
using Xunit;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>A reservation that ran out gives its slot back.</summary>
public sealed class ExpiredHoldsTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task A_reservation_stands_until_its_time_is_over()
    {
        var held = await _clinic.InAsync(AppointmentStatus.Held);
        _clinic.Clock.Advance(Appointment.HoldFor);

        (await _clinic.Get<ExpiredHolds>().ReleaseAsync()).Should().Be(0);

        (await _clinic.Boards.FindAsync(_clinic.Home.Lena, held.Id))!.Status.Should().Be(AppointmentStatus.Held);
    }

    [Fact]
    public async Task Then_it_is_cancelled_by_the_clinic_and_the_slot_is_free()
    {
        var held = await _clinic.InAsync(AppointmentStatus.Held);
        _clinic.Clock.Advance(Appointment.HoldFor + TimeSpan.FromSeconds(1));

        (await _clinic.Get<ExpiredHolds>().ReleaseAsync()).Should().Be(1);

        var after = (await _clinic.Boards.FindAsync(_clinic.Home.Lena, held.Id))!;
        (after.Status, after.StatusByName, after.EndReason).Should().Be((AppointmentStatus.Cancelled, null, "The reservation ran out."));
        (await _clinic.BookAsync(held.Start)).Status.Should().Be(AppointmentStatus.Booked);
        (await _clinic.Get<ExpiredHolds>().ReleaseAsync()).Should().Be(0);
    }

    [Fact]
    public async Task An_offer_goes_back_to_the_waiting_list()
    {
        var offered = await _clinic.ThenAsync(await _clinic.InAsync(AppointmentStatus.Waitlisted), AppointmentStatus.Held);
        _clinic.Clock.Advance(Appointment.HoldFor + TimeSpan.FromSeconds(1));

        (await _clinic.Get<ExpiredHolds>().ReleaseAsync()).Should().Be(1);

        (await _clinic.Boards.FindAsync(_clinic.Home.Lena, offered.Id))!.Status.Should().Be(AppointmentStatus.Waitlisted);
    }
}
