using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Practitioners;

/// <summary>What a doctor says about himself.</summary>
public sealed class AvailabilityTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private PractitionerService Service => _clinic.Get<PractitionerService>();

    [Fact]
    public async Task A_doctor_says_it_and_colleagues_see_it_with_one_event_and_one_line()
    {
        var said = await Service.SayAvailabilityAsync(Home.Doctor, Availability.OnBreak, 20);

        said.Changed.Should().BeTrue();
        var rows = (await _clinic.Get<PractitionerQueries>().ListAsync(Home.Lena)).Rows;
        rows.Single(r => r.AccountId == Home.Doctor.UserId).Should().Match<PractitionerRow>(
            r => r.Availability == Availability.OnBreak && r.AvailabilitySince == _clinic.Now && r.BreakUntil == _clinic.Now.AddMinutes(20) && r.Version == 2);
        rows.Single(r => r.AccountId == Home.SecondDoctor.UserId).Availability.Should().Be(Availability.NotAvailable);
        _clinic.Bus.Published.Should().ContainSingle().Which.Should().BeOfType<PractitionerAvailabilityChanged>();
        _clinic.Count("ActivityLog", "\"From\" = 'NotAvailable' AND \"To\" = 'OnBreak'").Should().Be(1);
    }

    [Fact]
    public async Task Saying_it_again_changes_nothing_and_a_new_break_begins_anew()
    {
        await Service.SayAvailabilityAsync(Home.Doctor, Availability.Available);
        (await Service.SayAvailabilityAsync(Home.Doctor, Availability.Available)).Changed.Should().BeFalse();
        await Service.SayAvailabilityAsync(Home.Doctor, Availability.OnBreak, 10);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(9));

        (await Service.SayAvailabilityAsync(Home.Doctor, Availability.OnBreak, 30)).Changed.Should().BeTrue();

        (await OwnAsync()).BreakUntil.Should().Be(_clinic.Now.AddMinutes(30));
        await Service.SayAvailabilityAsync(Home.Doctor, Availability.Available);
        (await OwnAsync()).BreakUntil.Should().BeNull();
        _clinic.Count("ActivityLog").Should().Be(4);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(-10)]
    public async Task A_break_has_one_of_the_lengths(int? minutes)
    {
        var refused = await Service.SayAvailabilityAsync(Home.Doctor, Availability.OnBreak, minutes);

        refused.Refusal!.Sentence.Should().Be("A break lasts 10, 20 or 30 minutes.");
        (await OwnAsync()).Availability.Should().Be(Availability.NotAvailable);
    }

    [Theory]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.Admin)]
    [InlineData(Role.Patient)]
    public async Task Nobody_says_it_for_a_doctor(Role role)
    {
        (await Service.SayAvailabilityAsync(Home.Of(role), Availability.Available)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Service.SayAvailabilityAsync(Home.Of(role) with { Role = Role.Practitioner, PractitionerId = Home.Doctor.PractitionerId }, Availability.Available))
            .Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        _clinic.Bus.Published.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_tabs_of_one_doctor_at_once_both_succeed()
    {
        var both = await Task.WhenAll(
            Task.Run(() => Service.SayAvailabilityAsync(Home.Doctor, Availability.Available)),
            Task.Run(() => Service.SayAvailabilityAsync(Home.Doctor, Availability.OnBreak, 10)));

        both.Should().OnlyContain(o => o.Succeeded);
        (await OwnAsync()).Version.Should().Be(3);
    }

    [Fact]
    public async Task No_appointment_changes_by_it()
    {
        await _clinic.BookAsync();
        var before = _clinic.Dump("Appointments");

        foreach (var said in Enum.GetValues<Availability>()) await Service.SayAvailabilityAsync(Home.Doctor, said, said == Availability.OnBreak ? 10 : null);

        _clinic.Dump("Appointments").Should().Be(before);
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<PractitionerRow> OwnAsync() =>
        (await _clinic.Get<PractitionerQueries>().ListAsync(Home.Lena)).Rows.Single(r => r.AccountId == Home.Doctor.UserId);
}
