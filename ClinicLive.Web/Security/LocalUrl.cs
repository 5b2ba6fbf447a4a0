namespace ClinicLive.Web.Security;

/// <summary>Where a person may be sent after signing in: a page of this clinic and nowhere else.</summary>
public static class LocalUrl
{
    /// <summary>The address when it is a page of this site, else the start page.</summary>
    public static string OrHome(string? address) => IsLocal(address) ? address! : "/";

    /// <summary>
    /// True for "/page" only. Browsers read "//host" and "/\host" as another site, drop tabs and line ends before they read, and
    /// treat everything with a scheme as absolute.
    /// </summary>
    public static bool IsLocal(string? address) =>
        address is ['/', ..]
        && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && !address.Any(char.IsControl)
        && Uri.TryCreate(address, UriKind.Relative, out _);

    /// <summary>True for what is drawn by a circuit; everything else is loaded, also from within one.</summary>
    public static bool IsLive(string address) => address is not ("/" or "/programs" or "/error") && !address.StartsWith("/account/", StringComparison.Ordinal);
}
