using System.Net;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Api.Events;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Live.Web;

/// <summary>The live line for programs: everything that one may see, in order, once, and nothing else.</summary>
public sealed class EventStreamTests : IDisposable
{
    private readonly ApiHost _host = new();

    private TestClinic Home => _host.Home;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task What_happens_to_an_appointment_comes_with_the_appointment()
    {
        var desk = await _host.AsAsync(Home.Lena);
        await using var stream = await EventStreamReader.OpenAsync(_host, desk);
        stream.Answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        stream.Answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await stream.NextAsync("ready")).Id.Should().MatchRegex("^[0-9]+-[0-9]+$");

        var made = await BookAsync(desk);
        var booked = await stream.NextAsync("appointment");
        await MoveAsync(desk, made, "Arrived");
        var moved = await stream.NextAsync("appointment");

        ApiAnswer.FieldsOf(booked.Data).Should().Equal("appointment", "appointmentId", "at", "by", "from", "kind", "to", "version");
        (booked.At("kind"), booked.At("to"), booked.At("by"), booked.At("appointmentId")).Should().Be(("AppointmentBooked", "Booked", Home.Lena.UserId.ToString(), made.At("id")));
        (moved.At("kind"), moved.At("from"), moved.At("to"), moved.At("version")).Should().Be(("AppointmentMoved", "Booked", "Arrived", "2"));
        moved.Data["appointment"]!.ToJsonString().Should().Be((await desk.GetAsync($"/api/appointments/{made.At("id")}")).Json.ToJsonString());
    }

    [Fact]
    public async Task Whoever_comes_back_with_the_last_id_has_lost_nothing_and_gets_nothing_twice()
    {
        var desk = await _host.AsAsync(Home.Lena);
        var ids = new List<string>();
        string? last;
        await using (var stream = await EventStreamReader.OpenAsync(_host, desk)) last = (await stream.NextAsync("ready")).Id;

        for (var round = 0; round < 4; round++)
        {
            var made = await BookAsync(desk, minutes: 30 + (60 * round)); // while nobody listens
            await using var stream = await EventStreamReader.OpenAsync(_host, desk, last);
            ids.AddRange(IdsOf(await stream.UntilAsync("appointment", e => e.At("kind") == "AppointmentBooked")));
            await MoveAsync(desk, made, "Arrived"); // while somebody does
            ids.AddRange(IdsOf(await stream.UntilAsync("appointment", e => e.At("to") == "Arrived")));
            last = ids[^1];
        }

        ids.Should().OnlyHaveUniqueItems();
        await using var whole = await EventStreamReader.OpenAsync(_host, desk, "0-0");
        IdsOf(await whole.UntilAsync("appointment", e => e.Id == last)).Where(ids.Contains).Should().Equal(ids);
    }

    [Fact]
    public async Task Nothing_is_lost_while_many_things_happen_at_once()
    {
        var desk = await _host.AsAsync(Home.Lena);
        await using var stream = await EventStreamReader.OpenAsync(_host, desk);
        await stream.NextAsync("ready");

        var made = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => BookAsync(desk, minutes: 30 + (i * 20))));

        var seen = new List<string>();
        while (seen.Count < made.Length) seen.Add((await stream.NextAsync("appointment")).At("appointmentId")!);
        seen.Should().BeEquivalentTo(made.Select(m => m.At("id")));
    }

    [Fact]
    public async Task Each_hears_what_he_may_see_and_nothing_else()
    {
        var desk = await _host.AsAsync(Home.Lena);
        await using var patient = await EventStreamReader.OpenAsync(_host, await _host.AsAsync(Home.Patient));
        await using var other = await EventStreamReader.OpenAsync(_host, await _host.AsAsync(Home.SecondPatient));
        await using var stranger = await EventStreamReader.OpenAsync(_host, await _host.AsAsync(_host.Other.Lena));
        foreach (var one in new[] { patient, other, stranger }) await one.NextAsync("ready");

        var made = await BookAsync(desk);
        var own = await patient.NextAsync("appointment");
        own.At("appointmentId").Should().Be(made.At("id"));
        own.At("by").Should().BeNull("who of the desk did it is not for patients");
        (await patient.NextAsync("notification")).At("kind").Should().Be("AppointmentUpdate");

        // A sign on each line that comes after whatever could have come wrongly.
        await (await _host.AsAsync(Home.Lena)).PostAsync("/api/notifications", new { userId = Home.SecondPatient.UserId, kind = "SystemMessage", title = "Sign", text = "" });
        await (await _host.AsAsync(_host.Other.Admin)).PostAsync("/api/notifications", new { userId = _host.Other.Lena.UserId, kind = "SystemMessage", title = "Sign", text = "" });
        (await other.UntilAsync("notification")).Should().NotContain(e => e.Name == "appointment" || e.Name == "sign-in");
        (await stranger.UntilAsync("notification", e => e.At("title") == "Sign")).Should().NotContain(e => e.Name == "appointment");
    }

    [Fact]
    public async Task Conversations_come_with_typing_and_receipts_and_only_to_those_inside()
    {
        var (patient, doctor) = (await _host.AsAsync(Home.Patient), await _host.AsAsync(Home.Doctor));
        await using var heard = await EventStreamReader.OpenAsync(_host, doctor);
        await using var outside = await EventStreamReader.OpenAsync(_host, await _host.AsAsync(Home.SecondDoctor));
        await heard.NextAsync("ready");
        await outside.NextAsync("ready");

        var room = (await patient.PostAsync("/api/chat/rooms", new { kind = "Direct", participantIds = new[] { Home.Doctor.PractitionerId } })).Ok(HttpStatusCode.Created).At("id")!;
        (await heard.NextAsync("chat.room")).At("roomId").Should().Be(room, "a room that is new is listened to from its beginning");
        var said = (await patient.PostAsync($"/api/chat/rooms/{room}/messages", new { clientMessageId = Guid.NewGuid(), body = "Hello" })).Ok(HttpStatusCode.Created);
        var message = await heard.NextAsync("chat.message");
        message.Data["message"]!.ToJsonString().Should().Be(said.Json.ToJsonString());

        await WaitFor.TrueAsync(async () =>
        {
            _host.Clock.Advance(TypingSignals.OneEvery); // whoever types signals again and again
            await _host.Get<TypingSignals>().SignalAsync(Home.Patient, Guid.Parse(room));
            return heard.HasCome("chat.typing", e => e.At("roomId") == room && e.At("userId") == Home.Patient.UserId.ToString());
        });
        await doctor.PostAsync($"/api/chat/rooms/{room}/read", new { messageId = said.At("id") });
        (await heard.NextAsync("chat.receipt")).At("read").Should().Be("1");

        await (await _host.AsAsync(Home.Lena)).PostAsync("/api/notifications", new { userId = Home.SecondDoctor.UserId, kind = "SystemMessage", title = "Sign", text = "" });
        (await outside.UntilAsync("notification")).Should().NotContain(e => e.Name.StartsWith("chat.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Presence_is_told_at_the_beginning_and_when_it_changes()
    {
        await using var stream = await EventStreamReader.OpenAsync(_host, await _host.AsAsync(Home.Patient));
        (await stream.NextAsync("presence", e => e.At("id") == Home.Doctor.PractitionerId.ToString())).At("presence").Should().Be("offline");

        var doctor = await _host.AsAsync(Home.Doctor);
        (await doctor.PutAsync("/api/practitioners/me/availability", new { available = true })).Ok();
        (await stream.NextAsync("availability")).At("to").Should().Be("Available");
        await using (var own = await EventStreamReader.OpenAsync(_host, doctor))
        {
            (await stream.NextAsync("presence", e => e.At("online") == "true")).At("presence").Should().Be("available", "an open stream is a live connection");
        }

        await WaitFor.TrueAsync(() => Task.FromResult(_host.Get<ConnectionTable>().CountOf(Home.Doctor.UserId) == 0));
    }

    [Fact]
    public async Task Silence_has_signs_of_life()
    {
        await using var stream = await EventStreamReader.OpenAsync(_host, await _host.AsAsync(Home.Patient));
        await stream.NextAsync("ready");

        await WaitFor.TrueAsync(() =>
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(15));
            return stream.Beats >= 2;
        });
    }

    [Theory]
    [InlineData("signed out")]
    [InlineData("disabled")]
    [InlineData("other role")]
    public async Task A_stream_ends_with_the_right_to_it(string how)
    {
        var caller = await _host.AsAsync(Home.Omar);
        await using var stream = await EventStreamReader.OpenAsync(_host, caller);
        await stream.NextAsync("ready");

        if (how == "signed out") (await caller.PostAsync("/api/auth/logout")).Ok(HttpStatusCode.NoContent);
        else if (how == "disabled") await _host.Get<AccountService>().DisableAsync(Home.Admin, Home.Omar.UserId);
        else await _host.Get<AccountService>().ChangeRoleAsync(Home.Admin, Home.Omar.UserId, Role.Admin);

        await stream.Ended.WaitAsync(TimeSpan.FromSeconds(5));
        await WaitFor.TrueAsync(() => _host.Get<OpenStreams>().Count == 0);
    }

    [Fact]
    public async Task Streams_on_another_node_count_with_those_here()
    {
        using var node = new PresenceService(_host.Get<IDbContextFactory<ClinicDbContext>>(), new ConnectionTable(), new AttentionTable(_host.Clock), _host.Clock);
        for (var i = 0; i < OpenStreams.Most; i++) await node.ConnectAsync(new LiveConnection($"{i}", Home.Lena.UserId, Guid.NewGuid(), Home.Id, IsStream: true));
        await node.SweepAsync();
        var caller = await _host.AsAsync(Home.Lena);

        (await caller.GetAsync("/api/events")).IsProblem(429, "too-many");
        await node.DisconnectAsync("0");
        await node.SweepAsync();
        _host.Clock.Advance(PresenceLease.RenewEvery);
        await node.SweepAsync();

        await (await EventStreamReader.OpenAsync(_host, caller)).DisposeAsync();
    }

    [Fact]
    public async Task One_account_has_ten_streams_and_those_that_end_leave_nothing_behind()
    {
        var listeners = _host.Get<IEventBus>().SubscriberCount;
        var caller = await _host.AsAsync(Home.Lena);
        var all = new List<EventStreamReader>();
        for (var i = 0; i < OpenStreams.Most; i++) all.Add(await EventStreamReader.OpenAsync(_host, caller));

        (await caller.GetAsync("/api/events")).IsProblem(429, "too-many").Headers.Should().ContainKey("Retry-After");
        await (await EventStreamReader.OpenAsync(_host, await _host.AsAsync(Home.Omar))).DisposeAsync();
        foreach (var one in all) await one.DisposeAsync();

        await WaitFor.TrueAsync(() => _host.Get<OpenStreams>().Count == 0 && _host.Get<IEventBus>().SubscriberCount == listeners);
        await (await EventStreamReader.OpenAsync(_host, caller)).DisposeAsync();
    }

    [Fact]
    public async Task A_place_that_does_not_exist_is_said()
    {
        var caller = await _host.AsAsync(Home.Lena);
        foreach (var bad in new[] { "x", "1", "1-", "-1-2", "1-2-3", "99999999999999999999-1", "1-2; DROP" })
        {
            (await caller.GetAsync("/api/events", ("Last-Event-ID", bad))).IsProblem(400, "malformed");
        }

        await using var stream = await EventStreamReader.OpenAsync(_host, caller, "999999999-0");
        (await stream.UntilAsync("ready")).Select(e => e.Name).Should().Equal("reset", "ready");
        (await _host.Nobody().GetAsync("/api/events")).IsProblem(401, "unauthenticated");
    }

    private async Task<ApiAnswer> BookAsync(ApiCaller desk, int minutes = 30) => (await desk.PostAsync("/api/appointments", new
    {
        patientId = Home.Patient.PatientId, practitionerId = Home.Doctor.PractitionerId, start = _host.Now.AddMinutes(minutes), minutes = 15, commandId = Guid.NewGuid(),
    })).Ok(HttpStatusCode.Created);

    private static async Task MoveAsync(ApiCaller desk, ApiAnswer seen, string to) =>
        (await desk.PostAsync($"/api/appointments/{seen.At("id")}/status", new { to, expectedFrom = "Booked", version = 1, commandId = Guid.NewGuid() })).Ok();

    private static IEnumerable<string> IdsOf(IEnumerable<StreamedEvent> events) => events.Where(e => e.Id is not null && e.Name != "ready").Select(e => e.Id!);
}
