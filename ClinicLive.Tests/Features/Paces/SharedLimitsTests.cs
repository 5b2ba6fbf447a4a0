using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Paces;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Paces;

/// <summary>Each limit of the core, used up on one node and found used up on the other.</summary>
public sealed class SharedLimitsTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();
    private readonly NodeBeside _other;

    public SharedLimitsTests() => _other = new NodeBeside(_clinic);

    private TestClinic Home => _clinic.Home;

    public void Dispose()
    {
        _other.Dispose();
        _clinic.Dispose();
    }

    [Fact]
    public async Task Messages()
    {
        var room = await _clinic.DirectAsync();
        for (var i = 0; i < ChatPace.Burst; i++) (await SendAsync(i % 2 == 0)).Succeeded.Should().BeTrue();

        (await SendAsync(here: true)).Refusal!.Sentence.Should().Be("You are sending very fast. Please wait 1 second. Your text is kept.");
        (await SendAsync(here: false)).Refusal!.Kind.Should().Be(RefusalKind.TooMany);
        _clinic.Clock.Advance(ChatPace.OneEvery);
        (await SendAsync(here: false)).Succeeded.Should().BeTrue();
        (await SendAsync(here: true)).Refusal!.Kind.Should().Be(RefusalKind.TooMany);

        Task<Outcome<ChatMessageRow>> SendAsync(bool here) => (here ? _clinic.Chat() : _other.Get<ChatService>()).SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "Good morning"));
    }

    [Fact]
    public async Task A_message_is_counted_with_its_own_save_and_one_that_was_not_kept_is_not_counted()
    {
        var room = await _clinic.DirectAsync();
        (await _clinic.Chat().SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), " "))).Succeeded.Should().BeFalse();
        _clinic.Count("Paces").Should().Be(0);

        _clinic.Commands.Before = sql => sql.Contains("INSERT INTO \"ActivityLog\"", StringComparison.Ordinal) || sql.Contains("INSERT INTO \"ChatMessages\"", StringComparison.Ordinal)
            ? throw new InvalidOperationException("Not today.") : Task.CompletedTask;
        await _clinic.Chat().Invoking(c => c.SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "Good morning"))).Should().ThrowAsync<DbUpdateException>();
        _clinic.Count("Paces").Should().Be(0, "it is one transaction with the message");

        _clinic.Commands.Before = null;
        (await _clinic.Chat().SendAsync(Home.Patient, room, new NewMessage(Guid.NewGuid(), "Good morning"))).Succeeded.Should().BeTrue();
        _clinic.Count("Paces").Should().Be(1);
    }

    [Fact]
    public async Task One_who_sends_into_many_rooms_at_once_on_two_nodes_gets_no_refusal_but_that_of_the_pace()
    {
        var rooms = new[] { await _clinic.DirectAsync(), await _clinic.DirectAsync(doctor: Home.SecondDoctor), await _clinic.DeskAsync() };

        var sent = await Task.WhenAll(Enumerable.Range(0, 2 * rooms.Length).Select(i => Task.Run(() =>
            (i % 2 == 0 ? _clinic.Chat() : _other.Get<ChatService>()).SendAsync(Home.Patient, rooms[i / 2], new NewMessage(Guid.NewGuid(), $"{i}")))));

        sent.Should().OnlyContain(s => s.Succeeded);
    }

    [Fact]
    public async Task Files()
    {
        var room = await _clinic.DirectAsync();
        for (var i = 0; i < UploadPace.Most; i++) (await TakeInAsync(i % 2 == 0)).Succeeded.Should().BeTrue();

        (await TakeInAsync(here: true)).Refusal!.Kind.Should().Be(RefusalKind.TooMany);
        (await TakeInAsync(here: false)).Refusal!.Sentence.Should().Be("That were many files. Please wait 60 seconds.");

        Task<Outcome<AttachmentRow>> TakeInAsync(bool here) => (here ? _clinic.Get<AttachmentService>() : _other.Get<AttachmentService>())
            .TakeInAsync(Home.Patient, room, new NewAttachment(Guid.NewGuid(), "a.txt", "text/plain"), new MemoryStream("plain"u8.ToArray()));
    }

    [Fact]
    public async Task Codes_at_check_in()
    {
        var row = await _clinic.BookAsync();
        for (var i = 0; i < CheckInGate.WrongCodes; i++) (await CheckInAsync(i % 2 == 0)).Refusal!.Kind.Should().Be(RefusalKind.Invalid);

        (await CheckInAsync(here: true)).Refusal!.Kind.Should().Be(RefusalKind.TooMany);
        (await CheckInAsync(here: false)).Refusal!.Kind.Should().Be(RefusalKind.TooMany);

        Task<Outcome<BoardRow>> CheckInAsync(bool here) => (here ? _clinic.Appointments : _other.Get<AppointmentService>()).CheckInByCodeAsync(Home.Patient, row.Command(), "000000");
    }

    [Fact]
    public async Task Looks_at_a_calendar()
    {
        var token = (await _clinic.Get<CalendarFeedService>().RenewAsync(Home.Doctor)).Value!;
        for (var i = 0; i < CalendarPace.Most; i++) (await LookAsync(i % 2 == 0)).IsTaken.Should().BeTrue();

        (await LookAsync(here: true)).Should().Be(new PaceAnswer(IsTaken: false, CalendarPace.Window));
        (await LookAsync(here: false)).IsTaken.Should().BeFalse();

        Task<PaceAnswer> LookAsync(bool here) => CalendarPace.TakeAsync(here ? _clinic.Get<PaceKeeper>() : _other.Get<PaceKeeper>(), token);
    }
}
