namespace ClinicLive.Web.Security;

/// <summary>An answer that is a file of somebody: whatever is in it, a browser runs nothing of it and takes it for nothing else.</summary>
internal static class SandboxedFile
{
    /// <summary>Nothing is loaded or run, even if the file is opened by itself.</summary>
    public const string Policy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    /// <summary>Marks the answer to a request as such a file.</summary>
    public static void Mark(HttpContext context) => context.Items[typeof(SandboxedFile)] = true;
}
