using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Activity;

/// <summary>Readers go on from the last number that they saw: the stream of events, webhooks, the replay of a day.</summary>
public sealed class OrderOfTheLogTests : IDisposable
{
    private const int Writers = 24;
    private readonly ClinicDatabase _clinic = new();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task While_many_write_at_once_a_reader_that_goes_on_from_its_last_line_passes_none_over()
    {
        var rows = new List<BoardRow>();
        for (var i = 0; i < Writers; i++) rows.Add(await _clinic.BookAsync(_clinic.Now.AddHours(1 + i / 2), i % 2 == 0 ? _clinic.Home.Doctor : _clinic.Home.SecondDoctor, minutes: 15));
        long from;
        var seen = new List<long>();
        await using (var db = _clinic.NewContext()) from = await db.Activity.MaxAsync(a => a.Sequence);

        var writing = Task.WhenAll(rows.Select(row => Task.Run(() => _clinic.MoveAsync(_clinic.Home.Lena, row, AppointmentStatus.Arrived))));
        for (var isOver = false; !isOver;)
        {
            isOver = writing.IsCompleted; // and then one look more
            await using var db = _clinic.NewContext();
            var last = seen.LastOrDefault(from);
            seen.AddRange(await db.Activity.AsNoTracking().Where(a => a.Sequence > last).OrderBy(a => a.Sequence).Select(a => a.Sequence).ToListAsync());
        }

        (await writing).Should().OnlyContain(o => o.Changed);
        await using var all = _clinic.NewContext();
        seen.Should().Equal(await all.Activity.AsNoTracking().Where(a => a.Sequence > from).OrderBy(a => a.Sequence).Select(a => a.Sequence).ToListAsync()).And.HaveCount(Writers);
    }
}
