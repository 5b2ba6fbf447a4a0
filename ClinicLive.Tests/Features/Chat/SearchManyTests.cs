using ClinicLive.Domain.Features.Chat;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Searches that find more than they show, and much that is not for the person who looks.</summary>
public sealed class SearchManyTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private ChatSearchQueries Search => _clinic.Get<ChatSearchQueries>();

    [Fact]
    public async Task The_newest_are_shown_newest_first_from_all_rooms_together()
    {
        var (one, two) = (await _clinic.DirectAsync(), await _clinic.DirectAsync(Home.SecondPatient));
        for (var i = 0; i < 40; i++)
        {
            await _clinic.SayAsync(Home.Patient, one, $"needle {2 * i}");
            await _clinic.SayAsync(Home.SecondPatient, two, $"needle {(2 * i) + 1}");
        }

        (await Search.SearchAsync(Home.Doctor, "needle")).Select(h => h.Body).Should().Equal(Enumerable.Range(0, ChatSearchQueries.Limit).Select(i => $"needle {79 - i}"));
        (await Search.SearchAsync(Home.Doctor, "needle", one)).Should().HaveCount(40).And.OnlyContain(h => h.RoomId == one);
        (await Search.SearchAsync(Home.SecondDoctor, "needle")).Should().BeEmpty();
        (await Search.SearchAsync(Home.Lena, "needle")).Should().BeEmpty();
    }

    [Fact]
    public async Task What_somebody_may_not_see_does_not_stand_before_what_he_may()
    {
        var open = await _clinic.GroupAsync(Home.Lena, "Open", Home.Omar);
        await _clinic.SayAsync(Home.Lena, open, "needle, for all");
        var closed = await _clinic.GroupAsync(Home.Lena, "Closed", Home.Admin);
        for (var i = 0; i < (4 * ChatSearchQueries.Limit) + 10; i++) await _clinic.SayAsync(Home.Lena, closed, "needle, before he came");
        await _clinic.Chat().AddParticipantAsync(Home.Lena, closed, Home.Omar.UserId, seesHistory: false);

        (await Search.SearchAsync(Home.Omar, "needle")).Select(h => h.Body).Should().Equal("needle, for all");

        await _clinic.SayAsync(Home.Lena, closed, "needle, for him too");
        (await Search.SearchAsync(Home.Omar, "needle")).Select(h => h.Body).Should().Equal("needle, for him too", "needle, for all");
    }

    public void Dispose() => _clinic.Dispose();
}
