using System.Diagnostics;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Push.Independent;

/// <summary>A push service and a browser made by others, in a process of Node's that Playwright brings along.</summary>
internal sealed class IndependentReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private IndependentReceiver(Process process, JsonNode place) => (_process, Wish) = (process, new PushWish(Text(place, "endpoint"), Text(place, "p256dh"), Text(place, "auth"), "Node"));

    /// <summary>What the browser says about itself.</summary>
    public PushWish Wish { get; }

    public static async Task<IndependentReceiver> StartAsync()
    {
        var process = Process.Start(NodeProgram.Of("Features", "Push", "Independent", "receiver.cjs"))!;
        return new IndependentReceiver(process, await ReadAsync(process));
    }

    /// <summary>The next message that it took.</summary>
    public Task<JsonNode> NextAsync() => ReadAsync(_process);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close(); // it ends with its input
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Text(JsonNode place, string name) => place[name]!.ToString();

    private static async Task<JsonNode> ReadAsync(Process process) =>
        JsonNode.Parse(await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The receiver has ended."))!;
}
