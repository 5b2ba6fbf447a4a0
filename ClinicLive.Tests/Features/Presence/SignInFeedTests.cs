using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Presence;

/// <summary>The feed of who came and went, and that coming and going touches nothing else.</summary>
public sealed class SignInFeedTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private PresenceService Presence => _clinic.Get<PresenceService>();

    [Fact]
    public async Task Staff_are_in_the_feed_newest_first_and_patients_never()
    {
        var lena = await SignInAsync(Home.Lena);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        await SignInAsync(Home.Doctor);
        var patient = await SignInAsync(Home.Patient);
        await Presence.ConnectAsync(PresenceTests.Tab("p", Home.Patient, patient));
        await Presence.DisconnectAsync("p");
        await SweepAfterAsync(TimeSpan.FromMinutes(1));
        await Presence.ConnectAsync(PresenceTests.Tab("p2", Home.Patient, patient));
        await _clinic.Get<SessionService>().EndAsync(patient);
        await _clinic.Get<SessionService>().EndAsync(lena);

        var feed = await FeedAsync();

        feed.Rows.Select(r => (r.Name, r.Kind)).Should().Equal(
            ("Lena Desk", ActivityKind.SignedOut), ("Dr Ada Berg", ActivityKind.SignedIn), ("Lena Desk", ActivityKind.SignedIn));
        _clinic.Bus.Published.OfType<SignInFeedGrew>().Should().HaveCount(3).And.NotContain(e => e.AccountId == Home.Patient.UserId);
        _clinic.Count("ActivityLog", $"\"SubjectId\" = '{Home.Patient.UserId.ToString().ToUpperInvariant()}'").Should().Be(4, "the audit has them");
    }

    [Theory]
    [InlineData(Role.Practitioner)]
    [InlineData(Role.Patient)]
    public async Task Only_the_front_desk_reads_the_feed(Role role)
    {
        await SignInAsync(Home.Lena);

        (await _clinic.Get<SignInFeedQueries>().LatestAsync(Home.Of(role))).Rows.Should().BeEmpty();
        (await _clinic.Get<SignInFeedQueries>().OlderAsync(Home.Of(role))).Should().BeEmpty();
        (await _clinic.Get<SignInFeedQueries>().LatestAsync(_clinic.Other.Lena)).Rows.Should().BeEmpty();
        (await FeedAsync()).Rows.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_flapping_line_becomes_one_line_with_a_count()
    {
        var session = await SignInAsync(Home.Doctor);
        await SignInAsync(Home.Omar);
        for (var i = 0; i < 3; i++)
        {
            await Presence.ConnectAsync(PresenceTests.Tab($"t{i}", Home.Doctor, session));
            await Presence.DisconnectAsync($"t{i}");
            await SweepAfterAsync(TimeSpan.FromSeconds(30));
        }

        await Presence.ConnectAsync(PresenceTests.Tab("last", Home.Doctor, session));

        (await _clinic.Get<SignInFeedQueries>().OlderAsync(Home.Lena)).Should().HaveCount(8, "the log keeps every line");
        var rows = (await FeedAsync()).Rows;
        rows.Should().HaveCount(3);
        rows[0].Should().Match<SignInLine>(r => r.Kind == ActivityKind.Reconnected && r.Count == 3 && r.AccountId == Home.Doctor.UserId);
        rows.Skip(1).Should().OnlyContain(r => r.Kind == ActivityKind.SignedIn && r.Count == 1);
    }

    [Fact]
    public void Losses_that_lie_far_apart_or_belong_to_others_stay_apart()
    {
        var (ada, ben, at) = (Guid.NewGuid(), Guid.NewGuid(), _clinic.Now);
        SignInLine Line(long sequence, Guid who, ActivityKind kind, double minutesAgo) => new(sequence, who, "", Role.Practitioner, kind, at.AddMinutes(-minutesAgo), 1);

        var shown = SignInFeedQueries.Coalesce(
        [
            Line(6, ada, ActivityKind.ConnectionLost, 0),
            Line(5, ben, ActivityKind.ConnectionLost, 1),
            Line(4, ada, ActivityKind.Reconnected, 2),
            Line(3, ada, ActivityKind.SignedIn, 3),
            Line(2, ada, ActivityKind.ConnectionLost, 4),
            Line(1, ben, ActivityKind.ConnectionLost, 60),
        ]).ToList();

        shown.Select(l => (l.Sequence, l.Count)).Should().Equal((6, 1), (5, 1), (3, 1), (2, 1), (1, 1));
    }

    [Fact]
    public async Task Today_counts_from_the_clinics_midnight()
    {
        await SignInAsync(Home.Lena);
        _clinic.Clock.Advance(TimeSpan.FromHours(14) + TimeSpan.FromMinutes(1)); // 22:01 UTC: past midnight in Berlin
        await SignInAsync(Home.Omar);

        var feed = await FeedAsync();

        feed.Rows.Should().HaveCount(2);
        feed.Today.Should().Be(1);
    }

    [Fact]
    public async Task Nothing_about_being_here_ever_changes_an_appointment()
    {
        var running = await _clinic.ThenAsync(await _clinic.BookAsync(), AppointmentStatus.Arrived, AppointmentStatus.InConsultation);
        await _clinic.ThenAsync(await _clinic.BookAsync(running.Start.AddHours(1)), AppointmentStatus.Arrived);
        await _clinic.BookAsync(running.Start.AddHours(2));
        var before = _clinic.Dump("Appointments");
        _clinic.Bus.Forget();

        foreach (var who in new[] { Home.Doctor, Home.Patient, Home.Lena })
        {
            var session = await SignInAsync(who);
            await Presence.ConnectAsync(PresenceTests.Tab($"{who.UserId}-1", who, session));
            await Presence.ConnectAsync(PresenceTests.Tab($"{who.UserId}-2", who, session));
            await Presence.DisconnectAsync($"{who.UserId}-1");
            await Presence.DisconnectAsync($"{who.UserId}-2");
            await SweepAfterAsync(TimeSpan.FromHours(3));
            await Presence.ConnectAsync(PresenceTests.Tab($"{who.UserId}-3", who, session));
            await _clinic.Get<SessionService>().EndAsync(session);
            await Presence.EndSessionAsync(session, who.UserId, Home.Id);
            await SweepAfterAsync(TimeSpan.FromHours(30));
        }

        _clinic.Dump("Appointments").Should().Be(before);
        _clinic.Bus.Published.Should().NotBeEmpty().And.NotContain(e => e is AppointmentChanged);
    }

    public void Dispose() => _clinic.Dispose();

    private ValueTask<SignInFeed> FeedAsync() => _clinic.Get<SignInFeedQueries>().LatestAsync(Home.Lena);

    private async Task<Guid> SignInAsync(Actor who)
    {
        await using var db = _clinic.NewContext();
        return (await _clinic.Get<SessionService>().BeginAsync(await db.Accounts.SingleAsync(a => a.Id == who.UserId))).Id;
    }

    private async Task SweepAfterAsync(TimeSpan time)
    {
        _clinic.Clock.Advance(time);
        await Presence.SweepAsync();
    }
}
