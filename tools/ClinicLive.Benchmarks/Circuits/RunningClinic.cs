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

    private RunningClinic(Process program, string folder, Uri address)
    {
        (_program, _folder, Address) = (program, folder, address);
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

    /// <summary>Starts it; ready when it says so.</summary>
    public static async Task<RunningClinic> StartAsync()
    {
        var web = Path.Combine(AppContext.BaseDirectory, "../../../../../ClinicLive.Web");
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : throw new InvalidOperationException("Please measure a Release build: dotnet run -c Release ...");
        var folder = Directory.CreateTempSubdirectory("cliniclive-benchmark-").FullName;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        free.Stop();
        string[] program = ["dotnet", Path.Combine(web, $"bin/{configuration}/net10.0/ClinicLive.Web.dll"), "--urls", address.AbsoluteUri, "--contentRoot", web];
        if (HasTwo) program = ["taskset", "-c", "0", .. program];
        var start = new ProcessStartInfo(program[0], program[1..]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["ConnectionStrings__Clinic"] = DatabaseIn(folder);
        start.Environment["Storage__Path"] = Path.Combine(folder, "files");
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

        return new RunningClinic(process, folder, address) { Started = Stopwatch.GetElapsedTime(began) };
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
