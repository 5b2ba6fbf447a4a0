using System.Text.Json;
using System.Text.RegularExpressions;
using ClinicLive.Domain.Data;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Hosting.Operations;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ClinicLive.Tests.House;

/// <summary>What is written for whoever runs the program is true: settings, numbers, categories and addresses exist.</summary>
public sealed partial class OperationsTests
{
    // The framework's own.
    private static readonly string[] OfTheFramework = ["Logging:", "AllowedHosts", "Urls"];
    private static readonly string Code = string.Join('\n', SourceFiles.In("ClinicLive.Web").Concat(SourceFiles.In("ClinicLive.Domain")).Select(SourceFiles.Text));

    [Fact]
    public void Every_setting_of_the_example_exists()
    {
        using var example = JsonDocument.Parse(Text("deploy", "appsettings.Production.json"));
        var keys = KeysOf("", example.RootElement).ToList();
        keys.Should().HaveCountGreaterThan(15);
        keys.Where(key => !Exists(key)).Should().BeEmpty();
    }

    [Fact]
    public void Every_setting_that_the_pages_name_exists()
    {
        string[] pages = [Text("docs", "troubleshooting.md"), Text("README.md"), Text("deploy", "Containerfile").Replace("__", ":"), Text("deploy", "nginx", "cliniclive.conf"), Text("deploy", "nginx", "cliniclive-two-nodes.conf"),
            Text("deploy", "systemd", "cliniclive.service").Replace("__", ":"), Text("deploy", "systemd", "cliniclive@.service").Replace("__", ":"), Text("deploy", "two-nodes").Replace("__", ":")];
        var keys = pages.SelectMany(p => Keys().Matches(p)).Select(m => m.Value).Distinct(StringComparer.Ordinal).ToList();
        keys.Should().HaveCountGreaterThan(15).And.Contain("Operations:Url");
        keys.Where(key => !Exists(key)).Should().BeEmpty();
    }

    [Fact]
    public async Task Every_number_that_the_page_names_is_answered()
    {
        await using var host = new ApiHost(settings: [("Operations:Url", "http://127.0.0.1:0")]);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(host.Get<OperationsServer>().Url!) };
        (await host.AsAsync(host.Home.Lena)).Should().NotBeNull();
        var names = Numbers().Matches(Text("docs", "troubleshooting.md")).Select(m => m.Value).Where(n => n != "clinic_reason" && n != "clinic_channel" && n != "clinic_node" && !n.StartsWith("aspnetcore_components_circuit", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();

        var text = await client.GetStringAsync("/metrics"); // the framework makes its numbers of circuits with the first of them

        names.Should().HaveCountGreaterThan(12);
        names.Where(name => !text.Contains($"# TYPE {name} ")).Should().BeEmpty();
    }

    [Fact]
    public void Every_category_that_the_page_names_says_something()
    {
        var types = new[] { typeof(ClinicDbContext).Assembly, typeof(Program).Assembly }.SelectMany(a => a.GetTypes()).ToList();
        foreach (var category in Categories().Matches(Text("docs", "troubleshooting.md")).Select(m => m.Value).Distinct(StringComparer.Ordinal))
        {
            var logging = types.Where(t => t.FullName!.StartsWith(category + ".", StringComparison.Ordinal) || t.FullName == category).ToList();
            logging.Should().NotBeEmpty(category);
            logging.Select(t => t.Name.Split('`')[0]).Distinct().Any(name => SourceFiles.In("ClinicLive.Web").Concat(SourceFiles.In("ClinicLive.Domain"))
                .Where(f => Path.GetFileName(f) == $"{name}.cs").Any(f => SourceFiles.Text(f).Contains("LogDebug", StringComparison.Ordinal))).Should().BeTrue($"{category} at Debug");
        }
    }

    [Fact]
    public async Task A_program_that_stops_is_not_ready_and_takes_no_new_lines()
    {
        using var host = new Stopping();
        var health = new Web.Hosting.StoppingHealth(host);
        var gate = new CircuitGate(new CircuitLimits(0, 0), TimeProvider.System, host: host);
        (await health.CheckHealthAsync(new HealthCheckContext())).Status.Should().Be(HealthStatus.Healthy);
        (await AskAsync(gate)).Should().Be(200);

        host.StopApplication();

        (await health.CheckHealthAsync(new HealthCheckContext())).Status.Should().Be(HealthStatus.Unhealthy);
        (await AskAsync(gate)).Should().Be(503);
    }

    private static async Task<int> AskAsync(CircuitGate gate)
    {
        var request = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider() };
        (request.Request.Method, request.Request.Path) = ("POST", "/_blazor/negotiate");
        await gate.InvokeAsync(request, _ => Task.CompletedTask);
        return request.Response.StatusCode;
    }

    // Written whole, or as a section and a name in it.
    private static bool Exists(string key)
    {
        if (OfTheFramework.Any(own => key.StartsWith(own, StringComparison.Ordinal)) || Code.Contains($"\"{key}\"", StringComparison.Ordinal) || Code.Contains($"\"{key}:", StringComparison.Ordinal)) return true;
        var (section, name) = (key.Split(':')[0], key.Split(':')[^1]);
        return (Code.Contains($"\"{section}\"", StringComparison.Ordinal) || Code.Contains($"\"{section}:", StringComparison.Ordinal))
            && (Code.Contains($"\"{name}\"", StringComparison.Ordinal) || Regex.IsMatch(Code, $@"nameof\(\w+\.{name}\)", RegexOptions.NonBacktracking) || Code.Contains($"{section}:{name}", StringComparison.Ordinal));
    }

    private static IEnumerable<string> KeysOf(string path, JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(p => KeysOf(path.Length == 0 ? p.Name : $"{path}:{p.Name}", p.Value))
        : [path];

    private static string Text(params string[] path) => File.ReadAllText(Path.Combine([RepositoryFolder.Root, .. path]));

    [GeneratedRegex(@"\b(Database|ConnectionStrings|Demo|Storage|Sessions|Limits|WebPush|Webhooks|Email|Sms|Deliveries|Security|Operations|Import|Reminders):[A-Z][A-Za-z]+\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Keys();

    [GeneratedRegex(@"\b(clinic|db|aspnetcore|http_server)_[a-z_]+[a-z]\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\bClinicLive\.(Domain|Web)(\.[A-Z][A-Za-z]+)+\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Categories();

    private sealed class Stopping : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
