using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Webhooks;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Webhooks;

/// <summary>Another system is told what was chosen, signed, at least once, and never more than ids and states.</summary>
public sealed class WebhookTests : IAsyncLifetime, IDisposable
{
    private readonly ClinicDatabase _clinic = new(services => services.AddSingleton(new WebhookSettings(AllowPrivateAddresses: true)));

    private HookReceiver _receiver = null!;

    private TestClinic Home => _clinic.Home;

    private WebhookService Service => _clinic.Get<WebhookService>();

    private WebhookDispatcher Dispatcher => _clinic.Get<WebhookDispatcher>();

    public async Task InitializeAsync() => _receiver = await HookReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task What_happens_is_posted_once_signed_as_Standard_Webhooks_writes_it()
    {
        var hook = await AddAsync();
        var id = (await _clinic.BookAsync()).Id;

        await Dispatcher.DispatchAsync();
        await Dispatcher.DispatchAsync();

        var request = _receiver.Taken.Should().ContainSingle().Which;
        request.ContentType.Should().Be("application/json; charset=utf-8");
        var body = JsonDocument.Parse(request.Body).RootElement;
        body.GetProperty("type").GetString().Should().Be("appointment");
        body.GetProperty("data").GetProperty("id").GetGuid().Should().Be(id);
        body.GetProperty("data").GetProperty("kind").GetString().Should().Be("AppointmentBooked");
        body.GetProperty("data").EnumerateObject().Select(p => p.Name).Should().Equal("line", "kind", "id", "version", "from", "to");
        var secret = await _clinic.Get<WebhookQueries>().SecretAsync(Home.Admin, hook);
        secret.Should().StartWith("whsec_");
        var signed = HMACSHA256.HashData(Convert.FromBase64String(secret!["whsec_".Length..]), (byte[])[.. Encoding.UTF8.GetBytes($"{request.Id}.{request.Timestamp}."), .. request.Body]);
        request.Signature.Should().Be($"v1,{Convert.ToBase64String(signed)}");
        long.Parse(request.Timestamp, CultureInfo.InvariantCulture).Should().Be(_clinic.Clock.GetUtcNow().ToUnixTimeSeconds());
        (await RowAsync(hook)).Last.Should().ContainSingle().Which.Should().Match<WebhookDeliveryRow>(d => d.State == WebhookDeliveryState.Sent && d.Status == 204 && d.Attempts == 1);
    }

    [Fact]
    public void The_signature_is_that_of_the_standards_own_example() =>
        WebhookSignature.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8)
            .Should().Be("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public async Task Only_what_was_chosen_comes_only_from_now_on_and_only_of_the_own_clinic()
    {
        await _clinic.BookAsync();
        await AddAsync(WebhookEvents.SignIn);
        await _clinic.BookAsync(_clinic.Now.AddHours(3));
        await Dispatcher.DispatchAsync();

        _receiver.Taken.Should().BeEmpty();

        await using (var db = _clinic.NewContext())
        {
            foreach (var clinic in new[] { Home, _clinic.Other })
            {
                db.Activity.Add(new ActivityEntry
                {
                    OrganizationId = clinic.Lena.OrganizationId, ActorId = clinic.Lena.UserId, Kind = ActivityKind.SignedIn, Category = ActivityCategory.SignIn, SubjectId = clinic.Lena.UserId, At = _clinic.Clock.GetUtcNow(), Reason = "canary-reason",
                });
            }

            await db.SaveChangesAsync();
        }

        await Dispatcher.DispatchAsync();
        var text = Encoding.UTF8.GetString(_receiver.Taken.Should().ContainSingle().Which.Body);
        text.Should().Contain($"{Home.Lena.UserId}").And.NotContain("canary").And.NotContain(Home.Lena.DisplayName);
    }

    [Fact]
    public async Task What_fails_is_tried_again_under_the_same_id_and_given_up_at_last_and_goes_again_by_hand()
    {
        var hook = await AddAsync();
        await _clinic.BookAsync();
        _receiver.Answer = () => 500;
        for (var attempt = 0; attempt < new DeliveryRules().MostAttempts + 3; attempt++)
        {
            await Dispatcher.DispatchAsync();
            _clinic.Clock.Advance(TimeSpan.FromHours(2));
        }

        _receiver.Taken.Should().HaveCount(new DeliveryRules().MostAttempts);
        _receiver.Taken.Select(r => r.Id).Distinct().Should().ContainSingle();
        _receiver.Taken.Select(r => r.Signature).Distinct().Should().HaveCount(_receiver.Taken.Count, "each attempt is signed with its own moment");
        var dead = (await RowAsync(hook)).Last.Should().ContainSingle().Which;
        dead.Should().Match<WebhookDeliveryRow>(d => d.State == WebhookDeliveryState.Dead && d.Status == 500 && d.Error == "The other side answered 500.");

        _receiver.Answer = () => 200;
        (await Service.SendAgainAsync(Home.Admin, dead.Id, Guid.NewGuid())).Succeeded.Should().BeTrue();
        await Dispatcher.DispatchAsync();
        (await RowAsync(hook)).Last[0].State.Should().Be(WebhookDeliveryState.Sent);
        _receiver.Taken[^1].Id.Should().Be(_receiver.Taken[0].Id);
    }

    [Theory]
    [InlineData(301, WebhookDeliveryState.Failed)]
    [InlineData(410, WebhookDeliveryState.Dead)]
    [InlineData(0, WebhookDeliveryState.Failed)]
    public async Task Every_answer_has_its_end(int status, WebhookDeliveryState expected)
    {
        var hook = await AddAsync();
        _receiver.Answer = () => status;
        await _clinic.BookAsync();

        await Dispatcher.DispatchAsync();

        _receiver.Taken.Should().ContainSingle();
        var row = (await RowAsync(hook)).Last.Should().ContainSingle().Which;
        row.State.Should().Be(expected);
        row.Error.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task One_that_fails_holds_up_no_other()
    {
        await AddAsync(address: "http://127.0.0.1:9/nobody");
        await AddAsync();
        for (var i = 0; i < 5; i++) await _clinic.BookAsync(_clinic.Now.AddHours(1 + i));

        await Dispatcher.DispatchAsync();

        _receiver.Taken.Should().HaveCount(5);
    }

    [Fact]
    public async Task One_that_hangs_holds_up_no_other_and_is_not_asked_for_everything_at_once()
    {
        await using var hanging = await HookReceiver.StartAsync(hangs: true);
        var slow = await AddAsync(address: hanging.Address);
        await AddAsync();
        for (var i = 0; i < 6; i++) await _clinic.BookAsync(_clinic.Now.AddHours(1 + i));

        var turn = Dispatcher.DispatchAsync();
        await WaitFor.TrueAsync(() => _receiver.Taken.Count == 6 && hanging.Taken.Count == 4);
        await _clinic.BookAsync(_clinic.Now.AddHours(8));
        await Dispatcher.StartAsync();
        await WaitFor.TrueAsync(() => _receiver.Taken.Count == 7);

        hanging.Taken.Should().HaveCount(4);
        _clinic.Clock.Advance(new DeliveryRules().TimeLimit);
        await turn;
        (await RowAsync(slow)).Last.Should().Contain(d => d.State == WebhookDeliveryState.Failed && d.Error == "The other side did not answer in time.");
    }

    [Fact]
    public async Task What_a_node_did_not_bring_to_its_end_another_sends_again_under_the_same_id()
    {
        var hook = await AddAsync();
        await _clinic.BookAsync();
        await Dispatcher.DispatchAsync();
        await using (var db = _clinic.NewContext())
        {
            // As a node leaves it that dies after the other side has taken it.
            await db.WebhookDeliveries.ExecuteUpdateAsync(set => set
                .SetProperty(d => d.State, WebhookDeliveryState.Leased).SetProperty(d => d.LeaseOwner, Guid.NewGuid())
                .SetProperty(d => d.LeasedUntil, _clinic.Clock.GetUtcNow().AddMinutes(2)).SetProperty(d => d.EndedAt, (DateTimeOffset?)null));
        }

        await Dispatcher.DispatchAsync();
        _receiver.Taken.Should().ContainSingle("the lease runs");
        _clinic.Clock.Advance(TimeSpan.FromMinutes(2));
        await Dispatcher.DispatchAsync();

        _receiver.Taken.Should().HaveCount(2);
        _receiver.Taken.Select(r => r.Id).Distinct().Should().ContainSingle();
        (await RowAsync(hook)).Last[0].State.Should().Be(WebhookDeliveryState.Sent);
    }

    [Fact]
    public async Task What_happens_during_a_pause_is_not_sent_later()
    {
        var hook = await AddAsync();
        await ChangeAsync(hook, wish => wish with { IsPaused = true });
        await _clinic.BookAsync();
        await Dispatcher.DispatchAsync();
        await ChangeAsync(hook, wish => wish with { IsPaused = false });
        await Dispatcher.DispatchAsync();
        _receiver.Taken.Should().BeEmpty();

        await Service.SendTestAsync(Home.Admin, hook, Guid.NewGuid());
        await _clinic.BookAsync(_clinic.Now.AddHours(3));
        await Dispatcher.DispatchAsync();
        _receiver.Taken.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("type").GetString()).Should().BeEquivalentTo("test", "appointment");
    }

    [Fact]
    public async Task What_ended_long_ago_is_forgotten()
    {
        var hook = await AddAsync();
        await _clinic.BookAsync();
        await Dispatcher.DispatchAsync();

        _clinic.Clock.Advance(WebhookDispatcher.Kept);
        (await Dispatcher.ForgetAsync()).Should().Be(0);
        _clinic.Clock.Advance(TimeSpan.FromSeconds(1));

        (await Dispatcher.ForgetAsync()).Should().Be(1);
        (await RowAsync(hook)).Last.Should().BeEmpty();
    }

    private async Task<Guid> AddAsync(WebhookEvents events = WebhookEvents.Appointment, string? address = null) =>
        (await Service.AddAsync(Home.Admin, new WebhookWish("Laboratory", address ?? _receiver.Address, events), Guid.NewGuid())).Value;

    private async Task ChangeAsync(Guid hook, Func<WebhookWish, WebhookWish> change)
    {
        var row = await RowAsync(hook);
        var wish = change(new WebhookWish(row.Name, row.Address, row.Events, row.IsPaused));
        (await Service.ChangeAsync(Home.Admin, hook, row.Version, wish, Guid.NewGuid())).Succeeded.Should().BeTrue();
    }

    private async Task<WebhookRow> RowAsync(Guid hook) => (await _clinic.Get<WebhookQueries>().ListAsync(Home.Admin)).Single(r => r.Id == hook);
}
