using ClinicLive.Domain.Features.Backup;

namespace ClinicLive.Web.Hosting;

/// <summary>
/// <c>backup FOLDER-OR-FILE</c> and <c>restore FILE [--replace] [--check]</c>, on the database and the files that the settings name. A backup is taken
/// while the clinic works; a restore wants it stopped. Neither brings the database to this version: the next start does.
/// Exit code 0: done; 1: it cannot be.
/// </summary>
public static class BackupCommand
{
    private const string Backup = "backup";
    private const string Restore = "restore";
    private const string Usage = """
        Usage: backup FOLDER-OR-FILE
               restore FILE [--replace] [--check]
        """;

    private static readonly string[] Plain = ["--replace", "--check"];

    /// <summary>True when the program is started for this.</summary>
    public static bool IsAsked(string[] args) => args is [Backup or Restore, ..];

    /// <summary>What is left for the configuration: settings of the app, as <c>--Section:Key=value</c> or as two words.</summary>
    public static string[] WithoutOwn(string[] args) => Split(args).Settings;

    /// <summary>Does it. Answers the exit code.</summary>
    public static async Task<int> RunAsync(WebApplication app, string[] args)
    {
        if (Split(args).Paths is not [var path]) return await FailAsync(Usage);
        var gone = app.Lifetime.ApplicationStopping;
        return args[0] == Backup ? await BackUpAsync(app, path, gone) : await RestoreAsync(app, path, args.Contains("--check"), args.Contains("--replace"), gone);
    }

    private static async Task<int> BackUpAsync(WebApplication app, string path, CancellationToken gone)
    {
        var outcome = await app.Services.GetRequiredService<BackupWriter>().WriteAsync(path, gone);
        if (!outcome.Succeeded) return await FailAsync(outcome.Refusal.Sentence);
        var (written, manifest) = (outcome.Value, outcome.Value.Manifest);
        await Console.Out.WriteLineAsync($"{written.File}: {written.Size / 1024.0 / 1024:0.0} MiB, {manifest.Rows.Values.Sum():N0} rows, {manifest.Files:N0} files, as of {manifest.TakenAt:u}.");
        await Console.Out.WriteLineAsync("It holds patients' records and the keys of all sign-ins: keep it as you keep the database.");
        if (manifest.Missing.Count > 0) await Console.Out.WriteLineAsync($"Not on the disk, or not as they were taken in: {manifest.Missing.Count} files of conversations ({string.Join(", ", manifest.Missing.Take(5))}).");
        return 0;
    }

    private static async Task<int> RestoreAsync(WebApplication app, string path, bool onlyChecks, bool replaces, CancellationToken gone)
    {
        var reader = app.Services.GetRequiredService<BackupReader>();
        var outcome = onlyChecks ? await reader.CheckAsync(path, gone) : await reader.RestoreAsync(path, replaces, gone);
        if (!outcome.Succeeded) return await FailAsync(outcome.Refusal.Sentence);
        var manifest = outcome.Value;
        await Console.Out.WriteLineAsync($"{(onlyChecks ? "Whole" : "Restored")}: {manifest.Rows.Values.Sum():N0} rows, {manifest.Files:N0} files, as of {manifest.TakenAt:u}.");
        return 0;
    }

    private static (string[] Paths, string[] Settings) Split(string[] args)
    {
        var (paths, settings) = (new List<string>(), new List<string>());
        for (var i = 1; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal)) paths.Add(args[i]);
            else if (!Plain.Contains(args[i]))
            {
                settings.Add(args[i]);
                if (!args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Length) settings.Add(args[++i]);
            }
        }

        return ([.. paths], [.. settings]);
    }

    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }
}
