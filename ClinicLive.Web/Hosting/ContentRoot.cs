namespace ClinicLive.Web.Hosting;

/// <summary>The folder that the pages' files, settings, database and attachments are counted from.</summary>
public static class ContentRoot
{
    private static readonly string[] Variables = ["ASPNETCORE_CONTENTROOT", "DOTNET_CONTENTROOT"];

    /// <summary>
    /// The arguments, and in front of them the folder of a published program: it is at home there from whatever folder it is started.
    /// Otherwise the framework takes the folder in which somebody happens to be, finds no files there and sends empty ones, and counts the
    /// database from it. Whoever names another folder is obeyed, by an argument since the last one counts, and by the environment.
    /// </summary>
    /// <param name="args">What the program was started with.</param>
    /// <param name="program">Where the program lies. One that was published has the pages' files beside it, one that was only built has not.</param>
    /// <param name="variable">A variable of the environment, by its name.</param>
    public static string[] Named(string[] args, string program, Func<string, string?> variable) =>
        Directory.Exists(Path.Combine(program, "wwwroot")) && Variables.All(name => string.IsNullOrEmpty(variable(name)))
            ? ["--contentRoot", Path.TrimEndingDirectorySeparator(program), .. args]
            : args;
}
