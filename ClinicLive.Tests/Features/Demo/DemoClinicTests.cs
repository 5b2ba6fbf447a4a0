using ClinicLive.Domain.Data.Demo;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Demo;

/// <summary>The demo clinics: who is in them, and that today is alive at whatever time they are opened.</summary>
public sealed class DemoClinicTests
{
    internal static readonly AppointmentStatus[] EveryStatus = Enum.GetValues<AppointmentStatus>();

    /// <summary>Times on London's wall clock: a working day, the day on which the clock skips an hour, and the one on which it repeats one.</summary>
    public static TheoryData<string> StartTimes
    {
        get
        {
            var times = new TheoryData<string>();
            foreach (var day in new[] { "2026-06-17", "2026-03-29", "2026-10-25" })
            {
                foreach (var time in new[] { "00:00:20", "03:00", "09:30", "12:00", "16:41", "23:50", "23:59:30" }) times.Add($"{day} {time}");
            }

            return times;
        }
    }

    [Fact]
    public async Task The_people_are_the_ones_that_the_contract_names()
    {
        await using var demo = await DemoDatabase.FilledAsync("2026-06-17 12:00");
        await using var db = demo.Open();

        var accounts = await db.Accounts.AsNoTracking().ToListAsync();
        accounts.Select(a => a.Email).Should().BeEquivalentTo(
        [
            "admin@demo.example", "reception@demo.example", "reception2@demo.example",
            .. Enumerable.Range(1, 6).Select(n => $"doctor{n}@demo.example"), .. Enumerable.Range(1, 40).Select(n => $"patient{n}@demo.example"),
            "reception@other.example", "doctor1@other.example", "patient1@other.example",
        ]);
        accounts.Should().OnlyContain(a => a.OrganizationId == (a.Email!.EndsWith("@demo.example") ? DemoDatabase.Riverside : DemoDatabase.Harbour));
        accounts.Select(a => a.NormalizedEmail).Should().Equal(accounts.Select(a => a.Email!.ToUpperInvariant()));
        accounts.Select(a => a.NormalizedUserName).Should().Equal(accounts.Select(a => a.NormalizedEmail));
        demo.Passwords.VerifyHashedPassword(accounts[0], accounts[0].PasswordHash!, "Clinic-Live-2026").Should().Be(PasswordVerificationResult.Success);
        accounts.Select(a => a.PasswordHash).Distinct().Should().HaveCount(1);
        accounts.Select(a => a.SecurityStamp).Should().OnlyHaveUniqueItems();
        DemoAccounts.All.Select(a => a.Email).Should().BeEquivalentTo(accounts.Select(a => a.Email));

        (await db.Patients.CountAsync(p => p.OrganizationId == DemoDatabase.Riverside)).Should().Be(140);
        (await db.Patients.Select(p => p.Name).ToListAsync()).Should().OnlyHaveUniqueItems();
        var doctors = await db.Practitioners.Where(p => p.OrganizationId == DemoDatabase.Riverside).ToListAsync();
        doctors.Should().HaveCount(6).And.OnlyContain(d => d.AccountId != null && d.LocationId != null);
        doctors.Should().OnlyContain(d => d.Specialty != "" && d.ConsultationHours != "" && d.Hospital != "");
        doctors.Select(d => d.Availability).Should().Contain([Availability.Available, Availability.OnBreak, Availability.NotAvailable]);
    }

    [Fact]
    public async Task The_ids_are_the_same_on_every_machine_and_on_every_day()
    {
        await using var one = await DemoDatabase.FilledAsync("2026-06-17 12:00");
        await using var other = await DemoDatabase.FilledAsync("2027-01-04 23:50");

        (await IdsAsync(one)).Should().Equal(await IdsAsync(other)).And.OnlyContain(id => id.Version == 7);
        (await one.ActorAsync("patient1@demo.example")).UserId.Should().Be(Guid.Parse("019b76da-a800-7cb1-b36d-9c3308421694"));
    }

    [Fact]
    public async Task The_same_day_has_the_same_appointments_on_every_machine()
    {
        await using var one = await DemoDatabase.FilledAsync("2026-06-17 12:00");
        await using var other = await DemoDatabase.FilledAsync("2026-06-17 12:00");

        (await one.TodayAsync(DemoDatabase.Riverside)).Select(a => (a.Id, a.PatientId, a.Start, a.Status))
            .Should().Equal((await other.TodayAsync(DemoDatabase.Riverside)).Select(a => (a.Id, a.PatientId, a.Start, a.Status)));
    }

    [Theory]
    [MemberData(nameof(StartTimes))]
    public async Task Every_state_is_on_the_board_whenever_it_is_opened_and_no_rule_is_broken(string now)
    {
        await using var demo = await DemoDatabase.FilledAsync(now);

        var today = await demo.TodayAsync(DemoDatabase.Riverside);

        today.Should().HaveCountGreaterThanOrEqualTo(82).And.HaveCountLessThanOrEqualTo(86);
        today.Select(a => a.Status).Distinct().Should().BeEquivalentTo(EveryStatus);
        today.Where(a => a.Status == AppointmentStatus.Booked).Select(a => a.PatientConfirmed).Distinct().Should().HaveCount(2);
        today.Where(a => a.Status == AppointmentStatus.Held).Should()
            .OnlyContain(a => a.HeldUntil > demo.Time.GetUtcNow() && a.End > demo.Time.GetUtcNow());
        today.Select(a => a.PatientId).Should().OnlyHaveUniqueItems();
        today.Select(a => a.PractitionerId).Distinct().Should().HaveCount(6);
        (await demo.TodayAsync(DemoDatabase.Harbour)).Should().HaveCount(12);
        await ShouldKeepTheRulesAsync(demo);
    }

    [Fact]
    public async Task The_first_patient_waits_as_second_of_the_first_doctor_at_any_minute_of_the_day()
    {
        for (var minute = 3; minute < 24 * 60; minute += 101)
        {
            await using var demo = await DemoDatabase.FilledAsync($"2026-06-17 {minute / 60:00}:{minute % 60:00}");
            var patient = await demo.ActorAsync("patient1@demo.example");
            var own = await demo.Appointments.OwnAsync(patient);

            var waiting = own.Ahead.Should().ContainSingle(a => a.Status == AppointmentStatus.Arrived, $"it is minute {minute}").Subject;
            waiting.PractitionerId.Should().Be((await demo.ActorAsync("doctor1@demo.example")).PractitionerId!.Value);
            (await demo.Queues.OwnAsync(patient, waiting))!.Before.Should().Be(1, $"it is minute {minute}");
            own.History.Should().HaveCountGreaterThanOrEqualTo(3);
        }
    }

    [Fact]
    public async Task The_waits_and_consultations_of_now_are_believable_late_in_the_evening_too()
    {
        await using var demo = await DemoDatabase.FilledAsync("2026-06-17 21:15");
        var now = demo.Time.GetUtcNow();
        var board = await demo.Appointments.DayAsync(await demo.ActorAsync("reception@demo.example"), new DateOnly(2026, 6, 17));

        board.Rows.Where(r => r.Status is AppointmentStatus.Arrived or AppointmentStatus.Ready).Select(r => (now - r.ArrivedAt!.Value).TotalMinutes)
            .Should().HaveCountGreaterThan(7).And.OnlyContain(wait => wait >= 2 && wait <= 45);
        board.Rows.Where(r => r.Status == AppointmentStatus.InConsultation).Select(r => (now - r.ConsultationStartedAt!.Value).TotalMinutes)
            .Should().HaveCount(4).And.OnlyContain(length => length >= 4 && length <= 25);
        board.Rows.Where(r => r.Status == AppointmentStatus.Done).Should().HaveCountGreaterThan(25);
        board.Rows.Should().Contain(r => r.CameLate && r.Status == AppointmentStatus.Arrived)
            .And.Contain(r => r.CalledAt > now.AddMinutes(-2) && r.Status == AppointmentStatus.Ready);
    }

    [Theory]
    [MemberData(nameof(StartTimes))]
    public async Task The_clinics_own_sweep_takes_nothing_from_a_fresh_board(string now)
    {
        await using var demo = await DemoDatabase.FilledAsync(now);
        var before = await CountsAsync(demo);

        (await demo.EndOfDay.SweepAsync()).Should().Be(0);

        (await CountsAsync(demo)).Should().Be(before);
        (await demo.Closings.LastAsync(await demo.ActorAsync("reception@demo.example"))).Rows.Should().HaveCount(2, "there is something to look at and to take back");
    }

    [Fact]
    public async Task Starting_twice_and_asking_every_minute_changes_nothing()
    {
        await using var demo = await DemoDatabase.FilledAsync("2026-06-17 12:00");
        var before = await CountsAsync(demo);

        await demo.Clinic.FillAsync();
        await demo.Clinic.EnsureTodayAsync();
        demo.Time.Advance(TimeSpan.FromMinutes(1));
        await demo.Clinic.EnsureTodayAsync();

        (await CountsAsync(demo)).Should().Be(before);
    }

    [Fact]
    public async Task Many_starts_at_once_make_one_board()
    {
        await using var demo = await DemoDatabase.FilledAsync("2026-06-17 12:00");
        demo.Time.Advance(TimeSpan.FromDays(1));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => demo.Clinic.EnsureTodayAsync())));
        await demo.Clinic.EnsureTodayAsync();

        (await demo.TodayAsync(DemoDatabase.Riverside)).Should().HaveCountGreaterThanOrEqualTo(82).And.HaveCountLessThanOrEqualTo(86);
    }

    [Theory]
    [InlineData("2026-06-17 12:00")] // Wednesday
    [InlineData("2026-03-27 23:58")] // Friday before the clock skips an hour
    [InlineData("2026-10-23 00:01")] // Friday before it repeats one
    public async Task The_following_days_are_alive_too(string now)
    {
        await using var demo = await DemoDatabase.FilledAsync(now);

        for (var day = 1; day <= 8; day++)
        {
            demo.Time.Advance(TimeSpan.FromHours(day % 2 == 0 ? 26 : 22));
            await demo.Clinic.EnsureTodayAsync();

            var today = await demo.TodayAsync(DemoDatabase.Riverside);
            today.Select(a => a.Status).Distinct().Should().BeEquivalentTo(EveryStatus, $"it is day {day}");
            today.Should().HaveCountGreaterThanOrEqualTo(80).And.HaveCountLessThanOrEqualTo(88);
            await using var db = demo.Open();
            var all = await db.Appointments.AsNoTracking().Where(a => a.OrganizationId == DemoDatabase.Riverside).ToListAsync();
            Overlaps(all).Should().BeEmpty();
            all.Where(a => a.Day < today[0].Day).Should().NotContain(a => a.HoldsSlot, "yesterday keeps no doctor busy");
            all.Where(a => a.Day > today[0].Day).GroupBy(a => a.Day).Should().HaveCount(5).And.OnlyContain(g => g.Count() >= 10 && g.Count() <= 20);
            (await db.Activity.AsNoTracking().Where(l => l.At > demo.Time.GetUtcNow()).CountAsync()).Should().Be(0);
            var patient = await demo.Appointments.OwnAsync(await demo.ActorAsync("patient1@demo.example"));
            var waiting = patient.Ahead.First(a => a.Status == AppointmentStatus.Arrived);
            (await demo.Queues.OwnAsync(await demo.ActorAsync("patient1@demo.example"), waiting))!.Before.Should().Be(1, $"it is day {day}");
        }
    }

    [Fact]
    public async Task What_somebody_booked_by_hand_stays_as_it_is_and_the_day_is_made_around_it()
    {
        await using var demo = await DemoDatabase.FilledAsync("2026-06-17 12:00");
        var doctor = (await demo.ActorAsync("doctor1@demo.example")).PractitionerId!.Value;
        var reception = await demo.ActorAsync("reception@demo.example");
        await using (var db = demo.Open())
        {
            var policy = (await db.Organizations.SingleAsync(o => o.Id == DemoDatabase.Riverside)).Policy;
            var patient = await db.Patients.FirstAsync(p => p.OrganizationId == DemoDatabase.Riverside && p.AccountId == null);
            for (var hour = 9; hour < 13; hour++)
            {
                var start = DemoDatabase.London($"2026-06-18 {hour:00}:07");
                if (await db.Appointments.AnyAsync(a => a.PractitionerId == doctor && a.HoldsSlot && a.Start < start.AddMinutes(53) && a.End > start)) continue;
                db.Add(Appointment.Book(patient.Id, doctor, start, 53, "By hand", walkIn: false, new Change(reception, demo.Time.GetUtcNow(), policy)).Appointment!);
            }

            await db.SaveChangesAsync();
        }

        demo.Time.Advance(TimeSpan.FromDays(1));
        await demo.Clinic.EnsureTodayAsync();

        var today = await demo.TodayAsync(DemoDatabase.Riverside);
        today.Where(a => a.Reason == "By hand").Should().NotBeEmpty().And.OnlyContain(a => a.Status == AppointmentStatus.Booked);
        today.Select(a => a.Status).Distinct().Should().BeEquivalentTo(EveryStatus);
        Overlaps(today).Should().BeEmpty();
    }

    [Fact]
    public async Task A_clinic_that_is_not_of_the_demo_is_never_touched()
    {
        await using var demo = await DemoDatabase.EmptyAsync(DemoDatabase.London("2026-06-17 12:00"));
        await using var db = demo.Open();
        db.Add(new Organization { Id = Guid.CreateVersion7(), Name = "A real one", TimeZoneId = "Europe/Berlin" });
        await db.SaveChangesAsync();

        await demo.Clinic.FillAsync();
        await demo.Clinic.EnsureTodayAsync();

        (await db.Organizations.CountAsync()).Should().Be(1);
        (await db.Accounts.CountAsync() + await db.Patients.CountAsync() + await db.Appointments.CountAsync()).Should().Be(0);
    }

    private static IEnumerable<(Appointment First, Appointment Second)> Overlaps(IEnumerable<Appointment> appointments) => appointments
        .Where(a => a.HoldsSlot).GroupBy(a => a.PractitionerId)
        .SelectMany(own => own.OrderBy(a => a.Start).Zip(own.OrderBy(a => a.Start).Skip(1)))
        .Where(pair => pair.First.End > pair.Second.Start);

    private static async Task<(int Appointments, int Lines, int Versions, int People)> CountsAsync(DemoDatabase demo)
    {
        await using var db = demo.Open();
        return (
            await db.Appointments.CountAsync(), await db.Activity.CountAsync(), await db.Appointments.SumAsync(a => a.Version),
            await db.Accounts.CountAsync() + await db.Patients.CountAsync());
    }

    private static async Task<List<Guid>> IdsAsync(DemoDatabase demo)
    {
        await using var db = demo.Open();
        return
        [
            .. await db.Organizations.Select(o => o.Id).OrderBy(id => id).ToListAsync(),
            .. await db.Locations.Select(o => o.Id).OrderBy(id => id).ToListAsync(),
            .. await db.Accounts.Select(o => o.Id).OrderBy(id => id).ToListAsync(),
            .. await db.Practitioners.Select(o => o.Id).OrderBy(id => id).ToListAsync(),
            .. await db.Patients.Select(o => o.Id).OrderBy(id => id).ToListAsync(),
        ];
    }

    private static async Task ShouldKeepTheRulesAsync(DemoDatabase demo)
    {
        await using var db = demo.Open();
        var all = await db.Appointments.AsNoTracking().ToListAsync();
        var log = await db.Activity.AsNoTracking().OrderBy(a => a.Sequence).ToListAsync();

        Overlaps(all).Should().BeEmpty();
        all.Where(a => a.Status == AppointmentStatus.InConsultation).GroupBy(a => a.PractitionerId).Should().OnlyContain(g => g.Count() == 1);
        log.Should().OnlyContain(line => line.At <= demo.Time.GetUtcNow(), "nobody has done anything in the future");
        foreach (var lines in log.Where(line => line.Category == ActivityCategory.Appointment).GroupBy(line => line.SubjectId))
        {
            lines.Select(line => line.At).Should().BeInAscendingOrder();
            lines.Select(line => line.SubjectVersion).Should().Equal(Enumerable.Range(1, lines.Count()));
        }

        all.Should().OnlyContain(a => a.ConsultationStartedAt == null || a.ArrivedAt <= a.ConsultationStartedAt)
            .And.OnlyContain(a => a.FinishedAt == null || a.ConsultationStartedAt <= a.FinishedAt);
        log.Select(line => line.Kind).Should()
            .NotContain([ActivityKind.SignedIn, ActivityKind.SignedOut, ActivityKind.ConnectionLost, ActivityKind.Reconnected]);
        (await db.PresenceLeases.AnyAsync()).Should().BeFalse("nobody is online because a demo was filled");
    }
}
