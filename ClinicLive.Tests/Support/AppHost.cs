using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Xunit.Sdk;

namespace ClinicLive.Tests.Support;

/// <summary>
/// The real ClinicLive.Web in a process of its own, with a folder of its own for database and files: what a test in this process cannot
/// show (a crash, a restart, a page in a browser) happens here as it would in the clinic.
/// </summary>
public sealed partial class AppHost : IAsyncDisposable
{
    private const int Sigterm = 15;
    private const int OutputKept = 2_000;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);

    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Queue<string> _output = new();
    private readonly HttpClient _probe = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private Process? _process;
    private int _port;

    private AppHost(string environment, IReadOnlyDictionary<string, string> settings)
    {
        EnvironmentName = environment;
        _settings = settings;
        Folder = Directory.CreateTempSubdirectory("cliniclive-").FullName;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    public string EnvironmentName { get; }

    /// <summary>Content root of the process; holds its database and its files, and goes when this is disposed.</summary>
    public string Folder { get; }

    public string DatabaseFile => Path.Combine(Folder, "clinic.db");

    public string StorageFolder => Path.Combine(Folder, "files");

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>The same place by name. Passkeys and some cookie rules know "localhost" only.</summary>
    public Uri LocalhostAddress => new($"http://localhost:{_port}");

    public bool IsRunning => _process is { HasExited: false };

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The process has not been started.");

    /// <summary>The last lines that the process printed, of all its starts.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join(Environment.NewLine, _output);
            }
        }
    }

    /// <summary>Starts a host on a free port and waits until it is ready.</summary>
    /// <param name="demo">Whether an empty database is filled with the demo clinic.</param>
    /// <param name="environment">The name of the environment.</param>
    /// <param name="settings">More settings, by their configuration keys (<c>Section:Key</c>); they win over the ones above.</param>
    public static async Task<AppHost> StartAsync(bool demo = true, string environment = "Development", IReadOnlyDictionary<string, string>? settings = null)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Demo:Enabled"] = demo ? "true" : "false", ["Demo:TimeZone"] = MorningZone.Id, ["Reminders:Enabled"] = "false", ["Deliveries:ColleagueAfterSeconds"] = "86400",
            ["Sessions:StaffIdleMinutes"] = "720", ["Sessions:PatientIdleMinutes"] = "720" }; // a sign-in is kept for all tests of a person
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            all[key] = value;
        }

        var host = new AppHost(environment, all);
        try
        {
            await host.StartAgainAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process again after <see cref="Kill"/> or <see cref="StopAsync"/>: same port, same database, same files.</summary>
    public async Task StartAgainAsync()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("The process is still running.");
        }

        _process?.Dispose();
        _process = Launch();
        try
        {
            await WaitFor.TrueAsync(IsReadyAsync, StartPatience);
        }
        catch (XunitException e)
        {
            throw new TimeoutException($"ClinicLive.Web was not ready within {StartPatience}. It printed:{Environment.NewLine}{Output}", e);
        }
    }

    /// <summary>The end without a goodbye: SIGKILL, like a crash or a power cut.</summary>
    public void Kill()
    {
        if (IsRunning)
        {
            _process!.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
    }

    /// <summary>The orderly end: SIGTERM, as a service manager sends it. Returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (_process is null)
        {
            throw new InvalidOperationException("The process has not been started.");
        }

        if (OperatingSystem.IsWindows())
        {
            Kill(); // there is no SIGTERM to send there
        }
        else if (IsRunning && SendSignal(_process.Id, Sigterm) != 0)
        {
            throw new InvalidOperationException($"SIGTERM could not be sent: error {Marshal.GetLastPInvokeError()}.");
        }

        using var patience = new CancellationTokenSource(StopPatience, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException e)
        {
            Kill();
            throw new TimeoutException($"ClinicLive.Web was still running {StopPatience} after SIGTERM. It printed:{Environment.NewLine}{Output}", e);
        }

        return _process.ExitCode;
    }

    /// <summary>A client with its own cookies; redirects are not followed, so that a test sees them.</summary>
    public HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false })
    {
        BaseAddress = Address,
    };

    public ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Kill();
        _process?.Dispose();
        _probe.Dispose();
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A file that the operating system still holds; the folder is a temporary one.
        }

        return ValueTask.CompletedTask;
    }

    private Process Launch()
    {
        var program = WebAssembly();
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            // The content root: whatever the program writes to a relative place lands in the folder of this host.
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(program);
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add($"http://127.0.0.1:{_port}"); // port 0 at first: the system chooses, and nobody can take it in between

        // What the shell or the test runner set for other hosts must not reach this one.
        foreach (var key in start.Environment.Keys.Where(k => k.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(key);
        }

        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = EnvironmentName;
        start.Environment["ConnectionStrings__Clinic"] = $"Data Source={DatabaseFile}";
        start.Environment["Storage__Path"] = StorageFolder;
        // The address is read from this line.
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        foreach (var (key, value) in _settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        return process;
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited)
        {
            await _process.WaitForExitAsync(); // all of its output has been read after this
            throw new InvalidOperationException($"ClinicLive.Web ended with exit code {_process.ExitCode} instead of becoming ready. It printed:{Environment.NewLine}{Output}");
        }

        if (_port == 0)
        {
            return false;
        }

        try
        {
            using var answer = await _probe.GetAsync(new Uri(Address, "/health/ready"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > OutputKept)
            {
                _output.Dequeue();
            }
        }

        if (_port == 0 && ListeningOn().Match(line) is { Success: true } match)
        {
            _port = int.Parse(match.Groups["port"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => Kill(); // a test run that is broken off leaves no server behind

    // The Web project's own output of the same configuration, not the copy beside the tests: only there lies the map of its static files.
    internal static string WebAssembly()
    {
        var configuration = typeof(AppHost).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var framework = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var path = Path.Combine(RepositoryFolder.Root, "ClinicLive.Web", "bin", configuration, framework, "ClinicLive.Web.dll");
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: build the solution first.");
    }

    [GeneratedRegex(@"Now listening on: http://127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ListeningOn();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
