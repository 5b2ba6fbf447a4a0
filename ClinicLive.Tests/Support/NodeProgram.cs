using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ClinicLive.Tests.Support;

/// <summary>Programs of others, kept beside the tests, in the Node that Playwright brings along.</summary>
internal static class NodeProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What is needed to start one.</summary>
    public static ProcessStartInfo Of(params string[] place)
    {
        var start = new ProcessStartInfo(Node()) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine([RepositoryFolder.Root, "ClinicLive.Tests", .. place]));
        return start;
    }

    /// <summary>Gives it a text to read and answers what it wrote; throws where it did not end well.</summary>
    public static async Task<string> AskAsync(string input, params string[] place)
    {
        using var process = Process.Start(Of(place))!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await output.WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{place[^1]} ended with {process.ExitCode}: {said}");
    }

    private static string Node()
    {
        var system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var folder = Path.Combine(AppContext.BaseDirectory, ".playwright", "node");
        var names = new[] { $"{system}-{processor}", $"{system}_{processor}" }.Select(name => Path.Combine(folder, name, OperatingSystem.IsWindows() ? "node.exe" : "node"));
        return names.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException($"Playwright's Node is not in {folder}.");
    }
}
