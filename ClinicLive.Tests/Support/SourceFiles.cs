namespace ClinicLive.Tests.Support;

/// <summary>The sources as they lie in the repository, for tests about how the house is built.</summary>
internal static class SourceFiles
{
    /// <summary>All C# files of a room or of a folder in it, as paths from the repository's root, without what is generated.</summary>
    public static IReadOnlyList<string> In(params string[] folder)
    {
        var root = Path.Combine([RepositoryFolder.Root, .. folder]);
        return [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RepositoryFolder.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    public static string Text(string path) => File.ReadAllText(Path.Combine(RepositoryFolder.Root, path));
}
