using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>The program itself, with a fresh demo clinic.</summary>
internal sealed partial class RunningClinic : RunningProgram
{
    private const string Password = "Clinic-Live-2026";

    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "../../../../../ClinicLive.Web");

    private readonly string _folder;
    private readonly Uri _operations;

    private RunningClinic(Process program, TimeSpan started, string folder, Uri address, Uri operations)
        : base(program, started, address)
    {
        (_folder, _operations) = (folder, operations);
        Http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };
    }

    private static string Configuration => AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : throw new InvalidOperationException("Please measure a Release build: dotnet run -c Release ...");

    /// <summary>A browser's requests: with its cookies.</summary>
    public HttpClient Http { get; }

    /// <summary>The cookies of that browser.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>The connection string of its database, for what is filled in beside it.</summary>
    public string Database => DatabaseIn(_folder);

    /// <summary>What it tells operators: each number, summed over its labels.</summary>
    public async Task<IReadOnlyDictionary<string, double>> NumbersAsync()
    {
        using var asking = new HttpClient();
        var lines = (await asking.GetStringAsync(new Uri(_operations, "metrics"))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#');
        return lines.GroupBy(l => l[..l.IndexOfAny(['{', ' '])], l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)).ToDictionary(g => g.Key, g => g.Sum());
    }

    /// <summary>Commands that the database was given so far. Looking takes the same few each time.</summary>
    public async Task<double> CommandsAsync() => (await NumbersAsync()).GetValueOrDefault("db_client_operation_duration_seconds_count");

    /// <summary>Starts it as it was built, on a processor of its own; ready when it says so.</summary>
    public static Task<RunningClinic> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync(Directory.CreateTempSubdirectory("cliniclive-benchmark-").FullName, Path.Combine(Sources, $"bin/{Configuration}/net10.0"), Sources, share: false, [("ASPNETCORE_ENVIRONMENT", "Development"), .. settings]);

    /// <summary>
    /// Starts it as a clinic runs it: published and in Production. As it was built it looks at each file again whenever a browser asks,
    /// and forbids to keep it. A browser signs in by the page: the cookie is for a safe line, which this machine's own address counts as to it alone.
    /// </summary>
    public static async Task<RunningClinic> StartPublishedAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cliniclive-benchmark-").FullName;
        var published = Path.Combine(folder, "published");
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Sources, "--configuration", Configuration, "--use-current-runtime", "--output", published, "-property:RunAnalyzers=false", "--verbosity", "quiet"]))!;
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0) throw new InvalidOperationException($"Publishing ended with {publish.ExitCode}.");
        return await StartAsync(folder, published, published, share: true, [("ASPNETCORE_ENVIRONMENT", "Production"), ("Demo__Enabled", "true")]);
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

    public override async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<RunningClinic> StartAsync(string folder, string program, string contentRoot, bool share, (string Name, string Value)[] settings)
    {
        var (address, operations) = (FreeAddress(), FreeAddress());
        var (process, started) = await StartAsync(
            ["dotnet", Path.Combine(program, "ClinicLive.Web.dll"), "--urls", address.AbsoluteUri, "--contentRoot", contentRoot], new Uri(address, "health/ready"), share,
            [
                ("Logging__LogLevel__Default", "Warning"), ("ConnectionStrings__Clinic", DatabaseIn(folder)),
                ("Storage__Path", Path.Combine(folder, "files")), ("Operations__Url", operations.GetLeftPart(UriPartial.Authority)), .. settings,
            ]);
        return new RunningClinic(process, started, folder, address, operations);
    }

    private static string DatabaseIn(string folder) => $"Data Source={Path.Combine(folder, "clinic.db")}";

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Hidden();
}
