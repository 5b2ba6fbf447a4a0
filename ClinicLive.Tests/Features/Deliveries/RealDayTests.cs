using System.Globalization;
using System.Text.RegularExpressions;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Deliveries;

/// <summary>
/// A day of a real practice's data: every patient has a browser, an address and a telephone and is reminded by all of them, through servers
/// that at random take, refuse, hang, and take without an answer, while the node that reminds and sends dies fifty times at
/// some command to the database or right after a server took something.
/// </summary>
public sealed partial class RealDayTests : IAsyncLifetime, IDisposable
{
    private const int Deaths = 50;
    private const int SharesOfASlot = 3;
    private static readonly DateOnly InTheData = new(2024, 5, 17); // the fullest day of the year
    private static readonly DateOnly Day = new(2026, 6, 19);
    private static readonly DateTimeOffset DayBefore = new(2026, 6, 18, 5, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryChannel[] Ways = [DeliveryChannel.WebPush, DeliveryChannel.Email, DeliveryChannel.Sms];
    private readonly SmtpServer _smtp = new();
    private readonly Random _chance = new(20240517);
    private SmsGateway _gateway = null!;
    private PushServer _push = null!;
    private SmsChannel _sms = null!;
    private DeliveryClinic _out = null!;

    public async Task InitializeAsync()
    {
        _gateway = await SmsGateway.StartAsync();
        _push = await PushServer.StartAsync();
        _sms = new SmsChannel(new SmsSettings(_gateway.Address, null, null));
        var email = new EmailChannel(new EmailSettings("127.0.0.1", _smtp.Port, "desk@clinic.example", "Your clinic", null, null, StartTls: false));
        var rules = new DeliveryRules { Chance = () => 0.5, MostAttempts = 1_000, FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1) };
        _out = new DeliveryClinic(DayBefore, rules, [email, _sms], hasPush: true);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _push.DisposeAsync();
    }

    public void Dispose()
    {
        _out.Dispose();
        _sms.Dispose();
        _smtp.Dispose();
    }

    [SharedDataFact]
    public async Task Over_fifty_deaths_everything_of_a_day_leaves_once_by_every_way_or_is_noted_as_maybe_sent()
    {
        var visits = await BookTheDayAsync();
        _out.Clock.Advance(TimeSpan.FromHours(8)); // most of the reminders are due, the others become so while the nodes die
        (_smtp.Mood, _gateway.Mood, _push.Mood) = (Mood, Mood, Mood);
        var deaths = 0;
        for (var life = 0; life < Deaths; life++) deaths += await LiveUntilDeathAsync() ? 1 : 0;
        _smtp.Mood = _gateway.Mood = _push.Mood = () => OutsideMood.Accept; // the last nodes find calm servers
        _smtp.OnTaken = _gateway.OnTaken = _push.OnTaken = () => { };
        var evening = DayBefore.AddHours(13);
        for (var life = 0; life < 100 && (_out.Clinic.Now < evening || (await RowsAsync()).Exists(d => d.IsOpen)); life++) await RunAsync(_out.NewNode(), () => false);

        var rows = await RowsAsync();
        var told = await ToldAsync();
        told.Values.Should().BeEquivalentTo(visits.Select(v => $"reminder:{v.Id:N}:{v.Start.ToUnixTimeSeconds()}:first"), "each is reminded once");
        rows.Select(d => d.Key).Should().BeEquivalentTo(told.Keys.SelectMany(id => Ways.Select(way => $"{id:N}:{way}")), "exactly these, by key");
        rows.Should().OnlyContain(d => d.State == DeliveryState.Sent || d.State == DeliveryState.MaybeSent);
        var taken = Taken(rows);
        taken.Should().OnlyHaveUniqueItems("nothing leaves twice");
        taken.Should().BeSubsetOf(rows.Select(d => d.Id));
        rows.Where(d => d.State == DeliveryState.Sent).Select(d => d.Id).Should().BeSubsetOf(taken, "what is sent was taken");
        deaths.Should().BeGreaterThan(Deaths / 5, "the others died after their work");
        rows.Should().Contain(d => d.State == DeliveryState.Sent).And.Contain(d => d.State == DeliveryState.MaybeSent, "some answers were lost, and not all");
    }

    private List<Guid> Taken(List<Delivery> rows)
    {
        var byKey = rows.ToDictionary(d => d.Key, d => d.Id);
        return
        [
            .. _smtp.Taken.Select(m => Guid.Parse(MailId().Match(m).Groups["id"].Value)),
            .. _gateway.Taken.Select(t => byKey[t.Reference]),
            .. _push.Taken.Select(p => byKey[$"{p.NotificationId:N}:{DeliveryChannel.WebPush}"]),
        ];
    }

    /// <summary>The day as it stands in the data, each visit by a person of its own; where several share a time, each has a part of it.</summary>
    private async Task<List<BoardRow>> BookTheDayAsync()
    {
        var visits = ClinicDays.Of(InTheData);
        visits.Should().HaveCountGreaterThan(40, "else this is no full day");
        var serverKey = (await _out.Clinic.Get<ServerKeys>().GetAsync()).PublicKey;
        var people = new List<Patient>();
        await using (var db = _out.Clinic.NewContext())
        {
            for (var i = 0; i < visits.Count; i++) people.Add(Person(db, i, serverKey));
            await db.SaveChangesAsync();
        }

        var booked = new List<BoardRow>();
        foreach (var at in visits.Zip(people, (visit, person) => (visit.At, person)).GroupBy(v => v.At))
        {
            foreach (var ((_, person), share) in at.Select((v, share) => (v, share)))
            {
                var minutes = 15 / SharesOfASlot;
                var wish = new NewAppointment(person.Id, _out.Home.Doctor.PractitionerId!.Value, _out.Home.Policy.At(Day, at.Key).AddMinutes(share * minutes), minutes, null, Guid.NewGuid());
                booked.Add((await _out.Clinic.Booking.BookAsync(_out.Home.Lena, wish)).Value!);
            }
        }

        return booked;
    }

    private Patient Person(Domain.Data.ClinicDbContext db, int number, string serverKey)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"patient{number}");
        var (system, now) = (Actor.System(_out.Home.Id), _out.Clinic.Now);
        var account = new Account(_out.Home.Id, Role.Patient, $"{name}@patients.example", name, system, now) { NormalizedUserName = name.ToUpperInvariant(), SecurityStamp = name };
        var patient = Patient.Register(system, name, null, string.Create(CultureInfo.InvariantCulture, $"030 {number:0000000}"), now, new DateOnly(2026, 6, 18), accountId: account.Id).Patient!;
        using var browser = new PushBrowser();
        db.AddRange(
            account,
            patient,
            PushSubscription.For(new Actor(account.Id, _out.Home.Id, Role.Patient, name), new PushSeen(Guid.NewGuid(), name), browser.Wish(_push.Endpoint(name)), serverKey, now),
            new QuietHours { AccountId = account.Id, From = TimeOnly.MinValue, Until = TimeOnly.MinValue, TimeZoneId = "Europe/Berlin" });
        foreach (var way in new[] { NotificationChannel.WebPush, NotificationChannel.Email, NotificationChannel.Sms })
        {
            db.Add(new NotificationPreference { AccountId = account.Id, Kind = NotificationKind.Reminder, Channel = way, IsOn = true });
            db.Add(new NotificationPreference { AccountId = account.Id, Kind = NotificationKind.AppointmentUpdate, Channel = way, IsOn = false });
        }

        return patient;
    }

    /// <summary>A new node works until its database is gone from one moment to the next. Answers whether that came before it was done.</summary>
    private async Task<bool> LiveUntilDeathAsync()
    {
        var commands = new CommandRecorder();
        var isDead = false;
        int left, takenUntil;
        lock (_chance) (left, takenUntil) = (_chance.Next(20, 160), _chance.Next(1, 12));
        commands.Before = _ =>
        {
            if (Interlocked.Decrement(ref left) <= 0) Volatile.Write(ref isDead, true);
            return Volatile.Read(ref isDead) ? throw new IOException("This node is dead.") : Task.CompletedTask;
        };
        _smtp.OnTaken = _gateway.OnTaken = _push.OnTaken = () =>
        {
            if (Interlocked.Decrement(ref takenUntil) <= 0) Volatile.Write(ref isDead, true);
        };
        await RunAsync(_out.NewNode(commands: commands), () => Volatile.Read(ref isDead));
        return Volatile.Read(ref isDead);
    }

    private async Task RunAsync(IServiceProvider node, Func<bool> isDead)
    {
        _out.Clock.Advance(_out.Rules.Lease + _out.Rules.SmsAfter); // leases of the dead are over, and pauses too
        var working = Task.Run(async () =>
        {
            try
            {
                await node.GetRequiredService<Reminders>().RemindAsync();
                await node.GetRequiredService<DeliveryDispatcher>().RecoverAsync();
                await node.GetRequiredService<DeliveryDispatcher>().DispatchAsync();
            }
            catch (Exception) when (isDead())
            {
                // It died.
            }
        });
        while (await Task.WhenAny(working, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System)) != working)
        {
            if (_smtp.Hanging + _gateway.Hanging + _push.Hanging > 0) _out.Clock.Advance(_out.Rules.TimeLimit); // nobody will ever answer
        }

        await working;
    }

    private OutsideMood Mood()
    {
        lock (_chance)
        {
            return _chance.Next(20) switch
            {
                < 13 => OutsideMood.Accept,
                < 17 => OutsideMood.RefuseForNow,
                17 => OutsideMood.Hang,
                18 => OutsideMood.DropAnswer,
                _ => OutsideMood.HangAfterTaking,
            };
        }
    }

    private async Task<List<Delivery>> RowsAsync() => [.. (await _out.RowsAsync()).Where(d => d.Channel != DeliveryChannel.Colleague)];

    private async Task<Dictionary<Guid, string>> ToldAsync()
    {
        await using var db = _out.Clinic.NewContext();
        return await db.Notifications.AsNoTracking().Where(n => n.Kind == NotificationKind.Reminder).ToDictionaryAsync(n => n.Id, n => n.Key);
    }

    [GeneratedRegex(@"Message-ID: <(?<id>[0-9a-f]{32})@", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex MailId();
}
