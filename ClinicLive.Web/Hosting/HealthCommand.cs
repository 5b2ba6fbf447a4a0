using System.Globalization;

namespace ClinicLive.Web.Hosting;

/// <summary>
/// <c>health ADDRESS [--wait SECONDS]</c>: asks a running server whether it is ready; for containers, whose image has no other program that could, and
/// for whoever restarts one node after the other. With a wait it asks until it is. Exit code 0: yes; 1: no.
/// </summary>
public static class HealthCommand
{
    private const int LongestWait = 3600;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <summary>True when the program is started for this.</summary>
    public static bool IsAsked(string[] args) => args is ["health", ..];

    /// <summary>Asks. Answers the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Read(args) is not var (address, wait))
        {
            await Console.Error.WriteLineAsync("Usage: health ADDRESS [--wait SECONDS], as in health http://127.0.0.1:8080/health/ready");
            return 1;
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        for (var (clock, since) = (TimeProvider.System, TimeProvider.System.GetTimestamp()); ;)
        {
            var (isReady, said) = await AskAsync(client, address);
            if (isReady || clock.GetElapsedTime(since) >= wait)
            {
                await (isReady ? Console.Out : Console.Error).WriteLineAsync(said);
                return isReady ? 0 : 1;
            }

            await Task.Delay(Between, clock);
        }
    }

    private static (Uri Address, TimeSpan Wait)? Read(string[] args)
    {
        var seconds = 0;
        if (args is not ([_, _] or [_, _, "--wait", _]) || (args.Length == 4 && (!int.TryParse(args[3], NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds > LongestWait))) return null;
        return Uri.TryCreate(args[1], UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") ? (address, TimeSpan.FromSeconds(seconds)) : null;
    }

    private static async Task<(bool IsReady, string Said)> AskAsync(HttpClient client, Uri address)
    {
        try
        {
            using var answer = await client.GetAsync(address);
            return (answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return (false, "No answer.");
        }
    }
}
