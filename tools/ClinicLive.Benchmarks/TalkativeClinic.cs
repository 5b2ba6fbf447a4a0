using System.Diagnostics;
using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Benchmarks;

/// <summary>
/// A clinic in a file of its own where much was said: a front-desk room per patient holds half of it, a doctor with very many patients a
/// fifth, nineteen others the rest. A hundred messages a room, rooms taking turns as days do. One word stands in every third message, one
/// in a few of a hundred thousand, one sentence of twenty is Chinese.
/// </summary>
internal sealed class TalkativeClinic : IAsyncDisposable
{
    private const int PerRoom = 100;
    private static readonly string[] Common = [.. "the and is my your please thank today tomorrow morning afternoon pain better worse letter result blood pressure tablet doctor knee back sleep week since again question could would bring time clinic".Split(' ')];
    private static readonly string[] Chinese = ["请问我可以改预约时间吗", "检查结果已经出来了", "谢谢医生我明天来", "药吃完了需要再开吗"];
    private readonly string _folder = Directory.CreateTempSubdirectory("cliniclive-benchmark-").FullName;
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly ServiceProvider _services;
    private readonly LongAgo _longAgo = new();
    private readonly Random _random = new(4);

    private TalkativeClinic()
    {
        var services = new ServiceCollection();
        services.AddClinicDomain(ConnectionString, Path.GetTempPath());
        _services = services.BuildServiceProvider();
    }

    public static IReadOnlyList<(string What, string Typed)> Questions { get; } =
    [
        ("a word of every third message", "appointment"), ("the beginning of it", "appo"), ("two words", "appointment tomorrow"), ("a rare word", "zygomatic"),
        ("a rare and a common word", "appointment zygomatic"), ("Chinese", "预约"), ("a word that nobody said", "xylophone"),
    ];

    public int Rooms { get; private set; }

    public TimeSpan Filling { get; private set; }

    public long Bytes => new FileInfo(Path.Combine(_folder, "clinic.db")).Length;

    public List<(string Who, int Rooms, Actor Actor)> Readers { get; } = [];

    public (Actor Reader, Guid Room) Longest { get; private set; }

    public Actor LongestPatient { get; private set; } = null!;

    /// <summary>Patients in their own rooms with the desk.</summary>
    public List<(Actor Actor, Guid Room)> Pairs { get; } = [];

    public TypingSignals Typing => _services.GetRequiredService<TypingSignals>();

    public ChatSearchQueries Search => _services.GetRequiredService<ChatSearchQueries>();

    public ChatQueries Chats => _services.GetRequiredService<ChatQueries>();

    public ReplyExpectationQueries Expectations => _services.GetRequiredService<ReplyExpectationQueries>();

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "clinic.db")}";

    public ILiveSubscription Listen(Guid room) => _services.GetRequiredService<IEventBus>().Subscribe([Topic.Room(room)], "benchmark");

    /// <summary>Counted as always, but not held up by the pace of one person: what is measured is the way, not the limit.</summary>
    public async Task SendAsync(Actor by, Guid room, string body)
    {
        var contexts = _services.GetRequiredService<IDbContextFactory<ClinicDbContext>>();
        using var paces = new PaceKeeper(contexts, _longAgo);
        var chat = new ChatService(
            contexts, paces, _services.GetRequiredService<RoomTurns>(),
            _services.GetRequiredService<RoomLookers>(), Typing, TimeProvider.System);
        var sent = await chat.SendAsync(by, room, new NewMessage(Guid.NewGuid(), body));
        if (!sent.Succeeded) throw new InvalidOperationException(sent.Refusal.Sentence);
    }

    public static async Task<TalkativeClinic> MakeAsync(int messages, int longest = 10_000)
    {
        var clinic = new TalkativeClinic();
        var began = Stopwatch.GetTimestamp();
        await clinic.FillAsync(messages, Math.Min(longest, messages / 2));
        clinic.Filling = Stopwatch.GetElapsedTime(began);
        return clinic;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task FillAsync(int messages, int longest)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await _services.GetRequiredService<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync();
        await db.Database.MigrateAsync();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var clinic = new Organization { Id = _id, Name = "Talkative", TimeZoneId = "Europe/London" };
        db.Add(clinic);
        var reception = Account("Reception", Role.Receptionist);
        var doctors = Enumerable.Range(0, 20).Select(i =>
        {
            var account = Account($"Dr Number {i}", Role.Practitioner);
            var doctor = new Practitioner(_id, account.Id, "Number", $"{i}");
            db.Add(doctor);
            return new Actor(account.Id, _id, Role.Practitioner, account.DisplayName, PractitionerId: doctor.Id);
        }).ToList();
        var rooms = new List<Place>();
        var patients = Math.Max(2, messages / PerRoom / 2);
        for (var i = 0; i < patients; i++)
        {
            var account = Account($"Patient {i}", Role.Patient);
            var self = new Actor(account.Id, _id, Role.Patient, account.DisplayName);
            var patient = Patient.Register(self, account.DisplayName, new DateOnly(1980, 1, 1), "030", now, clinic.Policy.DayOf(now), accountId: account.Id).Patient!;
            db.Add(patient);
            self = self with { PatientId = patient.Id };
            var doctor = doctors[i < patients * 2 / 5 ? 0 : 1 + (i % 19)];
            rooms.Add(new Place(ChatRoom.FrontDesk(patient.Id, self, now), self, new Actor(reception.Id, _id, Role.Receptionist, reception.DisplayName), PerRoom));
            rooms.Add(new Place(ChatRoom.Direct(patient.Id, doctor.PractitionerId!.Value, self, now), self, doctor, i == patients - 1 ? longest : PerRoom));
        }

        foreach (var room in rooms)
        {
            db.AddRange(room.Room, new ChatParticipant(room.Room, room.Patient.UserId, now));
            if (room.Room.Kind == ChatRoomKind.Direct) db.Add(new ChatParticipant(room.Room, room.Other.UserId, now));
        }

        db.TellsNobody = true;
        await db.SaveChangesAsync();
        await SayAsync(rooms, messages, now);
        Rooms = rooms.Count;
        var of = rooms.Where(r => r.Room.Kind == ChatRoomKind.Direct).GroupBy(r => r.Other.UserId).ToDictionary(g => g.Key, g => g.Count());
        Readers.Add(("a patient", 2, rooms[0].Patient));
        Readers.Add(("a doctor", of.GetValueOrDefault(doctors[3].UserId), doctors[3]));
        Readers.Add(("a doctor with very many patients", of.GetValueOrDefault(doctors[0].UserId), doctors[0]));
        Readers.Add(("the front desk", patients, rooms[0].Other));
        Pairs.AddRange(rooms.Where(r => r.Room.Kind == ChatRoomKind.FrontDesk).Select(r => (r.Patient, r.Room.Id)));
        (Longest, LongestPatient) = ((rooms[^1].Other, rooms[^1].Room.Id), rooms[^1].Patient);

        Account Account(string name, Role role)
        {
            var email = $"{Guid.NewGuid():N}@example.test";
            var account = new Account(_id, role, email, name, Actor.System(_id), now) { NormalizedEmail = email.ToUpperInvariant(), NormalizedUserName = email.ToUpperInvariant() };
            db.Add(account);
            return account;
        }
    }

    // Plain inserts, one transaction: the triggers make the index as they do for every message.
    private async Task SayAsync(List<Place> rooms, int messages, DateTimeOffset now)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO "ChatMessages" ("Id", "OrganizationId", "RoomId", "Sequence", "Kind", "SenderId", "IsFromPatient", "SentAt", "ClientMessageId", "Body", "SearchText", "Version")
            VALUES ($id, $clinic, $room, $sequence, 'Text', $sender, $patient, $at, $client, $body, $terms, 1)
            """;
        foreach (var name in new[] { "$id", "$clinic", "$room", "$sequence", "$sender", "$patient", "$at", "$client", "$body", "$terms" }) insert.Parameters.Add(new SqliteParameter(name, null));
        insert.Parameters["$clinic"].Value = _id;
        var said = 0;
        for (var round = 1; said < messages; round++)
        {
            var before = said;
            foreach (var place in rooms.Where(p => round <= p.Messages))
            {
                if (said == messages) break;
                var isPatient = round % 2 == 1;
                var body = Sentence(said);
                insert.Parameters["$id"].Value = Guid.CreateVersion7();
                insert.Parameters["$room"].Value = place.Room.Id;
                insert.Parameters["$sequence"].Value = round;
                insert.Parameters["$sender"].Value = isPatient ? place.Patient.UserId : place.Other.UserId;
                insert.Parameters["$patient"].Value = isPatient;
                insert.Parameters["$at"].Value = now.UtcDateTime.AddSeconds(said - messages);
                insert.Parameters["$client"].Value = Guid.NewGuid();
                insert.Parameters["$body"].Value = body;
                insert.Parameters["$terms"].Value = SearchTerms.Of(body);
                await insert.ExecuteNonQueryAsync();
                place.Said = round;
                said++;
            }

            if (said == before) break;
        }

        await using var count = connection.CreateCommand();
        count.CommandText = "UPDATE \"ChatRooms\" SET \"LastSequence\" = $last, \"LastMessageAt\" = $at WHERE \"Id\" = $room";
        foreach (var name in new[] { "$last", "$at", "$room" }) count.Parameters.Add(new SqliteParameter(name, null));
        foreach (var place in rooms)
        {
            (count.Parameters["$last"].Value, count.Parameters["$at"].Value, count.Parameters["$room"].Value) = (place.Said, now.UtcDateTime.AddSeconds(place.Said - PerRoom), place.Room.Id);
            await count.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private string Sentence(int number)
    {
        if (number % 20 == 7) return Chinese[number / 20 % Chinese.Length];
        var words = Enumerable.Range(0, 4 + _random.Next(14)).Select(_ => Common[(int)(Common.Length * Math.Pow(_random.NextDouble(), 2))]).ToList();
        if (number % 3 == 0) words.Insert(_random.Next(words.Count), "appointment");
        if (number % 40_000 == 123) words.Add("zygomatic");
        words.Add(string.Create(CultureInfo.InvariantCulture, $"no{number % 50_000}")); // names, numbers and slips of the pen: a long tail of words
        return string.Join(' ', words);
    }

    private sealed class Place(ChatRoom room, Actor patient, Actor other, int messages)
    {
        public ChatRoom Room => room;

        public Actor Patient => patient;

        public Actor Other => other;

        public int Messages => messages;

        public int Said { get; set; }
    }

    /// <summary>A clock by which everybody was quiet for a minute whenever it is asked.</summary>
    private sealed class LongAgo : TimeProvider
    {
        private long _minutes;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMinutes(Interlocked.Increment(ref _minutes));
    }
}
