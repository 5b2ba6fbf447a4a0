using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Live;

/// <summary>Two nodes on one PostgreSQL database: what happens on the one is seen on the other, whatever breaks in between.</summary>
public sealed class PostgreSqlLineTests : IAsyncLifetime, IDisposable
{
    private readonly ClinicDatabase _clinic = new();
    private readonly List<Node> _nodes = [];

    private TestClinic Home => _clinic.Home;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    public void Dispose() => _clinic.Dispose();

    [PostgreSqlFact]
    public async Task A_change_on_one_node_rings_on_the_other_and_is_read_there_afresh()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        var day = DateOnly.FromDateTime(_clinic.Now.UtcDateTime);
        (await b.Get<AppointmentQueries>().DayAsync(Home.Lena, day)).Rows.Should().BeEmpty("so that there is a view that can be old");
        await using var ears = new Listener(b.Get<IEventBus>(), Topic.Appointments(Home.Id));

        var booked = (await a.Get<BookingService>().BookAsync(Home.Lena, _clinic.Wish())).Value!;

        await UntilAsync(() => ears.Events.Count == 1);
        ears.Events.Single().Should().BeOfType<AppointmentChanged>().Which.AppointmentId.Should().Be(booked.Id);
        (await b.Get<AppointmentQueries>().DayAsync(Home.Lena, day)).Rows.Should().ContainSingle().Which.Id.Should().Be(booked.Id);
    }

    [PostgreSqlFact]
    public async Task What_was_not_saved_rings_nowhere()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        _clinic.Execute("""INSERT INTO "DataProtectionKeys" ("Id", "Xml") VALUES (5, '<one/>')""");
        await using var ears = new Listener(b.Get<IEventBus>(), Topic.ChatList(Home.Patient.UserId), Topic.Room(Home.Id));
        await using var own = new Listener(a.Get<IEventBus>(), Topic.ChatList(Home.Patient.UserId), Topic.Room(Home.Id));

        await using (var db = a.Context())
        {
            db.PublishAfterSave(new ChatListChanged(Home.Patient.UserId, Home.Id));
            db.Add(new DataProtectionKey { Id = 5, Xml = "<two/>" });
            (await db.Invoking(d => d.SaveChangesAsync()).Should().ThrowAsync<DbUpdateException>()).Which.InnerException.Should().BeOfType<Npgsql.PostgresException>();
        }

        a.Get<IEventBus>().Publish(Typing());
        await UntilAsync(() => ears.Events.Count > 0 && own.Events.Count > 0);
        ears.Events.Should().ContainSingle("the line keeps its order, so what had been sent would be here").Which.Should().BeOfType<TypingSignalled>();
        own.Events.Should().ContainSingle();
    }

    [PostgreSqlFact]
    public async Task What_was_told_and_then_rolled_back_rings_on_no_other_node()
    {
        _clinic.Execute("""
            CREATE FUNCTION refuse_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$;
            CREATE CONSTRAINT TRIGGER not_today AFTER INSERT ON "DataProtectionKeys" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_at_commit();
            """);
        var (a, b) = (await StartAsync(), await StartAsync());
        await using var ears = new Listener(b.Get<IEventBus>(), Topic.ChatList(Home.Patient.UserId), Topic.Room(Home.Id));

        await using (var db = a.Context())
        {
            db.PublishAfterSave(new ChatListChanged(Home.Patient.UserId, Home.Id));
            db.Add(new DataProtectionKey { Xml = "<one/>" });
            await db.Invoking(d => d.SaveChangesAsync()).Should().ThrowAsync<Exception>().Where(f => f.GetBaseException().Message.Contains("not today"), "every statement went well, that of NOTIFY too, and the commit did not");
        }

        _clinic.Count("DataProtectionKeys").Should().Be(0);
        a.Get<IEventBus>().Publish(Typing());
        await UntilAsync(() => ears.Events.Count > 0);
        ears.Events.Should().ContainSingle("the line keeps its order, so what had been sent would be here").Which.Should().BeOfType<TypingSignalled>();
    }

    [PostgreSqlFact]
    public async Task A_change_rings_once_on_its_own_node_and_the_echo_measures_the_way()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        await using var own = new Listener(a.Get<IEventBus>(), Topic.Appointments(Home.Id));
        await using var other = new Listener(b.Get<IEventBus>(), Topic.Appointments(Home.Id));

        (await a.Get<BookingService>().BookAsync(Home.Lena, _clinic.Wish())).Succeeded.Should().BeTrue();

        await UntilAsync(() => a.Lags.Count == 1 && other.Events.Count == 1);
        own.Batches.Should().ContainSingle();
        own.Events.Should().ContainSingle();
        b.Lags.Should().BeEmpty();
    }

    [PostgreSqlFact]
    public async Task After_a_cut_everything_is_read_again_and_the_line_works_as_before()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        await using var ears = new Listener(b.Get<IEventBus>(), Topic.Appointments(Home.Id));
        var before = b.Line.ListenerId;

        PostgreSqlServer.Say($"SELECT pg_terminate_backend({before})");
        await WaitFor.TrueAsync(() => b.Line.ListenerId == 0);
        (await a.Get<BookingService>().BookAsync(Home.Lena, _clinic.Wish())).Succeeded.Should().BeTrue();
        await UntilAsync(() => b.Line.ListenerId != 0 && Resyncs(ears) == 1);

        b.Line.ListenerId.Should().NotBe(before);
        ears.Events.Should().BeEmpty("what rang meanwhile was not heard, which is why everything is read");
        (await a.Get<BookingService>().BookAsync(Home.Lena, _clinic.Wish(_clinic.Now.AddHours(2)))).Succeeded.Should().BeTrue();
        await UntilAsync(() => ears.Events.Count == 1);
    }

    [PostgreSqlFact]
    public async Task Many_changes_at_once_fit_into_some_texts_and_too_many_are_read_as_a_whole()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        await using var ears = new Listener(b.Get<IEventBus>(), [.. Enumerable.Range(0, 200).Select(i => Topic.ChatList(Number(i)))]);

        await PublishAsync(60);
        await UntilAsync(() => ears.Events.Count == 60);
        Resyncs(ears).Should().Be(0);

        await PublishAsync(200);
        await UntilAsync(() => Resyncs(ears) == 1);

        async Task PublishAsync(int many)
        {
            await using var db = a.Context();
            for (var i = 0; i < many; i++) db.PublishAfterSave(new ChatListChanged(Number(i), Number(i)));
            db.Add(new DataProtectionKey { Xml = "<one/>" });
            await db.SaveChangesAsync();
        }
    }

    [PostgreSqlFact]
    public async Task Typing_reaches_the_other_node_and_so_does_what_is_told_without_a_row()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        await using var ears = new Listener(b.Get<IEventBus>(), Topic.Room(Home.Id), Topic.ChatList(Home.Id));

        a.Get<IEventBus>().Publish(Typing());
        await using (var db = a.Context())
        {
            db.PublishAfterSave(new ChatListChanged(Home.Id, Home.Id));
            await db.SaveChangesAsync(); // nothing to save
        }

        await UntilAsync(() => ears.Events.Count == 2);
        ears.Events.Should().ContainSingle(e => e is TypingSignalled).And.ContainSingle(e => e is ChatListChanged);
    }

    [PostgreSqlFact]
    public async Task Where_nobody_sends_typing_is_dropped_without_a_word_and_the_rest_becomes_read_everything()
    {
        var (a, b) = (Make(), await StartAsync());
        await using var ears = new Listener(b.Get<IEventBus>(), Topic.ChatList(Home.Id), Topic.Room(Home.Id));
        var bus = a.Get<IEventBus>();

        bus.Publish(new ChatListChanged(Home.Id, Home.Id));
        for (var i = 0; i < PostgresEventBus.Capacity; i++) bus.Publish(Typing()); // never waits, though nobody takes it
        await a.StartAsync();

        await UntilAsync(() => Resyncs(ears) == 1);
        ears.Events.OfType<ChatListChanged>().Should().BeEmpty("it was the oldest");
    }

    [PostgreSqlFact]
    public async Task A_node_that_hangs_or_whose_machine_is_gone_does_not_keep_its_locks()
    {
        await using var db = Make().Context();
        string[] settings = ["lock_timeout", "idle_in_transaction_session_timeout"]; // those of TCP are none on a socket of this machine
        var said = new List<string>();
        foreach (var setting in settings) said.Add(await db.Database.SqlQuery<string>($"""SELECT current_setting({setting}) AS "Value" """).SingleAsync());
        said.Should().Equal("5s", "15s");
    }

    [PostgreSqlFact]
    public async Task A_text_of_another_version_is_read_as_everything()
    {
        var b = await StartAsync();
        await using var ears = new Listener(b.Get<IEventBus>(), Topic.Room(Home.Id));

        _clinic.Execute("""SELECT pg_notify('cliniclive', '{"Node":"019b76da-a800-7cb1-b36d-9c3308421694","Sent":"2030-01-01T00:00:00+00:00","Events":[{"Name":"OfTomorrow","Data":{}}]}')""");
        await UntilAsync(() => Resyncs(ears) == 1);
        _clinic.Execute("SELECT pg_notify('cliniclive', 'no envelope at all')");
        await UntilAsync(() => Resyncs(ears) == 2);
    }

    // Batches of one reader come apart by the clinic's clock, and so do the tries to reach the server again.
    private Task UntilAsync(Func<bool> condition) => WaitFor.TrueAsync(() =>
    {
        _clinic.Clock.Advance(TimeSpan.FromMilliseconds(50));
        return condition();
    });

    private static int Resyncs(Listener ears) => ears.Batches.Count(b => b.Resync);

    private static Guid Number(int i) => Guid.ParseExact((i + 1).ToString("x32", System.Globalization.CultureInfo.InvariantCulture), "N");

    private TypingSignalled Typing() => new(Home.Id, Home.Doctor.UserId, _clinic.Now);

    private Node Make()
    {
        var node = new Node(_clinic);
        _nodes.Add(node);
        return node;
    }

    private async Task<Node> StartAsync()
    {
        var node = Make();
        await node.StartAsync();
        return node;
    }

    private sealed class Node : IAsyncDisposable
    {
        private readonly ServiceProvider _services;
        private readonly MeterListener _meters = new();

        public Node(ClinicDatabase clinic)
        {
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(clinic.Clock);
            services.AddSingleton(clinic.Get<ISecretSeal>());
            services.AddClinicDomain(clinic.ConnectionString, clinic.FilesFolder, TestStore.Kind);
            _services = services.BuildServiceProvider();
            var lag = Get<ClinicMeter>().LineLag;
            _meters.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument, lag)) listener.EnableMeasurementEvents(instrument);
            };
            _meters.SetMeasurementEventCallback<double>((_, value, _, _) => Lags.Add(value));
            _meters.Start();
        }

        public ConcurrentBag<double> Lags { get; } = [];

        public PostgresEventBus Line => Get<PostgresEventBus>();

        public T Get<T>()
            where T : notnull => _services.GetRequiredService<T>();

        public ClinicDbContext Context() => Get<IDbContextFactory<ClinicDbContext>>().CreateDbContext();

        public async Task StartAsync()
        {
            await Line.StartAsync(CancellationToken.None);
            await WaitFor.TrueAsync(() => Line.ListenerId != 0);
        }

        public async ValueTask DisposeAsync()
        {
            await Line.StopAsync(CancellationToken.None);
            _meters.Dispose();
            await _services.DisposeAsync();
        }
    }
}
