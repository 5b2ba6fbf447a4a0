using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Push;

/// <summary>Pushes as one way among others: planned for who has a browser, sent once nobody looks, ended as the push service answers.</summary>
public sealed class PushChannelTests : IAsyncLifetime
{
    private readonly FakeChannel _email = new(DeliveryChannel.Email);
    private readonly ClinicDatabase _clinic;
    private PushServiceStub _service = null!;

    public PushChannelTests() => _clinic = Open(_email);

    private TestClinic Home => _clinic.Home;

    public async Task InitializeAsync() => _service = await PushServiceStub.StartAsync();

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _clinic.Dispose();
    }

    [Fact]
    public async Task Who_has_a_browser_is_pushed_to_first_and_who_has_none_is_not()
    {
        await SwitchOnAsync(Home.Doctor, "201");

        await _clinic.TellAsync(Home.Doctor);
        await _clinic.TellAsync(Home.SecondDoctor);
        await DispatchAsync();

        _service.Calls.Should().Equal("/201");
        (await RowsAsync()).Should().ContainSingle().Which.State.Should().Be(DeliveryState.Sent);
    }

    [Fact]
    public async Task Nothing_is_pushed_while_the_person_looks_and_nothing_after_he_has_read()
    {
        await SwitchOnAsync(Home.Doctor, "201");
        var (table, window) = (_clinic.Get<AttentionTable>(), Guid.NewGuid());
        table.Look(Home.Doctor.UserId, window);
        await _clinic.TellAsync(Home.Doctor);
        await DispatchAsync();
        _service.Calls.Should().BeEmpty();

        await _clinic.Get<NotificationService>().ReadAllAsync(Home.Doctor);
        table.LookAway(Home.Doctor.UserId, window);
        await DispatchAsync(TimeSpan.FromMinutes(5));

        _service.Calls.Should().BeEmpty();
        (await RowsAsync()).Should().OnlyContain(d => d.State == DeliveryState.Withdrawn);
    }

    [Fact]
    public async Task A_push_service_that_wants_fewer_gets_it_later_and_one_that_finds_it_too_large_never()
    {
        await SwitchOnAsync(Home.Doctor, "changing/120");
        _service.Now = 429;
        await _clinic.TellAsync(Home.Doctor);
        await DispatchAsync();
        var waiting = (await RowsAsync()).Should().ContainSingle().Subject;
        waiting.State.Should().Be(DeliveryState.Failed);
        waiting.NextAttemptAt.Should().BeOnOrAfter(_clinic.Now.AddSeconds(120));

        _service.Now = 413;
        await DispatchAsync(TimeSpan.FromMinutes(3));

        (await RowsAsync()).Single().State.Should().Be(DeliveryState.Dead);
        _service.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task Where_the_last_browser_is_gone_the_next_way_begins_at_once()
    {
        await SwitchOnAsync(Home.Patient, "410");
        await _clinic.TellAsync(Home.Patient, severity: NotificationSeverity.Critical);

        await DispatchAsync(TimeSpan.FromMinutes(1));
        await DispatchAsync(TimeSpan.FromSeconds(1));

        (await RowsAsync()).Select(d => (d.Channel, d.State)).Take(2).Should().Equal((DeliveryChannel.WebPush, DeliveryState.Skipped), (DeliveryChannel.Email, DeliveryState.Sent));
        (await _clinic.DevicesOfAsync(Home.Patient)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_leaves_says_nothing_of_what_was_told()
    {
        await SwitchOnAsync(Home.Patient, "201");
        await _clinic.TellAsync(Home.Patient, "Your blood test, Paula Patient", link: "/portal");
        var row = (await RowsAsync()).Single();
        var letter = new DeliveryMessage(row.Id, row.Key, Home.Id, Home.Patient.UserId, row.NotificationId, NotificationKind.SystemMessage, NotificationSeverity.Normal,
            OutgoingText.Of(NotificationKind.SystemMessage), new Uri($"https://clinic.test/notifications/{row.NotificationId}"), null, _ => Task.FromResult(true));

        (await _clinic.Get<IEnumerable<IDeliveryChannel>>().OfType<PushChannel>().Single().SendAsync(letter, default)).End.Should().Be(DeliveryEnd.Sent);

        var text = System.Text.Encoding.UTF8.GetString(PushFanOut.TextOf(new PushMessage(row.NotificationId, letter.Text.Title, letter.Text.Text, letter.Link.PathAndQuery, false, TimeSpan.Zero)));
        text.Should().NotContain("blood").And.NotContain("Paula").And.Contain($"/notifications/{row.NotificationId}");
    }

    private static ClinicDatabase Open(FakeChannel email) => new(services =>
    {
        services.AddSingleton(PushClinic.Settings);
        services.AddSingleton(new DeliveryRules { Chance = () => 0.5 });
        services.AddSingleton<IDeliveryChannel>(email);
        services.AddSingleton<IDeliveryChannel, PushChannel>();
    });

    private async Task DispatchAsync(TimeSpan later = default)
    {
        _clinic.Clock.Advance(later);
        await _clinic.Get<DeliveryDispatcher>().DispatchAsync();
    }

    private Task<Guid> SwitchOnAsync(Actor actor, string path) => _clinic.SwitchOnAsync(actor, PushClinic.Browser(_service.At(path)));

    private async Task<List<Delivery>> RowsAsync()
    {
        await using var db = _clinic.NewContext();
        return await db.Deliveries.AsNoTracking().OrderBy(d => d.CreatedAt).ThenBy(d => d.Step).ToListAsync();
    }
}
