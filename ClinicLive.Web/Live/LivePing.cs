using Microsoft.JSInterop;

namespace ClinicLive.Web.Live;

/// <summary>The page's own heartbeat through the circuit: an answer proves that the line and the circuit behind it are alive.</summary>
public static class LivePing
{
    /// <summary>Answers with the server's clock in Unix milliseconds, so that ticking times on screen follow the clinic's clock.</summary>
    [JSInvokable("Ping")]
    public static long Ping() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
