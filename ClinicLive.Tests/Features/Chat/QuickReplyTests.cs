using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Answers that are given often: whose they are, who changes them, and what they are filled with.</summary>
public sealed class QuickReplyTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private QuickReplyService Service => _clinic.Get<QuickReplyService>();

    private QuickReplyQueries Replies => _clinic.Get<QuickReplyQueries>();

    [Fact]
    public async Task Own_ones_are_ones_own_and_those_of_the_clinic_are_every_colleagues()
    {
        await KeepAsync(Home.Doctor, "Mine", "x", isForClinic: false);
        await KeepAsync(Home.Lena, "Ours", "y", isForClinic: true);

        (await TitlesAsync(Home.Doctor)).Should().Equal("Mine", "Ours");
        (await TitlesAsync(Home.Lena)).Should().Equal("Ours");
        (await TitlesAsync(Home.Patient)).Should().BeEmpty();
        (await TitlesAsync(_clinic.Other.Lena)).Should().BeEmpty();
    }

    [Fact]
    public async Task Only_the_desk_changes_those_of_the_clinic_and_nobody_anothers_own()
    {
        var ours = await KeepAsync(Home.Lena, "Ours", "y", isForClinic: true);
        var mine = await KeepAsync(Home.Lena, "Mine", "y", isForClinic: false);

        (await Service.SaveAsync(Home.Doctor, new QuickReplyWish(Guid.NewGuid(), "T", "t", IsForClinic: true))).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Service.SaveAsync(Home.Doctor, new QuickReplyWish(ours, "T", "t", IsForClinic: true, 1))).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Service.RemoveAsync(Home.Doctor, ours)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Service.SaveAsync(Home.Omar, new QuickReplyWish(mine, "T", "t", IsForClinic: false, 1))).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Service.RemoveAsync(Home.Omar, mine)).Changed.Should().BeFalse();
        (await Service.SaveAsync(Home.Patient, new QuickReplyWish(Guid.NewGuid(), "T", "t", IsForClinic: false))).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Service.SaveAsync(_clinic.Other.Lena, new QuickReplyWish(ours, "T", "t", IsForClinic: true, 1))).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        _clinic.Count("ChatQuickReplies", "\"Text\" = 'y'").Should().Be(2);

        (await Service.RemoveAsync(Home.Omar, ours)).Changed.Should().BeTrue();
        _clinic.Count("ActivityLog", "\"Kind\" = 'QuickReplyRemoved'").Should().Be(1);
    }

    [Fact]
    public async Task The_same_one_twice_is_one_and_an_older_screen_does_not_win()
    {
        var wish = new QuickReplyWish(Guid.NewGuid(), "T", "t", IsForClinic: false);
        (await Service.SaveAsync(Home.Doctor, wish)).Changed.Should().BeTrue();
        (await Service.SaveAsync(Home.Doctor, wish)).Should().Match<Outcome<Guid>>(o => o.Succeeded && !o.Changed);
        (await Service.SaveAsync(Home.Doctor, wish with { Text = "newer", Version = 1 })).Changed.Should().BeTrue();

        (await Service.SaveAsync(Home.Doctor, wish with { Text = "older", Version = 1 })).Refusal!.Kind.Should().Be(RefusalKind.Moved);
        (await Replies.ListAsync(Home.Doctor)).Single().Text.Should().Be("newer");
    }

    [Theory]
    [InlineData("", "t", "Title")]
    [InlineData("T", " ", "Text")]
    [InlineData("T", "Hello {name}", "Text")]
    public async Task What_cannot_be_kept_is_refused_at_its_field(string title, string text, string field)
    {
        (await Service.SaveAsync(Home.Lena, new QuickReplyWish(Guid.NewGuid(), title, text, IsForClinic: false))).Refusal!.Field.Should().Be(field);
        _clinic.Count("ChatQuickReplies").Should().Be(0);
    }

    [Fact]
    public async Task It_is_filled_with_what_is_known_in_the_conversation()
    {
        await KeepAsync(Home.Lena, "All", "{patient}|{Doctor}|{next appointment}|{clinic}|{me}", isForClinic: true);
        var direct = await _clinic.DirectAsync();
        var desk = await _clinic.DeskAsync();

        (await FillAsync(Home.Doctor, direct)).Should().Match<FilledReply>(r => r.Text == "Paula Patient|Dr Berg|___|Clinic at the Park|Dr Ada Berg" && r.Missing.Count == 1);
        (await FillAsync(Home.Lena, desk)).Missing.Should().Equal("{Doctor}", "{next appointment}");

        var row = await _clinic.BookAsync(doctor: Home.SecondDoctor);
        var at = Home.Policy.ToLocal(row.Start).ToString("dddd d MMMM, H:mm", System.Globalization.CultureInfo.InvariantCulture);
        (await FillAsync(Home.Lena, desk)).Text.Should().Be($"Paula Patient|Dr Cole|{at}|Clinic at the Park|Lena Desk");
        (await FillAsync(Home.Doctor, direct)).Text.Should().Contain("Dr Berg").And.Contain(at);

        (await Replies.FilledAsync(Home.Lena, direct)).Should().BeEmpty("the desk is not in it");
        (await Replies.FilledAsync(_clinic.Other.Lena, desk)).Should().BeEmpty();
        (await Replies.FilledAsync(Home.Patient, direct)).Should().BeEmpty();
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<Guid> KeepAsync(Actor by, string title, string text, bool isForClinic)
    {
        var saved = await Service.SaveAsync(by, new QuickReplyWish(Guid.NewGuid(), title, text, isForClinic));
        saved.Succeeded.Should().BeTrue(saved.Refusal?.Sentence);
        return saved.Value;
    }

    private async Task<IEnumerable<string>> TitlesAsync(Actor actor) => (await Replies.ListAsync(actor)).Select(r => r.Title);

    private async Task<FilledReply> FillAsync(Actor actor, Guid room) => (await Replies.FilledAsync(actor, room)).Single();
}
