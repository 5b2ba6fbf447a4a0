namespace ClinicLive.Web.Hosting;

/// <summary>
/// A setting is missing or cannot be used. The message is one sentence that names the key and is meant for the person who starts the
/// program; Program.cs prints it alone, without a stack trace.
/// </summary>
public sealed class ClinicSettingException(string key, string problem, Exception? cause = null)
    : Exception($"The setting \"{key}\" {problem}.", cause)
{
    /// <summary>The configuration key, as in <c>Storage:Path</c>.</summary>
    public string Key { get; } = key;
}
