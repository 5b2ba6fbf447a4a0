using System.Net.Http.Headers;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Support;

/// <summary>The real program with two clinics and a clock that the test moves, asked as programs ask it.</summary>
internal sealed class ApiHost : WebApplicationFactory<Program>
{
    public const string Password = "seven grey herons";

    private static readonly Lazy<(byte[] File, TestClinic Home, TestClinic Other)> Template = new(MakeTemplate);

    private readonly string _folder = Directory.CreateTempSubdirectory("cliniclive-api-").FullName;
    private readonly string _environment;

    private readonly (string Key, string Value)[] _settings;

    public ApiHost(string environment = "Development", (string Key, string Value)[]? settings = null)
    {
        (_environment, _settings) = (environment, settings ?? []);
        ClientOptions.BaseAddress = new Uri("https://clinic.test");
        ClientOptions.AllowAutoRedirect = false;
        File.WriteAllBytes(Path.Combine(_folder, "clinic.db"), Template.Value.File);
    }

    public FakeTimeProvider Clock { get; } = new();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public TestClinic Home => Template.Value.Home;

    public TestClinic Other => Template.Value.Other;

    /// <summary>Somebody without a token.</summary>
    public ApiCaller Nobody() => new(CreateClient());

    /// <summary>A program of that person, with a session of its own.</summary>
    public async Task<ApiCaller> AsAsync(Actor actor)
    {
        var account = await ReadAsync(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.UserId));
        var session = await Get<SessionService>().BeginAsync(account);
        return With(Get<AccessTokens>().Issue(new AccessToken(session.Id, account.Id, account.SecurityStamp!)));
    }

    public ApiCaller With(string token)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiCaller(client);
    }

    public Task<string> EmailAsync(Actor actor) => ReadAsync(db => db.Accounts.Where(a => a.Id == actor.UserId).Select(a => a.Email!).SingleAsync());

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task<T> ReadAsync<T>(Func<ClinicDbContext, Task<T>> read)
    {
        await using var db = await Get<IDbContextFactory<ClinicDbContext>>().CreateDbContextAsync();
        return await read(db);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        builder.UseSetting("ConnectionStrings:Clinic", $"Data Source={Path.Combine(_folder, "clinic.db")}");
        builder.UseSetting("Storage:Path", Path.Combine(_folder, "files"));
        builder.UseSetting("Demo:Enabled", "false");
        builder.UseSetting("Reminders:Enabled", "false");
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
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

    private static (byte[] File, TestClinic Home, TestClinic Other) MakeTemplate()
    {
        var folder = Directory.CreateTempSubdirectory("cliniclive-template-");
        try
        {
            var path = Path.Combine(folder.FullName, "clinic.db");
            var options = new DbContextOptionsBuilder<ClinicDbContext>();
            DatabaseKind.Sqlite.Use(options, $"Data Source={path};Pooling=False");
            TestClinic home;
            TestClinic other;
            using (var db = new ClinicDbContext(options.Options))
            {
                db.Database.Migrate();
                home = TestClinic.AddTo(db, "Clinic at the Park", "Europe/Berlin");
                other = TestClinic.AddTo(db, "Clinic at the Lake", "Europe/Zurich");
                var hash = new PasswordHasher<Account>().HashPassword(null!, Password);
                foreach (var account in db.Accounts.Local) account.PasswordHash = hash;
                db.SaveChanges(); // without the interceptor: nothing is logged or published
                db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE)");
            }

            return (File.ReadAllBytes(path), home, other);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
