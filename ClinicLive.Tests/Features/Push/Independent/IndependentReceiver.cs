using System.Diagnostics;
using System.Runtime.InteropServices;
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
        var start = new ProcessStartInfo(Node()) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(RepositoryFolder.Root, "ClinicLive.Tests", "Features", "Push", "Independent", "receiver.cjs"));
        var process = Process.Start(start)!;
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

    private static string Node()
    {
        var system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var folder = Path.Combine(AppContext.BaseDirectory, ".playwright", "node");
        var names = new[] { $"{system}-{processor}", $"{system}_{processor}" }.Select(name => Path.Combine(folder, name, OperatingSystem.IsWindows() ? "node.exe" : "node"));
        return names.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException($"Playwright's Node is not in {folder}.");
    }
}
