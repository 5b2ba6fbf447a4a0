using System.Net;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClinicLive.Tests.Features.Accounts.Web;

/// <summary>The real program on a database of its own, with a clock that the test moves and one account of each role.</summary>
public sealed class AccountHost : WebApplicationFactory<Program>
{
    public const string Password = "seven grey herons";

    private static readonly Guid ClinicId = Guid.CreateVersion7();

    // Migrated and filled once per test run; every host starts with a copy.
    private static readonly Lazy<byte[]> Template = new(MakeTemplate);

    private readonly string _folder = Directory.CreateTempSubdirectory("cliniclive-accounts-").FullName;
    private readonly string _environment;
    private readonly bool _demo;

    private readonly (string Key, string Value)[] _settings;

    public AccountHost(string environment = "Development", bool demo = false, (string Key, string Value)[]? settings = null)
    {
        (_environment, _settings) = (environment, settings ?? []);
        _demo = demo;
        ClientOptions.BaseAddress = new Uri("https://clinic.test");
        ClientOptions.AllowAutoRedirect = false;
        if (!demo) File.WriteAllBytes(Path.Combine(_folder, "clinic.db"), Template.Value);
    }

    public FakeTimeProvider Clock { get; } = new();

    public Guid Clinic => ClinicId;

    /// <summary>One turn of the watch over sessions.</summary>
    public Task SweepAsync() => Services.GetServices<IHostedService>().OfType<SessionSweeper>().Single().SweepAsync(CancellationToken.None);

    public string EmailOf(Role role) => AddressOf(role);

    private static string AddressOf(Role role) => $"{role.ToString().ToLowerInvariant()}@accounts.test";

    /// <summary>A browser of its own; the address is what the throttle counts by.</summary>
    internal Visitor Visit(string address = "192.0.2.1")
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Add("Test-Address", address);
        return new Visitor(client);
    }

    internal async Task<Visitor> VisitAsync(Role role, string address = "192.0.2.1")
    {
        var visitor = Visit(address);
        (await visitor.SignInAsync(EmailOf(role), Password)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        return visitor;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task<T> ReadAsync<T>(Func<ClinicDbContext, Task<T>> read)
    {
        await using var db = await Get<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync();
        return await read(db);
    }

    /// <summary>Gives this person a second factor; answers what the phone shows at the moment it is looked at. The code it was begun with is spent.</summary>
    internal async Task<Func<string>> WithSecondFactorAsync(Visitor visitor)
    {
        const string Page = "/account/manage/second-factor";
        var begun = await Visitor.DocumentAsync(await visitor.SendAsync(Page, "begin", ("Begin.Password", Password)));
        var key = begun.QuerySelector("[data-key]")!.TextContent.Replace(" ", "");
        string Code() => TotpCode.Of(key, Clock.GetUtcNow().ToUnixTimeSeconds() / 30);
        await visitor.SendAsync(Page, "confirm", ("Confirm.Code", Code()));
        Clock.Advance(TotpCode.Step);
        return Code;
    }

    public Task<Account> AccountAsync(Role role) => ReadAsync(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Email == EmailOf(role)));

    public Task<List<SignInSession>> SessionsAsync(Role role) => ReadAsync(async db =>
    {
        var account = await db.Accounts.SingleAsync(a => a.Email == EmailOf(role));
        return await db.SignInSessions.AsNoTracking().Where(s => s.AccountId == account.Id).OrderBy(s => s.StartedAt).ToListAsync();
    });

    public async Task<Actor> ActorAsync(Role role) => (await Get<AccountQueries>().ActorAsync((await AccountAsync(role)).Id))!;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        builder.UseSetting("ConnectionStrings:Clinic", $"Data Source={Path.Combine(_folder, "clinic.db")}");
        builder.UseSetting("Storage:Path", Path.Combine(_folder, "files"));
        builder.UseSetting("Reminders:Enabled", "false");
        builder.UseSetting("Demo:Enabled", _demo ? "true" : "false");
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.AddSingleton<IStartupFilter, TestAddress>();
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing || !Directory.Exists(_folder)) return;
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // Held by the system for a moment; it is a temporary folder.
        }
    }

    private static byte[] MakeTemplate()
    {
        var folder = Directory.CreateTempSubdirectory("cliniclive-template-");
        try
        {
            var path = Path.Combine(folder.FullName, "clinic.db");
            var options = new DbContextOptionsBuilder<ClinicDbContext>();
            DatabaseKind.Sqlite.Use(options, $"Data Source={path};Pooling=False");
            using (var db = new ClinicDbContext(options.Options))
            {
                db.Database.Migrate();
                Fill(db, new FakeTimeProvider().GetUtcNow());
                db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE)");
            }

            return File.ReadAllBytes(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Fill(ClinicDbContext db, DateTimeOffset now)
    {
        var hash = new PasswordHasher<Account>().HashPassword(null!, Password);
        db.Add(new Organization { Id = ClinicId, Name = "Test Clinic", TimeZoneId = "Europe/Berlin" });
        foreach (var role in new[] { Role.Admin, Role.Receptionist, Role.Practitioner, Role.Patient })
        {
            var account = new Account(ClinicId, role, AddressOf(role), $"The {role}", Actor.System(ClinicId), now)
            {
                NormalizedEmail = AddressOf(role).ToUpperInvariant(),
                NormalizedUserName = AddressOf(role).ToUpperInvariant(),
                PasswordHash = hash,
            };
            db.Add(account);
            if (role == Role.Practitioner) db.Add(new Practitioner(ClinicId, account.Id, "The", "Practitioner"));
            if (role != Role.Patient) continue;
            var self = new Actor(account.Id, ClinicId, role, account.DisplayName);
            db.Add(Patient.Register(self, account.DisplayName, null, null, now, new DateOnly(2026, 6, 17), accountId: account.Id).Patient!);
        }

        db.SaveChanges(); // without the interceptor: nothing is logged or published
    }

    // The test server has no network; without an address all browsers would be one.
    private sealed class TestAddress : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (IPAddress.TryParse(context.Request.Headers["Test-Address"], out var address)) context.Connection.RemoteIpAddress = address;
                return rest(context);
            });
            next(app);
        };
    }
}
