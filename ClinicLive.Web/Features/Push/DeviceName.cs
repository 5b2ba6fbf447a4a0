namespace ClinicLive.Web.Features.Push;

/// <summary>What a person recognises a browser by in a list. A guess from what the browser sends; nothing depends on it.</summary>
public static class DeviceName
{
    // The more special name first: most browsers name others too.
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Such as "Firefox on Android".</summary>
    public static string Of(string? userAgent)
    {
        var (browser, system) = (Find(Browsers, userAgent), Find(Systems, userAgent));
        return (browser, system) switch
        {
            ({ } known, { } on) => $"{known} on {on}",
            ({ } known, null) => known,
            (null, { } on) => $"A browser on {on}",
            _ => "A browser",
        };
    }

    private static string? Find((string Sign, string Name)[] known, string? text) =>
        text is null ? null : Array.Find(known, k => text.Contains(k.Sign, StringComparison.Ordinal)).Name;
}
