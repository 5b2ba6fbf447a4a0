using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Scheduling;

/// <summary>Who changes hours, absences and kinds of visits, and what happens when two do at once.</summary>
public sealed class ScheduleServiceTests : IDisposable
{
    private static readonly DateOnly Tomorrow = new(2026, 6, 18);
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private ScheduleService Schedule => _clinic.Get<ScheduleService>();

    private VisitTypeService Types => _clinic.Get<VisitTypeService>();

    private Guid Doctor => Home.Doctor.PractitionerId!.Value;

    private HoursOwner Clinic => HoursOwner.Clinic(Home.Id);

    [Theory]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Receptionist, false)]
    [InlineData(Role.Practitioner, false)]
    [InlineData(Role.Patient, false)]
    public async Task Only_an_admin_changes_hours_exceptions_and_kinds_of_visits(Role role, bool may)
    {
        var by = Home.Of(role);
        var outcomes = new[]
        {
            (await Schedule.SetWeekAsync(by, Clinic, Hours.Daily("8-18"), 0, Guid.NewGuid())).Refusal,
            (await Schedule.SetWeekAsync(by, HoursOwner.Practitioner(Doctor), Hours.Daily("8-18"), 0, Guid.NewGuid())).Refusal,
            (await Schedule.SetWeekAsync(by, HoursOwner.Room(Home.RoomId), Hours.Daily("8-18"), 0, Guid.NewGuid())).Refusal,
            (await Schedule.SetExceptionAsync(by, Clinic, Tomorrow, [], "Fair", 0, Guid.NewGuid())).Refusal,
            (await Types.AddAsync(by, new VisitTypeWish("Talk", 15, 0, false, []), Guid.NewGuid())).Refusal,
        };

        outcomes.Should().OnlyContain(r => (r == null) == may && (r == null || r.Kind == RefusalKind.Forbidden));
        _clinic.Bus.Published.Should().HaveCount(may ? 5 : 0).And.NotContain(e => e.Topics.Single() != Topic.Schedule(Home.Id));
        _clinic.Count("ActivityLog", "\"Category\" = 'Schedule'").Should().Be(may ? 5 : 0);
    }

    [Fact]
    public async Task Nothing_of_another_clinic_can_be_changed()
    {
        var stranger = _clinic.Other.Admin;
        await Schedule.SetExceptionAsync(Home.Admin, Clinic, Tomorrow, [], null, 0, Guid.NewGuid());
        var timeOff = (await Schedule.EnterTimeOffAsync(Home.Doctor, Doctor, At(8), At(10), null, Guid.NewGuid())).Value;
        var type = (await Types.AddAsync(Home.Admin, new VisitTypeWish("Talk", 15, 0, false, []), Guid.NewGuid())).Value;
        var exception = (await _clinic.Get<ScheduleQueries>().ReadAsync(Home.Admin)).Exceptions.Single().Id;
        var before = string.Concat(new[] { "WorkingHours", "HoursExceptions", "TimeOff", "VisitTypes" }.Select(_clinic.Dump));

        new[]
        {
            (await Schedule.SetWeekAsync(stranger, Clinic, Hours.Daily("8-9"), 0, Guid.NewGuid())).Refusal!.Kind,
            (await Schedule.SetWeekAsync(stranger, HoursOwner.Practitioner(Doctor), Hours.Daily("8-9"), 0, Guid.NewGuid())).Refusal!.Kind,
            (await Schedule.SetExceptionAsync(stranger, HoursOwner.Room(Home.RoomId), Tomorrow, [], null, 0, Guid.NewGuid())).Refusal!.Kind,
            (await Schedule.RemoveExceptionAsync(stranger, exception, 1, Guid.NewGuid())).Refusal!.Kind,
            (await Schedule.TakeBackTimeOffAsync(stranger, timeOff, 1, Guid.NewGuid())).Refusal!.Kind,
            (await Types.RetireAsync(stranger, type, true, 1, Guid.NewGuid())).Refusal!.Kind,
        }.Should().OnlyContain(k => k == RefusalKind.NotFound);
        (await Schedule.EnterTimeOffAsync(stranger, Doctor, At(12), At(13), null, Guid.NewGuid())).Refusal!.Field.Should().Be("Practitioner");
        (await Types.AddAsync(stranger, new VisitTypeWish("Talk", 15, 0, false, [Doctor]), Guid.NewGuid())).Refusal!.Field.Should().Be("OfferedBy");
        string.Concat(new[] { "WorkingHours", "HoursExceptions", "TimeOff", "VisitTypes" }.Select(_clinic.Dump)).Should().Be(before);
        (await _clinic.Get<ScheduleQueries>().ReadAsync(stranger)).TimeOff.Should().BeEmpty();
    }

    [Fact]
    public async Task A_doctor_enters_his_own_time_off_and_nobody_elses()
    {
        var second = Home.SecondDoctor.PractitionerId!.Value;
        (await Schedule.EnterTimeOffAsync(Home.Doctor, second, At(8), At(10), null, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Schedule.EnterTimeOffAsync(Home.Lena, Doctor, At(8), At(10), null, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        var own = (await Schedule.EnterTimeOffAsync(Home.Doctor, Doctor, At(8), At(10), " Course ", Guid.NewGuid())).Value;
        (await Schedule.EnterTimeOffAsync(Home.Admin, second, At(8), At(10), null, Guid.NewGuid())).Succeeded.Should().BeTrue();

        (await Schedule.TakeBackTimeOffAsync(Home.SecondDoctor, own, 1, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Schedule.TakeBackTimeOffAsync(Home.Lena, own, 1, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        var read = (await _clinic.Get<ScheduleQueries>().ReadAsync(Home.Doctor)).TimeOff.Single(t => t.Id == own);
        read.Should().Be(new TimeOffRow(own, Doctor, At(8), At(10), "Course", 1));
        (await Schedule.TakeBackTimeOffAsync(Home.Doctor, own, 1, Guid.NewGuid())).Changed.Should().BeTrue();
        (await _clinic.Get<ScheduleQueries>().ReadAsync(Home.Doctor)).TimeOff.Should().ContainSingle();
        _clinic.Count("ActivityLog", "\"Kind\" = 'TimeOffTakenBack'").Should().Be(1);
    }

    [Theory]
    [InlineData(10, 8, "Until")]
    [InlineData(10, 10, "Until")]
    [InlineData(-40, -30, "Until")]
    [InlineData(8, 24 * 800, "Until")]
    [InlineData(9, 11, "From")] // overlaps 8 to 10
    public async Task Time_off_that_cannot_be_is_refused_beside_its_field(int from, int until, string field)
    {
        await Schedule.EnterTimeOffAsync(Home.Doctor, Doctor, At(8), At(10), null, Guid.NewGuid());

        (await Schedule.EnterTimeOffAsync(Home.Doctor, Doctor, At(0).AddHours(from), At(0).AddHours(until), null, Guid.NewGuid())).Refusal!.Field.Should().Be(field);
        (await Schedule.EnterTimeOffAsync(Home.Doctor, Doctor, At(10), At(11), new string('x', 201), Guid.NewGuid())).Refusal!.Field.Should().Be("Reason");
        (await Schedule.EnterTimeOffAsync(Home.Doctor, Doctor, At(10), At(11), null, Guid.NewGuid())).Succeeded.Should().BeTrue("they touch");
    }

    [Fact]
    public async Task The_slower_of_two_admins_is_told_and_overwrites_nothing()
    {
        (await Schedule.SetWeekAsync(Home.Admin, Clinic, Hours.Daily("8-18"), 0, Guid.NewGuid())).Value.Should().Be(1);
        (await Schedule.SetWeekAsync(Home.SecondAdmin, Clinic, Hours.Daily("9-10"), 0, Guid.NewGuid())).Refusal!
            .Should().Match<Refusal>(r => r.Kind == RefusalKind.Moved && r.Sentence.StartsWith("Ines Admin changed this just now."));
        (await Schedule.SetWeekAsync(Home.SecondAdmin, Clinic, Hours.Daily("8-18"), 0, Guid.NewGuid())).Should()
            .Match<Outcome<int>>(o => o.Succeeded && !o.Changed, "it is so already");
        var type = (await Types.AddAsync(Home.Admin, new VisitTypeWish("Talk", 15, 0, false, [Doctor]), Guid.NewGuid())).Value;
        (await Types.ChangeAsync(Home.Admin, type, new VisitTypeWish("Talk", 20, 5, true, [Home.SecondDoctor.PractitionerId!.Value]), 1, Guid.NewGuid())).Changed.Should().BeTrue();
        (await Types.ChangeAsync(Home.SecondAdmin, type, new VisitTypeWish("Talk", 25, 0, true, []), 1, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Moved);

        var book = await _clinic.Get<ScheduleQueries>().ReadAsync(Home.Admin);
        book.HoursOf(Clinic).Should().Be(new HoursRow(Clinic, Hours.Week("8-18"), 1));
        var row = book.VisitTypes.Single();
        (row.Name, row.Minutes, row.BufferMinutes, row.IsOnline, row.Version).Should().Be(("Talk", 20, 5, true, 2));
        row.OfferedBy.Should().Equal(Home.SecondDoctor.PractitionerId!.Value);
    }

    [Fact]
    public async Task Of_many_admins_at_once_one_is_first_and_a_command_sent_many_times_is_one_change()
    {
        var id = Guid.NewGuid();
        var same = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Schedule.EnterTimeOffAsync(Home.Admin, Doctor, At(8), At(10), null, id))));
        same.Should().OnlyContain(o => o.Succeeded).And.ContainSingle(o => o.Changed);
        same.Select(o => o.Value).Distinct().Should().ContainSingle();
        (await Schedule.SetWeekAsync(Home.SecondAdmin, Clinic, Hours.Daily("8-18"), 0, id)).Succeeded.Should().BeFalse("the id was used by somebody else");

        var hours = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => Task.Run(() => Schedule.SetWeekAsync(Home.Admin, Clinic, Hours.Daily($"{i}-{i + 8}"), 0, Guid.NewGuid()))));
        hours.Should().ContainSingle(o => o.Changed);
        hours.Where(o => !o.Changed).Should().OnlyContain(o => o.Refusal!.Kind == RefusalKind.Moved);
        _clinic.Count("WorkingHours").Should().Be(1);
    }

    [Fact]
    public async Task An_exception_is_set_changed_and_removed_and_its_day_must_be_to_come()
    {
        Task<Outcome<int>> SetAsync(DateOnly date, string hours, int version, string? note = null) =>
            Schedule.SetExceptionAsync(Home.Admin, Clinic, date, Hours.Day(hours), note, version, Guid.NewGuid());

        (await SetAsync(Tomorrow.AddDays(-2), "", 0)).Refusal!.Field.Should().Be("Date");
        (await SetAsync(Tomorrow.AddDays(1100), "", 0)).Refusal!.Field.Should().Be("Date");
        (await SetAsync(Tomorrow, "8-12 10-11", 0)).Refusal!.Field.Should().Be("Hours.1");
        (await SetAsync(Tomorrow, "", 0, new string('x', 101))).Refusal!.Field.Should().Be("Note");
        (await SetAsync(Tomorrow, "8-12", 0, "Fair")).Value.Should().Be(1);
        (await SetAsync(Tomorrow, "9-12", 0)).Refusal!.Field.Should().Be("Date", "there is one already");
        (await SetAsync(Tomorrow, "9-12", 1)).Value.Should().Be(2);
        var row = (await _clinic.Get<ScheduleQueries>().ReadAsync(Home.Lena)).Exceptions.Single();
        row.Hours.Words().Should().Be("09:00–12:00");
        (await Schedule.RemoveExceptionAsync(Home.SecondAdmin, row.Id, 1, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Moved);
        (await Schedule.RemoveExceptionAsync(Home.SecondAdmin, row.Id, 2, Guid.NewGuid())).Changed.Should().BeTrue();
        (await _clinic.Get<ScheduleQueries>().ReadAsync(Home.Lena)).Exceptions.Should().BeEmpty();
        _clinic.Bus.Published.OfType<ScheduleChanged>().Select(e => e.Kind).Should().Equal(
            ActivityKind.HoursExceptionSet, ActivityKind.HoursExceptionSet, ActivityKind.HoursExceptionRemoved);
    }

    [Theory]
    [InlineData(" ", 15, 0, "Name")]
    [InlineData("talk", 15, 0, "Name")]
    [InlineData("Tälk", 15, 0, "Name")]
    [InlineData("A new one", 4, 0, "Minutes")]
    [InlineData("A new one", 481, 0, "Minutes")]
    [InlineData("A new one", 15, -1, "BufferMinutes")]
    [InlineData("A new one", 15, 121, "BufferMinutes")]
    public async Task A_kind_of_visit_that_cannot_be_is_refused_beside_its_field(string name, int minutes, int buffer, string field)
    {
        var id = (await Types.AddAsync(Home.Admin, new VisitTypeWish("Talk", 15, 0, false, []), Guid.NewGuid())).Value;
        var other = (await Types.AddAsync(Home.Admin, new VisitTypeWish("Other", 15, 0, false, []), Guid.NewGuid())).Value;
        var wish = new VisitTypeWish(name, minutes, buffer, false, []);

        (await Types.AddAsync(Home.Admin, wish, Guid.NewGuid())).Refusal!.Field.Should().Be(field);
        (await Types.ChangeAsync(Home.Admin, other, wish, 1, Guid.NewGuid())).Refusal!.Field.Should().Be(field);
        (await Types.ChangeAsync(Home.Admin, id, new VisitTypeWish("TALK", 15, 0, false, []), 1, Guid.NewGuid())).Succeeded.Should().BeTrue("it is its own name");
        (await Types.RetireAsync(Home.Admin, other, true, 1, Guid.NewGuid())).Changed.Should().BeTrue();
        (await Types.RetireAsync(Home.Admin, other, true, 1, Guid.NewGuid())).Should().Match<Outcome<Guid>>(o => o.Succeeded && !o.Changed);
        (await Types.RetireAsync(Home.Admin, other, false, 2, Guid.NewGuid())).Changed.Should().BeTrue();
    }

    public void Dispose() => _clinic.Dispose();

    private DateTimeOffset At(int hour) => Home.Policy.At(Tomorrow, new TimeOnly(hour, 0));
}
