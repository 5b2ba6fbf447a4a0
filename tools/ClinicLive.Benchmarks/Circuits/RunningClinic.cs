using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>The program itself, with a fresh demo clinic, on a processor of its own where there are two.</summary>
internal sealed partial class RunningClinic : IAsyncDisposable
{
    private const string Password = "Clinic-Live-2026";
    private static readonly bool HasTwo = Environment.ProcessorCount > 1 && OperatingSystem.IsLinux();

    private readonly Process _program;
    private readonly string _folder;

    private readonly Uri _operations;

    private RunningClinic(Process program, string folder, Uri address, Uri operations)
    {
        (_program, _folder, Address, _operations) = (program, folder, address, operations);
        Http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A browser's requests: with its cookies.</summary>
    public HttpClient Http { get; }

    /// <summary>The cookies of that browser.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>The connection string of its database, for what is filled in beside it.</summary>
    public string Database => DatabaseIn(_folder);

    /// <summary>From the start of the process to its being ready.</summary>
    public TimeSpan Started { get; private init; }

    /// <summary>Processor time of the program so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _program.Refresh();
            return _program.TotalProcessorTime;
        }
    }

    /// <summary>Its resident memory, in bytes.</summary>
    public long Resident
    {
        get
        {
            _program.Refresh();
            return _program.WorkingSet64;
        }
    }

    /// <summary>Files and sockets that it has open.</summary>
    public int Handles => Directory.Exists($"/proc/{_program.Id}/fd") ? Directory.GetFileSystemEntries($"/proc/{_program.Id}/fd").Length : _program.HandleCount;

    /// <summary>Its threads.</summary>
    public int Threads
    {
        get
        {
            _program.Refresh();
            return _program.Threads.Count;
        }
    }

    /// <summary>What it tells operators: each number, summed over its labels.</summary>
    public async Task<IReadOnlyDictionary<string, double>> NumbersAsync()
    {
        using var asking = new HttpClient();
        var lines = (await asking.GetStringAsync(new Uri(_operations, "metrics"))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#');
        return lines.GroupBy(l => l[..l.IndexOfAny(['{', ' '])], l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)).ToDictionary(g => g.Key, g => g.Sum());
    }

    /// <summary>Commands that the database was given so far. Looking takes the same few each time.</summary>
    public async Task<double> CommandsAsync() => (await NumbersAsync()).GetValueOrDefault("db_client_operation_duration_seconds_count");

    /// <summary>Starts it; ready when it says so.</summary>
    public static async Task<RunningClinic> StartAsync(params (string Name, string Value)[] settings)
    {
        var web = Path.Combine(AppContext.BaseDirectory, "../../../../../ClinicLive.Web");
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : throw new InvalidOperationException("Please measure a Release build: dotnet run -c Release ...");
        var folder = Directory.CreateTempSubdirectory("cliniclive-benchmark-").FullName;
        var (address, operations) = FreeAddresses();
        string[] program = ["dotnet", Path.Combine(web, $"bin/{configuration}/net10.0/ClinicLive.Web.dll"), "--urls", address.AbsoluteUri, "--contentRoot", web];
        if (HasTwo) program = ["taskset", "-c", "0", .. program];
        var start = new ProcessStartInfo(program[0], program[1..]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["ConnectionStrings__Clinic"] = DatabaseIn(folder);
        start.Environment["Storage__Path"] = Path.Combine(folder, "files");
        start.Environment["Operations__Url"] = operations.GetLeftPart(UriPartial.Authority);
        start.Environment.TryAdd("DOTNET_GCgen0size", "0x4000000"); // as the recipes in deploy/ set it
        foreach (var (name, value) in settings) start.Environment[name] = value;
        if (HasTwo && OperatingSystem.IsLinux()) Process.GetCurrentProcess().ProcessorAffinity = 2;
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var asking = new HttpClient();
        while (!await IsReadyAsync(asking, new Uri(address, "health/ready")))
        {
            if (process.HasExited) throw new InvalidOperationException($"The program ended with {process.ExitCode}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return new RunningClinic(process, folder, address, operations) { Started = Stopwatch.GetElapsedTime(began) };
    }

    /// <summary>Signs this browser in through the page's form.</summary>
    public async Task SignInAsync(string email)
    {
        var page = await Http.GetStringAsync("account/login");
        var form = Form().Matches(page).Single(f => f.Value.Contains("type=\"password\"", StringComparison.Ordinal)).Value;
        var fields = Hidden().Matches(form).ToDictionary(h => h.Groups["name"].Value, h => WebUtility.HtmlDecode(h.Groups["value"].Value));
        (fields["Input.Email"], fields["Input.Password"]) = (email, Password);
        using var answer = await Http.PostAsync("account/login", new FormUrlEncodedContent(fields));
        if (answer.StatusCode != HttpStatusCode.Found) throw new InvalidOperationException($"Signing in answered {(int)answer.StatusCode}.");
    }

    /// <summary>A program of that person: the same address, with an access token instead of cookies.</summary>
    public async Task<HttpClient> AsProgramAsync(string email)
    {
        var program = new HttpClient { BaseAddress = Address };
        using var answer = await program.PostAsJsonAsync("api/auth/login", new { email, password = Password });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        program.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _program.Kill();
        await _program.WaitForExitAsync();
        _program.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static (Uri Site, Uri Operations) FreeAddresses()
    {
        using TcpListener site = new(IPAddress.Loopback, 0), operations = new(IPAddress.Loopback, 0);
        site.Start();
        operations.Start();
        return (Of(site), Of(operations));

        static Uri Of(TcpListener free) => new($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
    }

    private static string DatabaseIn(string folder) => $"Data Source={Path.Combine(folder, "clinic.db")}";

    private static async Task<bool> IsReadyAsync(HttpClient asking, Uri ready)
    {
        try
        {
            using var answer = await asking.GetAsync(ready);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Hidden();
}
