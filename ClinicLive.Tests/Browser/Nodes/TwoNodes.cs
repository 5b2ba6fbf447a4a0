using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ClinicLive.Domain.Data.Demo;
using ClinicLive.Tests.Support;
using Npgsql;

namespace ClinicLive.Tests.Browser.Nodes;

/// <summary>Two nodes, their database and nginx in front of them, as the command <c>deploy/two-nodes</c> starts and ends them.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    public const string Cookie = "clinic_node";
    private static readonly string[] Names = ["a", "b"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"cliniclive-nodes-{Guid.NewGuid():N}");
    private readonly Dictionary<string, string> _places = [];
    private X509Certificate2? _certificate;
    private bool _isDatabaseAway;

    private TwoNodes() => AppDomain.CurrentDomain.ProcessExit += OnProcessExit;

    /// <summary>Where the clinic is, behind the proxy.</summary>
    public Uri Address => new(_places["address"]);

    /// <summary>The database, by a superuser.</summary>
    public string ConnectionString => $"Host={_places["server"]};Database=clinic;Username=clinic;Timezone=UTC;Pooling=False";

    /// <summary>Starts all of it; both nodes at once, on an empty database.</summary>
    public static async Task<TwoNodes> StartAsync()
    {
        var nodes = new TwoNodes();
        try
        {
            foreach (var line in (await nodes.SayAsync("start")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = line.Split('=', 2);
                nodes._places[parts[0]] = parts[1];
            }

            nodes._certificate = X509CertificateLoader.LoadCertificateFromFile(nodes._places["certificate"]);
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    public static string Other(string node) => node == "a" ? "b" : "a";

    /// <summary>SIGKILL.</summary>
    public Task KillAsync(string node) => SayAsync("node", node, "kill");

    /// <summary>SIGSTOP: it is there and does nothing, until it is started.</summary>
    public Task HangAsync(string node) => SayAsync("node", node, "hang");

    /// <summary>SIGTERM, and until it is gone.</summary>
    public Task StopAsync(string node) => SayAsync("node", node, "stop");

    /// <summary>Starts it where it does not run, and until it is ready.</summary>
    public Task StartAsync(string node) => SayAsync("node", node, "start");

    public async Task KillDatabaseAsync()
    {
        _isDatabaseAway = true;
        await SayAsync("database", "kill");
    }

    public async Task StartDatabaseAsync()
    {
        await SayAsync("database", "start");
        _isDatabaseAway = false;
    }

    /// <summary>Brings back what a test before took away.</summary>
    public async Task MakeWholeAsync()
    {
        if (_isDatabaseAway) await StartDatabaseAsync();
        foreach (var node in Names) await StartAsync(node);
    }

    /// <summary>A program that keeps to one node as long as that one is there.</summary>
    public async Task<ApiCaller> ProgramAsync(string email, string node)
    {
        var caller = new ApiCaller(Client(node));
        var token = (await caller.PostAsync("/api/auth/login", new { email, password = DemoAccounts.Password })).Ok().At("accessToken");
        caller.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return caller;
    }

    /// <summary>A client that believes the proxy's own certificate and no other.</summary>
    public HttpClient Client(string? node = null)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(_certificate!);
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false, UseCookies = false, AllowAutoRedirect = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
        }) { BaseAddress = Address };
        if (node is not null) client.DefaultRequestHeaders.Add("Cookie", $"{Cookie}={node}");
        return client;
    }

    /// <summary>The first column of the rows, read beside the nodes.</summary>
    public async Task<List<string>> TextsAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync()) texts.Add(reader.GetString(0));
        return texts;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> NumberAsync(string sql) => long.Parse((await TextsAsync($"SELECT ({sql})::text"))[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The last lines of both nodes' logs and of the proxy's.</summary>
    public string LastWords() => string.Join(Environment.NewLine, new[] { "a.log", "b.log", "nginx/cliniclive.access.log", "nginx/cliniclive.error.log" }
        .Select(name => Path.Combine(_folder, name)).Where(File.Exists).SelectMany(path => File.ReadLines(path).TakeLast(15).Select(line => $"{Path.GetFileName(path)}: {line[..Math.Min(line.Length, 400)]}")));

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        _certificate?.Dispose();
        await SayAsync("stop");
    }

    // The folder stands behind the first word of what is said.
    private async Task<string> SayAsync(params string[] words)
    {
        using var command = Launch(words);
        var (said, wrong) = (command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync().WaitAsync(Patience);
        return command.ExitCode == 0 ? await said : throw new InvalidOperationException($"deploy/two-nodes {string.Join(' ', words)}: {await wrong}");
    }

    private Process Launch(string[] words)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(RepositoryFolder.Root, "deploy", "two-nodes"));
        start.ArgumentList.Add(words[0]);
        start.ArgumentList.Add(_folder);
        foreach (var word in words[1..]) start.ArgumentList.Add(word);
        start.Environment["CLINIC_PROGRAM"] = AppHost.WebAssembly();
        foreach (var (key, value) in Settings) start.Environment[key] = value;
        return Process.Start(start)!;
    }

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Demo__TimeZone"] = MorningZone.Id, ["Reminders__Enabled"] = "false", ["Deliveries__ColleagueAfterSeconds"] = "86400",
        ["Sessions__StaffIdleMinutes"] = "720", ["Sessions__PatientIdleMinutes"] = "720",
    };

    private void OnProcessExit(object? sender, EventArgs e)
    {
        using var command = Launch(["stop"]); // a test run that is broken off leaves nothing behind
        command.WaitForExit();
    }
}
