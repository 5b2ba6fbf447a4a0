namespace ClinicLive.Web.Hosting;

/// <summary><c>health ADDRESS</c>: asks a running server whether it is ready; for containers, whose image has no other program that could. Exit code 0: yes; 1: no.</summary>
public static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>True when the program is started for this.</summary>
    public static bool IsAsked(string[] args) => args is ["health", ..];

    /// <summary>Asks. Answers the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [_, var text] || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync("Usage: health ADDRESS, as in health http://127.0.0.1:8080/health/ready");
            return 1;
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(address);
            await Console.Out.WriteLineAsync($"{(int)answer.StatusCode}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync("No answer.");
            return 1;
        }
    }
}
