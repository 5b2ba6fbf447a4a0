using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>A program that is measured.</summary>
internal abstract class RunningProgram(Process program, TimeSpan started, Uri address) : IAsyncDisposable
{
    private static readonly bool HasTwo = Environment.ProcessorCount > 1 && OperatingSystem.IsLinux();
    private static readonly nint All = HasTwo && OperatingSystem.IsLinux() ? Process.GetCurrentProcess().ProcessorAffinity : 0;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; } = address;

    /// <summary>From the start of the process to its being ready.</summary>
    public TimeSpan Started { get; } = started;

    /// <summary>Processor time of the program so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            program.Refresh();
            return program.TotalProcessorTime;
        }
    }

    /// <summary>Its resident memory, in bytes.</summary>
    public long Resident
    {
        get
        {
            program.Refresh();
            return program.WorkingSet64;
        }
    }

    /// <summary>Files and sockets that it has open.</summary>
    public int Handles => Directory.Exists($"/proc/{program.Id}/fd") ? Directory.GetFileSystemEntries($"/proc/{program.Id}/fd").Length : program.HandleCount;

    /// <summary>Its threads.</summary>
    public int Threads
    {
        get
        {
            program.Refresh();
            return program.Threads.Count;
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        program.Kill();
        await program.WaitForExitAsync();
        program.Dispose();
    }

    /// <summary>
    /// Starts a program and waits until <paramref name="ready"/> answers well. Where there are two processors it has one of its own, and
    /// what measures it the other, unless they are to <paramref name="share"/> all.
    /// </summary>
    protected static async Task<(Process Program, TimeSpan Started)> StartAsync(string[] command, Uri ready, bool share, params (string Name, string Value)[] settings)
    {
        if (HasTwo && !share) command = ["taskset", "-c", "0", .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment.TryAdd("DOTNET_GCgen0size", "0x4000000"); // as the recipes in deploy/ set it
        foreach (var (name, value) in settings) start.Environment[name] = value;
        if (HasTwo && OperatingSystem.IsLinux()) Process.GetCurrentProcess().ProcessorAffinity = share ? All : 2;
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var asking = new HttpClient();
        while (!await IsReadyAsync(asking, ready))
        {
            if (process.HasExited) throw new InvalidOperationException($"The program ended with {process.ExitCode}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return (process, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>An address on this machine at which nothing listens.</summary>
    protected static Uri FreeAddress()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
    }

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
}
