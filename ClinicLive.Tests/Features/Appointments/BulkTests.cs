using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using static ClinicLive.Domain.Features.Appointments.AppointmentStatus;

namespace ClinicLive.Tests.Features.Appointments;

/// <summary>One step for several appointments: each for itself, refused for itself, taken back for itself.</summary>
public sealed class BulkTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private BulkService Bulk => _clinic.Get<BulkService>();

    [Fact]
    public async Task Who_can_be_checked_in_is_and_the_others_are_told_apart_with_the_reason()
    {
        var rows = await BookAsync(5);
        await _clinic.MoveAsync(Home.Omar, rows[1], Cancelled, "called off");
        var tomorrow = await _clinic.BookAsync(_clinic.Now.AddDays(1));

        var result = await RunAsync(BulkStep.CheckIn, [.. rows, tomorrow]);

        result.Succeeded.Should().Be(4);
        result.Lines.Where(l => l.Refusal is not null).Select(l => l.Command.AppointmentId).Should().Equal(rows[1].Id, tomorrow.Id);
        result.Lines[1].Refusal!.Sentence.Should().Contain("by Omar Desk from Booked to Cancelled");
        result.Lines[5].Refusal!.Sentence.Should().Contain("18 June 2026");
        _clinic.Count("ActivityLog", "\"To\" = 'Arrived'").Should().Be(4);
    }

    [Theory]
    [InlineData(BulkStep.CheckIn, Arrived)]
    [InlineData(BulkStep.MarkNoShow, NoShow)]
    [InlineData(BulkStep.Cancel, Cancelled)]
    public async Task What_was_done_is_taken_back_but_for_what_moved_since(BulkStep step, AppointmentStatus to)
    {
        var rows = await BookAsync(4);
        if (step == BulkStep.MarkNoShow) _clinic.Clock.Advance(rows[^1].End - _clinic.Now); // nobody is missing before his time
        var done = await RunAsync(step, rows, "the doctor is ill");
        done.Lines.Should().OnlyContain(l => l.Row!.Status == to);
        var moved = await _clinic.MoveAsync(Home.Admin, done.Lines[2].Row!, EnteredInError, "somebody was faster");
        moved.Succeeded.Should().BeTrue();
        _clinic.Clock.Advance(TimeSpan.FromMinutes(4));

        var back = (await Bulk.UndoAsync(Home.Lena, done)).Value!;
        var again = (await Bulk.UndoAsync(Home.Lena, done)).Value!;

        back.Succeeded.Should().Be(3);
        back.Lines.Where(l => l.Refusal is null).Should().OnlyContain(l => l.Row!.Status == Booked);
        again.Lines.Should().OnlyContain(l => !l.Changed, "the same undo is one undo");
    }

    [Fact]
    public async Task A_whole_list_goes_to_another_doctor_and_back()
    {
        var rows = await BookAsync(3);
        var second = Home.SecondDoctor.PractitionerId!.Value;
        await _clinic.BookAsync(rows[1].Start, Home.SecondDoctor, Home.SecondPatient);

        var given = await RunAsync(BulkStep.GiveTo, rows, practitionerId: second);
        given.Succeeded.Should().Be(2);
        given.Lines[1].Refusal!.Kind.Should().Be(RefusalKind.SlotTaken);
        given.Lines[0].Row!.PractitionerId.Should().Be(second);

        var back = (await Bulk.UndoAsync(Home.Lena, given)).Value!;
        back.Lines.Should().HaveCount(2).And.OnlyContain(l => l.Row!.PractitionerId == Home.Doctor.PractitionerId);
    }

    [Fact]
    public async Task Nobody_who_waits_is_called_off_in_a_bulk_and_a_reason_is_asked_for()
    {
        var rows = await BookAsync(2);
        var here = await _clinic.CheckInAsync(rows[0]);

        var result = await RunAsync(BulkStep.Cancel, [here, rows[1]]);

        result.Lines[0].Refusal!.Sentence.Should().StartWith("The patient is in the house.");
        result.Lines[1].Refusal!.Field.Should().Be("Reason");
        (await RunAsync(BulkStep.GiveTo, rows)).Lines.Should().OnlyContain(l => l.Refusal!.Field == "Practitioner");
    }

    [Fact]
    public async Task Every_row_asks_for_the_right_of_the_one_who_presses()
    {
        var rows = await BookAsync(2);
        var before = _clinic.Dump("Appointments");

        foreach (var actor in new[] { Home.Doctor, Home.Admin, Home.Patient, _clinic.Other.Lena })
        {
            foreach (var step in new[] { BulkStep.CheckIn, BulkStep.MarkNoShow, BulkStep.GiveTo })
            {
                var command = new BulkCommand(step, [.. rows.Select(r => r.Command("because"))], Home.SecondDoctor.PractitionerId);
                (await Bulk.RunAsync(actor, command)).Value!.Succeeded.Should().Be(0, $"{actor.DisplayName} {step}");
            }
        }

        _clinic.Dump("Appointments").Should().Be(before);
    }

    [Fact]
    public async Task A_list_has_an_end_and_a_row_twice_is_one()
    {
        var row = await _clinic.BookAsync();
        var many = Enumerable.Range(0, BulkService.MostRows + 1).Select(_ => row.Command()).ToList();

        (await Bulk.RunAsync(Home.Lena, new BulkCommand(BulkStep.CheckIn, many))).Refusal!.Field.Should().Be("Rows");
        (await Bulk.RunAsync(Home.Lena, new BulkCommand(BulkStep.CheckIn, many[..5]))).Value!.Lines.Should().ContainSingle();
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<List<BoardRow>> BookAsync(int count)
    {
        var rows = new List<BoardRow>();
        for (var i = 1; i <= count; i++) rows.Add(await _clinic.BookAsync(_clinic.Now.AddMinutes(20 * i)));
        return rows;
    }

    private async Task<BulkResult> RunAsync(BulkStep step, IReadOnlyList<BoardRow> rows, string? reason = null, Guid? practitionerId = null) =>
        (await Bulk.RunAsync(Home.Lena, new BulkCommand(step, [.. rows.Select(r => r.Command(reason))], practitionerId))).Value!;
}
