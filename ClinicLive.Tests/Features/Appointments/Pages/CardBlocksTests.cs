using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>A list of cards is drawn in blocks, so that a change draws the cards around it only.</summary>
public sealed class CardBlocksTests : PageTest
{
    [Fact]
    public void Neighbours_of_the_same_half_hour_are_one_block_and_every_row_is_in_one()
    {
        var rows = Rows(0, 10, 29, 30, 75, 80);

        var blocks = CardBlocks.Of(rows);

        blocks.Select(b => b.Rows.Length).Should().Equal(3, 1, 2);
        blocks.SelectMany(b => b.Rows).Should().Equal(rows);
    }

    [Fact]
    public void A_list_in_another_order_than_the_clocks_has_a_key_of_its_own_for_every_block()
    {
        var rows = Rows(0, 40, 10, 45, 20, 0);

        var blocks = CardBlocks.Of(rows);

        blocks.SelectMany(b => b.Rows).Should().Equal(rows);
        blocks.Select(b => b.Key).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_list_is_cut_once_whatever_the_number_of_boards()
    {
        var rows = Rows(0, 10);

        CardBlocks.Of(rows).Should().BeSameAs(CardBlocks.Of(rows));
    }

    [Fact]
    public void A_block_keeps_its_key_when_its_first_card_leaves()
    {
        var rows = Rows(0, 10, 40);

        CardBlocks.Of(rows)[0].Key.Should().Be(CardBlocks.Of([.. rows.Skip(1)])[0].Key);
    }

    [Fact]
    public async Task A_change_draws_the_block_of_its_card_and_no_other()
    {
        var rows = new List<BoardRow>();
        for (var i = 0; i < 6; i++) rows.Add(await Clinic.BookAsync(Clinic.Now.AddMinutes(30 * (i + 1)), Home.Doctor, i % 2 == 0 ? Home.Patient : Home.SecondPatient));
        var board = await OpenAsync<FlowBoardPage>(Home.Lena);
        var before = Drawn();

        await Clinic.Appointments.ConfirmAttendanceAsync(Home.Omar, rows[3].Command());

        await SeesAsync(() => board.Card(rows[3].Id).TextContent.Should().Contain("confirmed"));
        await CalmAsync();
        var after = Drawn();
        after.Where(b => b.Value != before[b.Key]).Select(b => (b.Key, Times: b.Value - before[b.Key])).Should().Equal((rows[3].Id, 1));
        board.Lane("Booked").Should().Equal(rows.Select(r => r.Id));

        Dictionary<Guid, int> Drawn() => board.FindComponents<CardBlock>().ToDictionary(b => b.Instance.Rows[0].Id, b => b.RenderCount);
    }

    private static List<BoardRow> Rows(params int[] minutes) => [.. minutes.Select(m => BoardRows.Row(AppointmentStatus.Booked, m))];
}
