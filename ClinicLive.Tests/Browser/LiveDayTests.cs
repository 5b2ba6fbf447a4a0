using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ClinicLive.Tests.Browser;

/// <summary>
/// A whole day of a real practice (shared data, clinic-days) happens in the clinic while two people look at their boards. In the
/// evening both boards are what somebody sees who opens hers only then.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class LiveDayTests(BrowserFixture browser)
{
    private const string Password = "seven grey herons";
    private static readonly DateOnly Day = new(2024, 2, 8);

    [SharedDataFact]
    public Task Two_boards_that_watched_a_whole_day_are_equal_to_a_fresh_one() => browser.RunAsync(async windows =>
    {
        using var clinic = new ClinicDatabase();
        await using var app = new DayHost(clinic.ConnectionString, clinic.Home.Policy.At(Day, new TimeOnly(7, 15)));
        await GivePasswordsAsync(clinic);
        app.UseKestrel(0);
        app.StartServer();
        var lena = await DeskAsync(windows, app, clinic.Home.Lena);
        var omar = await DeskAsync(windows, app, clinic.Home.Omar);
        foreach (var desk in new[] { lena, omar }) await desk.MarkAsync();

        await new DayInTheApp(app, clinic.Home).LiveAsync();

        var data = ClinicDays.Of(Day);
        foreach (var desk in new[] { lena, omar })
        {
            await Expect(desk.Locator("[data-count='done']")).ToHaveTextAsync($"{data.Count(a => a.Outcome == "attended")}");
            await Expect(desk.Lane("NotSeen").Cards("NoShow")).ToHaveCountAsync(data.Count(a => a.Outcome == "did not attend"));
            await Expect(desk.Lane("NotSeen").Cards("Cancelled")).ToHaveCountAsync(data.Count(a => a.Outcome == "cancelled"));
        }

        var fresh = await BoardOf(await DeskAsync(windows, app, clinic.Home.Lena));
        foreach (var desk in new[] { lena, omar })
        {
            await WaitFor.PassesAsync(async () => (await BoardOf(desk)).Should().Be(fresh), TimeSpan.FromSeconds(20));
            (await desk.IsMarkedAsync()).Should().BeTrue("it was never loaded again");
        }
    });

    // All that the board says but what ticks in the browser by itself.
    private static Task<string> BoardOf(IPage desk) => desk.EvaluateAsync<string>(
        """
        () => {
          const copy = document.createElement('div');
          for (const part of document.querySelectorAll('.counts, .board, .doctors')) copy.append(part.cloneNode(true));
          for (const ticking of copy.querySelectorAll('clinic-elapsed, clinic-overdue, clinic-countdown')) { ticking.textContent = ''; delete ticking.dataset.level; }
          for (const card of copy.querySelectorAll('[data-level]')) delete card.dataset.level;
          return copy.innerHTML.replace(/<!--.*?-->/g, '').replace(/\s+/g, ' ').replaceAll('><', '>\n<');
        }
        """);

    private static async Task<IPage> DeskAsync(BrowserSession windows, DayHost app, Actor who)
    {
        var context = await windows.NewContextAsync(options: o => o.BaseURL = app.Address);
        var page = await context.NewPageAsync();
        await page.SignInAsync(EmailOf(who), "/dashboard", Password);
        await BrowserSession.LiveAsync(page);
        await page.Locator("[data-lane]").First.WaitForAsync();
        return page;
    }

    private static async Task GivePasswordsAsync(ClinicDatabase clinic)
    {
        await using var db = clinic.NewContext();
        foreach (var who in new[] { clinic.Home.Lena, clinic.Home.Omar })
        {
            var account = await db.Accounts.SingleAsync(a => a.Id == who.UserId);
            account.SecurityStamp ??= Guid.NewGuid().ToString();
            account.PasswordHash = new PasswordHasher<Account>().HashPassword(account, Password);
        }

        await db.SaveChangesAsync();
    }

    private static string EmailOf(Actor who) => $"{who.DisplayName.Replace(' ', '.').ToLowerInvariant()}@{who.OrganizationId:N}.test";

    /// <summary>The real program in this process, where the test can reach its services, on a real port and on a clock that the test moves.</summary>
    private sealed class DayHost(string connection, DateTimeOffset start) : WebApplicationFactory<Program>
    {
        public FakeTimeProvider Clock { get; } = new(start);

        public string Address => ClientOptions.BaseAddress.ToString();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("ConnectionStrings:Clinic", connection);
            builder.UseSetting("Storage:Path", Path.GetDirectoryName(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(connection).DataSource));
            builder.UseSetting("Demo:Enabled", "false");
            builder.UseSetting("Sessions:StaffIdleMinutes", "720"); // they look on all day and press nothing
            builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
        }
    }

    /// <summary>What happens, in the order of time, by the app's own services.</summary>
    private sealed class DayInTheApp(DayHost app, TestClinic clinic)
    {
        private readonly BookingService _booking = app.Services.GetRequiredService<BookingService>();
        private readonly AppointmentService _appointments = app.Services.GetRequiredService<AppointmentService>();
        private readonly PatientService _patients = app.Services.GetRequiredService<PatientService>();
        private readonly Dictionary<DayAppointment, BoardRow> _rows = [];

        public async Task LiveAsync()
        {
            // All bookings in the morning, those first that made room for others again.
            foreach (var a in ClinicDays.Of(Day).OrderBy(a => a.BookedOn).ThenBy(a => a.Outcome != "cancelled"))
            {
                await BookAsync(a);
                if (a.Outcome == "cancelled") await MoveAsync(a, clinic.Lena, AppointmentStatus.Cancelled, "by telephone");
            }

            foreach (var (at, _, act) in Events().OrderBy(e => e.At).ThenBy(e => e.Order))
            {
                app.Clock.AdvanceTo(at);
                await act();
            }
        }

        private IEnumerable<(DateTimeOffset At, int Order, Func<Task> Act)> Events()
        {
            foreach (var a in ClinicDays.Of(Day))
            {
                if (a.Outcome == "did not attend") yield return (At(a.At).AddMinutes(15), 3, () => MoveAsync(a, clinic.Omar, AppointmentStatus.NoShow));
                if (a.Outcome != "attended") continue;
                yield return (At(a.CheckIn!.Value), 1, () => MoveAsync(a, clinic.Omar, AppointmentStatus.Arrived));
                yield return (At(a.Start!.Value), 1, () => MoveAsync(a, clinic.Doctor, AppointmentStatus.InConsultation));
                yield return (At(a.End!.Value), 0, () => MoveAsync(a, clinic.Doctor, AppointmentStatus.Done)); // out before the next one comes in
            }
        }

        private async Task BookAsync(DayAppointment a)
        {
            var (name, born) = ClinicDays.Patient(a.Patient);
            var patient = (await _patients.RegisterAsync(clinic.Lena, name, born, null, Guid.NewGuid())).Value!;
            var booked = await _booking.BookAsync(clinic.Lena, new(patient.Id, clinic.Doctor.PractitionerId!.Value, At(a.At), 15, "Check-up", Guid.NewGuid()));
            _rows[a] = booked.Value ?? throw new InvalidOperationException($"{a}: {booked.Refusal!.Sentence}");
        }

        private async Task MoveAsync(DayAppointment a, Actor by, AppointmentStatus to, string? reason = null)
        {
            var moved = await _appointments.MoveAsync(by, _rows[a].Command(reason), to);
            _rows[a] = moved.Value ?? throw new InvalidOperationException($"{a} -> {to}: {moved.Refusal!.Sentence}");
        }

        private DateTimeOffset At(TimeOnly time) => clinic.Policy.At(Day, time);
    }
}
