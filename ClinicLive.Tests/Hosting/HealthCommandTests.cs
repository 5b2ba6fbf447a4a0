using ClinicLive.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Tests.Hosting;

/// <summary>Asking whether a server is ready, from the same machine.</summary>
public sealed class HealthCommandTests : IAsyncLifetime
{
    private readonly WebApplication _server = Make();
    private int _asked;

    public async Task InitializeAsync()
    {
        _server.MapGet("/third", () => Interlocked.Increment(ref _asked) < 3 ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Ok());
        _server.MapGet("/never", () => Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task With_a_wait_it_asks_until_the_server_is_ready_and_without_one_it_asks_once()
    {
        (await AskAsync("/third")).Should().Be(1);
        (await AskAsync("/third", "--wait", "60")).Should().Be(0);
        _asked.Should().Be(3);
        (await AskAsync("/never", "--wait", "1")).Should().Be(1);
    }

    [Theory]
    [InlineData("health")]
    [InlineData("health", "clinic")]
    [InlineData("health", "ftp://127.0.0.1")]
    [InlineData("health", "http://127.0.0.1:1", "--wait")]
    [InlineData("health", "http://127.0.0.1:1", "--wait", "long")]
    [InlineData("health", "http://127.0.0.1:1", "--stay", "5")]
    public async Task What_it_does_not_understand_is_no_yes(params string[] words) => (await HealthCommand.RunAsync(words)).Should().Be(1);

    private Task<int> AskAsync(string path, params string[] more) => HealthCommand.RunAsync(["health", $"{_server.Urls.First()}{path}", .. more]);

    private static WebApplication Make()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }
}
