using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Organizations;

/// <summary>Rooms and settings: who changes them, what is refused, and what follows from another time zone.</summary>
public sealed class ClinicServiceTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private ClinicService Service => _clinic.Get<ClinicService>();

    private ClinicSettings Settings => new("Clinic at the Park", "Europe/Berlin", 10, 20, 24 * 60, false);

    [Theory]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Receptionist, false)]
    [InlineData(Role.Practitioner, false)]
    [InlineData(Role.Patient, false)]
    public async Task Only_an_admin_changes_rooms_and_settings(Role role, bool may)
    {
        var by = Home.Of(role);
        var refusals = new[]
        {
            (await Service.AddRoomAsync(by, "Attic", Guid.NewGuid())).Refusal,
            (await Service.RenameRoomAsync(by, Home.RoomId, "Hall", 1, Guid.NewGuid())).Refusal,
            (await Service.ChangeSettingsAsync(by, Settings with { WaitRedMinutes = 25 }, 1, Guid.NewGuid())).Refusal,
        };

        refusals.Should().OnlyContain(r => (r == null) == may && (r == null || r.Kind == RefusalKind.Forbidden));
        _clinic.Bus.Published.Should().HaveCount(may ? 3 : 0);
        _clinic.Count("ActivityLog", "\"Category\" = 'Clinic'").Should().Be(may ? 3 : 0);
        ((await _clinic.Get<OrganizationQueries>().SettingsAsync(by)) is not null).Should().Be(may);
    }

    [Fact]
    public async Task A_room_of_another_clinic_does_not_exist()
    {
        (await Service.RenameRoomAsync(_clinic.Other.Admin, Home.RoomId, "Ours", 1, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Service.RetireRoomAsync(_clinic.Other.Admin, Home.RoomId, true, 1, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        _clinic.Count("Locations", "\"Name\" = 'Ours'").Should().Be(0);
    }

    [Fact]
    public async Task The_slower_of_two_admins_is_told_and_a_command_twice_is_one_change()
    {
        var id = Guid.NewGuid();
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Service.AddRoomAsync(Home.Admin, "Attic", id))));
        made.Should().OnlyContain(o => o.Succeeded).And.ContainSingle(o => o.Changed);
        var room = made[0].Value;
        var version = (await _clinic.Get<ScheduleQueries>().ReadAsync(Home.Admin)).Rooms.Single(r => r.Id == room).Version;
        (await Service.RenameRoomAsync(Home.Admin, room, "Roof", version, Guid.NewGuid())).Changed.Should().BeTrue();
        (await Service.RenameRoomAsync(Home.SecondAdmin, room, "Top", version, Guid.NewGuid())).Refusal!
            .Should().Match<Refusal>(r => r.Kind == RefusalKind.Moved && r.Sentence.StartsWith("Ines Admin changed this just now."));
        (await Service.ChangeSettingsAsync(Home.Admin, Settings with { WaitRedMinutes = 25 }, 1, Guid.NewGuid())).Changed.Should().BeTrue();
        (await Service.ChangeSettingsAsync(Home.SecondAdmin, Settings with { WaitRedMinutes = 35 }, 1, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Moved);
        (await Service.ChangeSettingsAsync(Home.SecondAdmin, Settings with { WaitRedMinutes = 25 }, 1, Guid.NewGuid())).Should().Match<Outcome<Guid>>(o => o.Succeeded && !o.Changed);
        _clinic.Count("Locations", "\"Name\" = 'Roof'").Should().Be(1);
    }

    [Theory]
    [InlineData("", "Europe/Berlin", 10, 20, 0, "Name")]
    [InlineData("Park", "", 10, 20, 0, "TimeZoneId")]
    [InlineData("Park", "Europe/Atlantis", 10, 20, 0, "TimeZoneId")]
    [InlineData("Park", "W. Europe Standard Time", 10, 20, 0, "TimeZoneId")]
    [InlineData("Park", "../../etc/passwd", 10, 20, 0, "TimeZoneId")]
    [InlineData("Park", "europe/berlin", 10, 20, 0, "TimeZoneId")]
    [InlineData("Park", "Europe/Berlin", 0, 20, 0, "WaitAmberMinutes")]
    [InlineData("Park", "Europe/Berlin", 10, 10, 0, "WaitRedMinutes")]
    [InlineData("Park", "Europe/Berlin", 10, 241, 0, "WaitRedMinutes")]
    [InlineData("Park", "Europe/Berlin", 10, 20, -1, "PatientCutOffMinutes")]
    [InlineData("Park", "Europe/Berlin", 10, 20, 20161, "PatientCutOffMinutes")]
    public async Task Settings_that_cannot_be_are_refused_at_their_field(string name, string zone, int amber, int red, int cutOff, string field)
    {
        var refused = await Service.ChangeSettingsAsync(Home.Admin, new ClinicSettings(name, zone, amber, red, cutOff, false), 1, Guid.NewGuid());

        refused.Refusal!.Field.Should().Be(field);
        _clinic.Bus.Published.Should().BeEmpty();
    }

    [Theory]
    [InlineData(-1, 15, 45, "CheckInOpensMinutes")]
    [InlineData(721, 15, 45, "CheckInOpensMinutes")]
    [InlineData(60, -1, 45, "CheckInGraceMinutes")]
    [InlineData(60, 1441, 0, "CheckInGraceMinutes")]
    [InlineData(60, 15, -1, "NoShowGraceMinutes")]
    [InlineData(60, 15, 1441, "NoShowGraceMinutes")]
    [InlineData(60, 15, 14, "NoShowGraceMinutes")]
    [InlineData(60, 15, 15, null)]
    [InlineData(0, 15, 0, null)]
    public async Task Rules_of_the_day_that_cannot_be_are_refused_at_their_field(int opens, int grace, int noShow, string? field)
    {
        var answer = await Service.ChangeSettingsAsync(
            Home.Admin, Settings with { CheckInOpensMinutes = opens, CheckInGraceMinutes = grace, NoShowGraceMinutes = noShow }, 1, Guid.NewGuid());

        answer.Refusal?.Field.Should().Be(field);
        answer.Changed.Should().Be(field is null);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(1441, false)]
    [InlineData(0, true)]
    [InlineData(12, true)]
    public async Task How_long_an_answer_of_the_desk_may_take_is_refused_at_its_field_when_it_cannot_be(int minutes, bool isFine)
    {
        var answer = await Service.ChangeSettingsAsync(Home.Admin, Settings with { DeskEscalateMinutes = minutes }, 1, Guid.NewGuid());

        answer.Refusal?.Field.Should().Be(isFine ? null : "DeskEscalateMinutes");
        if (!isFine) return;
        (await _clinic.Get<OrganizationQueries>().PolicyAsync(Home.Id)).DeskEscalate.Should().Be(minutes == 0 ? null : TimeSpan.FromMinutes(minutes));
        _clinic.Count("ActivityLog", $"\"Kind\" = 'ClinicSettingsChanged' AND \"Reason\" LIKE '%DeskEscalateMinutes = 30%->%DeskEscalateMinutes = {minutes}%'").Should().Be(1);
    }

    [Fact]
    public async Task Rules_of_the_day_count_at_once_and_stand_in_the_log()
    {
        var wanted = Settings with { CheckInOpensMinutes = 90, CheckInGraceMinutes = 5, NoShowGraceMinutes = 30, DayClosesAt = new TimeOnly(20, 30) };
        (await _clinic.Get<OrganizationQueries>().PolicyAsync(Home.Id)).CheckInOpens.Should().Be(TimeSpan.FromHours(1));

        (await Service.ChangeSettingsAsync(Home.Admin, wanted, 1, Guid.NewGuid())).Changed.Should().BeTrue();

        var policy = await _clinic.Get<OrganizationQueries>().PolicyAsync(Home.Id);
        (policy.CheckInOpens, policy.CheckInGrace, policy.NoShowGrace, policy.DayClosesAt)
            .Should().Be((TimeSpan.FromMinutes(90), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), new TimeOnly(20, 30)));
        (await _clinic.Get<OrganizationQueries>().SettingsAsync(Home.Admin))!.Settings.Should().Be(wanted);
        _clinic.Count("ActivityLog", "\"Kind\" = 'ClinicSettingsChanged' AND \"Reason\" LIKE '%NoShowGraceMinutes = 45%->%NoShowGraceMinutes = 30%'").Should().Be(1);
        (await Service.ChangeSettingsAsync(Home.SecondAdmin, wanted with { NoShowGraceMinutes = 0 }, 1, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Moved);
    }

    [Fact]
    public async Task A_booking_is_a_no_show_after_the_grace_that_the_admin_says_and_never_when_he_leaves_it_to_people()
    {
        var row = await _clinic.BookAsync(_clinic.Now.AddMinutes(10));
        await Service.ChangeSettingsAsync(Home.Admin, Settings with { NoShowGraceMinutes = 0 }, 1, Guid.NewGuid());
        _clinic.Clock.Advance(TimeSpan.FromHours(2));
        (await _clinic.Get<EndOfDay>().SweepAsync()).Should().Be(0);

        await Service.ChangeSettingsAsync(Home.Admin, Settings with { NoShowGraceMinutes = 111 }, 2, Guid.NewGuid());
        (await _clinic.Get<EndOfDay>().SweepAsync()).Should().Be(0);
        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _clinic.Get<EndOfDay>().SweepAsync()).Should().Be(1);
        _clinic.Count("Appointments", $"\"Status\" = 'NoShow' AND \"Id\" = '{row.Id.ToString().ToUpperInvariant()}'").Should().Be(1);
    }

    [Theory]
    [InlineData("12:00", "The clinic is open 08:00–18:00 on Sunday. Please choose a time at which it is closed.")]
    [InlineData("18:00", null)]
    [InlineData("08:00", null)]
    [InlineData("02:00", null)]
    public async Task The_day_is_not_closed_while_the_clinic_is_open(string at, string? sentence)
    {
        var hours = Enum.GetValues<DayOfWeek>().Select(day => new TypedHours(day, new HoursSpan(new TimeOnly(8, 0), new TimeOnly(18, 0)))).ToList();
        await _clinic.Get<ScheduleService>().SetWeekAsync(Home.Admin, HoursOwner.Clinic(Home.Id), hours, 0, Guid.NewGuid());

        var answer = await Service.ChangeSettingsAsync(Home.Admin, Settings with { DayClosesAt = TimeOnly.ParseExact(at, "HH:mm", System.Globalization.CultureInfo.InvariantCulture) }, 1, Guid.NewGuid());

        (answer.Refusal?.Sentence, answer.Refusal?.Field).Should().Be((sentence, sentence is null ? null : "DayClosesAt"));
    }

    [Fact]
    public async Task With_another_time_zone_what_is_to_come_keeps_its_moment_and_lies_on_the_new_calendars_day()
    {
        var late = new DateTimeOffset(2026, 6, 18, 20, 0, 0, TimeSpan.Zero); // Thursday evening in Berlin, Friday morning in Tokyo
        var row = await _clinic.BookAsync(late);
        var (thursday, friday) = (new DateOnly(2026, 6, 18), new DateOnly(2026, 6, 19));
        (await _clinic.Boards.DayAsync(Home.Lena, thursday)).Rows.Should().ContainSingle();
        (await _clinic.Boards.DayAsync(Home.Lena, friday)).Rows.Should().BeEmpty();

        await Service.ChangeSettingsAsync(Home.Admin, Settings with { TimeZoneId = "Asia/Tokyo" }, 1, Guid.NewGuid());

        (await _clinic.Boards.DayAsync(Home.Lena, thursday)).Rows.Should().BeEmpty();
        (await _clinic.Boards.DayAsync(Home.Lena, friday)).Rows.Single().Should().Be(row with { Day = friday }, "only its day is counted anew");
        (await _clinic.Get<ScheduleQueries>().ReadAsync(Home.Lena)).Policy.Zone.Id.Should().Be("Asia/Tokyo");
        _clinic.Bus.Published.OfType<ClinicDayRecounted>().Select(e => e.Day).Should().BeEquivalentTo([thursday, friday]);
        (await _clinic.MoveAsync(Home.Lena, row, AppointmentStatus.Cancelled, "why")).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_new_name_of_a_room_is_on_the_board_at_once()
    {
        await _clinic.BookAsync();
        var today = new DateOnly(2026, 6, 17);
        (await _clinic.Boards.DayAsync(Home.Lena, today)).Rows.Single().Room.Should().Be("Room 1");

        await Service.RenameRoomAsync(Home.Admin, Home.RoomId, "Blue room", 1, Guid.NewGuid());

        (await _clinic.Boards.DayAsync(Home.Lena, today)).Rows.Single().Room.Should().Be("Blue room");
        _clinic.Bus.Published.OfType<ClinicRoomChanged>().Single().Kind.Should().Be(ActivityKind.RoomRenamed);
    }

    public void Dispose() => _clinic.Dispose();
}
