using System.Text.RegularExpressions;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Deliveries;

/// <summary>
/// A day of a real practice's data: everybody is reminded by mail and by text message, through servers that at random take, refuse, hang, and
/// take without an answer, while the node that sends dies fifty times at some command to the database or right after a server took something.
/// </summary>
public sealed partial class RealDayTests : IAsyncLifetime, IDisposable
{
    private const int Deaths = 50;
    private static readonly DateOnly Day = new(2024, 3, 13);
    private readonly SmtpServer _smtp = new();
    private readonly Random _chance = new(20240313);
    private SmsGateway _gateway = null!;
    private SmsChannel _sms = null!;
    private DeliveryClinic _out = null!;

    public async Task InitializeAsync()
    {
        _gateway = await SmsGateway.StartAsync();
        _sms = new SmsChannel(new SmsSettings(_gateway.Address, null, null));
        var email = new EmailChannel(new EmailSettings("127.0.0.1", _smtp.Port, "desk@clinic.example", "Your clinic", null, null, StartTls: false));
        _out = new DeliveryClinic(rules: new DeliveryRules { Chance = () => 0.5, MostAttempts = 1_000, FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1) }, channels: [email, _sms]);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    public void Dispose()
    {
        _out.Dispose();
        _sms.Dispose();
        _smtp.Dispose();
    }

    [SharedDataFact]
    public async Task Over_fifty_deaths_every_reminder_of_a_day_leaves_once_or_is_noted_as_maybe_sent()
    {
        var expected = await RemindEverybodyAsync();
        (_smtp.Mood, _gateway.Mood) = (Mood, Mood);
        var deaths = 0;
        for (var round = 0; round < Deaths; round++) deaths += await LiveUntilDeathAsync() ? 1 : 0;
        (_smtp.Mood, _gateway.Mood) = (() => OutsideMood.Accept, () => OutsideMood.Accept); // the last node finds calm servers
        for (var round = 0; round < 40 && (await RowsAsync()).Exists(d => d.IsOpen); round++) await RunAsync(_out.NewNode(), () => false);

        var rows = await RowsAsync();
        rows.Select(d => d.Key).Should().BeEquivalentTo(expected, "exactly these, by key");
        rows.Should().OnlyContain(d => d.State == DeliveryState.Sent || d.State == DeliveryState.MaybeSent);
        var taken = _smtp.Taken.Select(m => MailId().Match(m).Groups["id"].Value).Concat(_gateway.Taken.Select(t => rows.Single(d => d.Key == t.Reference).Id.ToString("N"))).ToList();
        taken.Should().OnlyHaveUniqueItems("nothing leaves twice");
        taken.Should().BeSubsetOf(rows.Select(d => d.Id.ToString("N")));
        rows.Where(d => d.State == DeliveryState.Sent).Select(d => d.Id.ToString("N")).Should().BeSubsetOf(taken, "what is sent was taken");
        deaths.Should().BeGreaterThan(Deaths / 2, "else nothing died");
        rows.Count(d => d.State == DeliveryState.MaybeSent).Should().BeGreaterThan(0, "else no answer was lost").And.BeLessThan(rows.Count);
    }

    private async Task<List<string>> RemindEverybodyAsync()
    {
        var visits = ClinicDays.Of(Day);
        visits.Should().HaveCountGreaterThan(15, "else this is no day");
        var choose = _out.Clinic.Get<NotificationChoiceService>();
        foreach (var patient in new[] { _out.Home.Patient, _out.Home.SecondPatient })
        {
            await choose.BeQuietAsync(patient, TimeOnly.MinValue, TimeOnly.MinValue, "Europe/Berlin"); // fifty deaths last into the night
            foreach (var way in new[] { NotificationChannel.Email, NotificationChannel.Sms }) await choose.ChooseOutgoingAsync(patient, NotificationKind.Reminder, way, OutgoingChoice.Always);
        }

        // The test clinic's two patients stand for the practice's: one of them is who came before noon.
        _out.Clinic.Execute("UPDATE \"Patients\" SET \"Phone\" = '030 1234567'");
        foreach (var visit in visits)
        {
            var patient = visit.At < new TimeOnly(12, 0) ? _out.Home.Patient : _out.Home.SecondPatient;
            await using var db = _out.Clinic.NewContext();
            db.Tell(_out.Home.Id, patient.UserId, new Notice(NotificationKind.Reminder, "Your appointment is near", "", "/portal", $"reminder:{visit.Id}"), _out.Clinic.Now);
            await db.SaveChangesAsync();
        }

        await using var read = _out.Clinic.NewContext();
        var told = await read.Notifications.Where(n => n.Kind == NotificationKind.Reminder).Select(n => n.Id).ToListAsync();
        told.Should().HaveCount(visits.Count);
        return [.. told.SelectMany(id => new[] { $"{id:N}:Email", $"{id:N}:Sms" })];
    }

    /// <summary>A new node works until its database is gone from one moment to the next. Answers whether that came before it was done.</summary>
    private async Task<bool> LiveUntilDeathAsync()
    {
        var commands = new CommandRecorder();
        var isDead = false;
        int left, until;
        lock (_chance) (left, until) = (_chance.Next(2, 26), _chance.Next(1, 4));
        commands.Before = _ =>
        {
            if (Interlocked.Decrement(ref left) <= 0) Volatile.Write(ref isDead, true);
            return Volatile.Read(ref isDead) ? throw new IOException("This node is dead.") : Task.CompletedTask;
        };
        var takenUntil = until;
        var onTaken = () =>
        {
            if (Interlocked.Decrement(ref takenUntil) <= 0) Volatile.Write(ref isDead, true);
        };
        (_smtp.OnTaken, _gateway.OnTaken) = (onTaken, onTaken);
        await RunAsync(_out.NewNode(commands: commands), () => Volatile.Read(ref isDead));
        return Volatile.Read(ref isDead);
    }

    private async Task RunAsync(IServiceProvider node, Func<bool> isDead)
    {
        _out.Clock.Advance(_out.Rules.Lease + _out.Rules.SmsAfter); // leases of the dead are over, and pauses too
        var dispatcher = node.GetRequiredService<DeliveryDispatcher>();
        var working = Task.Run(async () =>
        {
            try
            {
                await dispatcher.RecoverAsync();
                await dispatcher.DispatchAsync();
            }
            catch (Exception) when (isDead())
            {
                // It died.
            }
        });
        while (await Task.WhenAny(working, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System)) != working)
        {
            if (_smtp.Hanging + _gateway.Hanging > 0) _out.Clock.Advance(_out.Rules.TimeLimit); // nobody will ever answer
        }

        await working;
    }

    private OutsideMood Mood()
    {
        lock (_chance)
        {
            return _chance.Next(10) switch
            {
                < 5 => OutsideMood.Accept,
                < 7 => OutsideMood.RefuseForNow,
                7 => OutsideMood.Hang,
                8 => OutsideMood.DropAnswer,
                _ => OutsideMood.HangAfterTaking,
            };
        }
    }

    private async Task<List<Delivery>> RowsAsync() => [.. (await _out.RowsAsync()).Where(d => d.Channel != DeliveryChannel.Colleague)];

    [GeneratedRegex(@"Message-ID: <(?<id>[0-9a-f]{32})@", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex MailId();
}
