using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.WaitingList;

/// <summary>Whoever asks twice for a place on the waiting list has one, also when he asks twice at once.</summary>
public sealed class JoinOnceTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private WaitingListService Waiting => _clinic.Get<WaitingListService>();

    [Fact]
    public async Task Of_twelve_wishes_for_the_same_at_once_one_waits_and_the_others_are_told_so()
    {
        var type = await _clinic.VisitTypeAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => Waiting.JoinAsync(i % 2 == 0 ? Home.Patient : Home.Lena, _clinic.Wants(type)))));

        outcomes.Should().ContainSingle(o => o.Succeeded);
        outcomes.Where(o => !o.Succeeded).Should().OnlyContain(o => o.Refusal!.Field == "VisitType" && o.Refusal.Sentence.EndsWith("on the waiting list for this already.", StringComparison.Ordinal));
        _clinic.Count("WaitingEntries").Should().Be(1);
        _clinic.Count("Appointments").Should().Be(1);
    }

    [Fact]
    public async Task The_same_command_many_times_at_once_is_one_place_and_one_answer()
    {
        var wish = _clinic.Wants(await _clinic.VisitTypeAsync());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Waiting.JoinAsync(Home.Patient, wish))));

        outcomes.Should().OnlyContain(o => o.Succeeded);
        outcomes.Should().ContainSingle(o => o.Changed);
        outcomes.Select(o => o.Value).Distinct().Should().ContainSingle();
        _clinic.Count("WaitingEntries").Should().Be(1);
    }

    [Fact]
    public async Task The_database_itself_refuses_the_second_also_while_a_time_is_offered_and_not_after_the_end()
    {
        var type = await _clinic.VisitTypeAsync();
        var id = await _clinic.JoinAsync(_clinic.Wants(type));
        var other = await _clinic.JoinAsync(_clinic.Wants(await _clinic.VisitTypeAsync("Talk")));
        await _clinic.OfferAsync();
        (await _clinic.RowAsync(id)).Status.Should().Be(AppointmentStatus.Held);

        var second = () => _clinic.Execute($"UPDATE \"Appointments\" SET \"VisitTypeId\" = '{type.ToString().ToUpperInvariant()}' WHERE \"Id\" = '{other.ToString().ToUpperInvariant()}'");
        second.Should().Throw<System.Data.Common.DbException>().Where(fault => Domain.Data.DatabaseKind.Read(fault)!.Sort == Domain.Data.DatabaseFaultSort.Rule);
        await _clinic.MoveAsync(Home.Patient, await _clinic.RowAsync(id), AppointmentStatus.Cancelled, "well again");
        second.Should().NotThrow();
    }

    [Fact]
    public async Task A_request_for_what_its_patient_waits_for_already_is_not_put_on_the_list()
    {
        var type = await _clinic.VisitTypeAsync();
        await _clinic.JoinAsync(_clinic.Wants(type));
        var request = (await _clinic.Booking.RequestAsync(Home.Patient, _clinic.Wish(_clinic.Now.AddDays(3), minutes: 30) with { VisitTypeId = type })).Value!;

        var outcome = await _clinic.MoveAsync(Home.Lena, request, AppointmentStatus.Waitlisted);

        outcome.Refusal!.Sentence.Should().Be("This patient is on the waiting list for this already.");
        (await _clinic.RowAsync(request.Id)).Status.Should().Be(AppointmentStatus.Requested);
    }

    public void Dispose() => _clinic.Dispose();
}
