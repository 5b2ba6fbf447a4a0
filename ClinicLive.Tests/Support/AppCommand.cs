using System.Diagnostics;

namespace ClinicLive.Tests.Support;

/// <summary>Commands of the program beside a clinic that runs.</summary>
internal static class AppCommand
{
    /// <summary>Runs a command of the program as a process of its own, on this host's database.</summary>
    public static async Task<(int Code, string Said)> CommandAsync(this AppHost host, params string[] arguments)
    {
        using var process = host.Launch(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, ((await error) is { Length: > 0 } wrong ? wrong : await output).Trim());
    }

    /// <summary>Starts a command and leaves it to the test.</summary>
    public static Process Launch(this AppHost host, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = host.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(AppHost.WebAssembly());
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = host.EnvironmentName;
        start.Environment["ConnectionStrings__Clinic"] = $"Data Source={host.DatabaseFile}";
        start.Environment["Storage__Path"] = host.StorageFolder;
        return Process.Start(start)!;
    }
}
