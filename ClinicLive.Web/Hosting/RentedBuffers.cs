namespace ClinicLive.Web.Hosting;

/// <summary>
/// Room for a burst. One change makes every open screen rent its buffers in the same moment; the runtime's shared pool keeps 32 of a size for
/// each processor and throws the rest away, so that a thousand screens would allocate theirs anew with every change.
/// </summary>
internal static class RentedBuffers
{
    private const string Setting = "DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION"; // read once, when the first buffer is rented

    /// <summary>To be called before anything else. What the operator has set stays.</summary>
    public static void KeepForEveryScreen()
    {
        if (Environment.GetEnvironmentVariable(Setting) is null) Environment.SetEnvironmentVariable(Setting, "2048");
    }
}
