using Microsoft.Playwright;

namespace ClinicLive.Tests.Support;

/// <summary>Finds a Chromium on this machine: the one that CHROMIUM_PATH names, an installed one, or Playwright's own.</summary>
public static class ChromiumLocator
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

    public static string Find(IBrowserType chromium)
    {
        var named = Environment.GetEnvironmentVariable("CHROMIUM_PATH");
        if (!string.IsNullOrWhiteSpace(named))
        {
            return File.Exists(named) ? named : throw new InvalidOperationException($"CHROMIUM_PATH names {named}, and there is no such file.");
        }

        return Installed().Append(chromium.ExecutablePath).FirstOrDefault(File.Exists) ?? throw new InvalidOperationException(HowToGetOne);
    }

    private static IEnumerable<string> Installed()
    {
        if (OperatingSystem.IsWindows())
        {
            return from root in new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86, Environment.SpecialFolder.LocalApplicationData }
                   from program in new[] { @"Chromium\Application\chrome.exe", @"Google\Chrome\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe" }
                   select Path.Combine(Environment.GetFolderPath(root), program);
        }

        if (OperatingSystem.IsMacOS())
        {
            return from root in new[] { "/Applications", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Applications") }
                   from program in new[] { "Chromium", "Google Chrome", "Microsoft Edge" }
                   select Path.Combine(root, $"{program}.app", "Contents", "MacOS", program);
        }

        return from name in Names
               from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin").Append("/snap/bin")
               where folder.Length > 0
               select Path.Combine(folder, name);
    }

    private static string HowToGetOne => $"""
        The browser tests need a Chromium, and this machine has none. Get one in one of these ways and run the tests again:
          Debian, Ubuntu:  sudo apt-get install --no-install-recommends chromium
          Fedora:          sudo dnf install chromium
          macOS:           brew install --cask google-chrome
          Windows:         winget install Google.Chrome
          any, Playwright's own:  pwsh {Path.Combine(AppContext.BaseDirectory, "playwright.ps1")} install chromium
        One that is installed elsewhere is named by the environment variable CHROMIUM_PATH.
        All other tests run without it:  dotnet test --filter "FullyQualifiedName!~ClinicLive.Tests.Browser"
        """;
}
