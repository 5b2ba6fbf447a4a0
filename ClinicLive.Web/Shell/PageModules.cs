using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Shell;

/// <summary>The scripts that a live page is made of.</summary>
public static class PageModules
{
    private const string Folder = "js/";
    private static readonly string[] OfOtherPages = ["js/theme.js", "js/programs.js"]; // run before the first paint; only on the page for programs

    /// <summary>Addresses of <c>clinic.js</c> and of all that it imports, as they are served: with the print of what is in them.</summary>
    public static IEnumerable<string> Of(ResourceAssetCollection assets) =>
        from asset in assets
        let name = asset.Properties?.FirstOrDefault(p => p.Name == "label")?.Value
        where name is not null && name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(".js", StringComparison.Ordinal) && !OfOtherPages.Contains(name)
        select asset.Url;
}
