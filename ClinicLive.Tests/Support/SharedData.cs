namespace ClinicLive.Tests.Support;

/// <summary>
/// Third-party data that is not part of the repository: <c>../shared/data</c>, beside the clone. Tests that read it carry
/// <see cref="SharedDataFactAttribute"/> or <see cref="SharedDataTheoryAttribute"/>: skipped where the folder is absent (a stranger's clone),
/// failed where it is absent although CI=true promises it.
/// </summary>
public static class SharedData
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(RepositoryFolder.Root, "..", "shared", "data"));

    /// <summary>The full path of a file or folder in the shared data; throws, naming it, when it is not there.</summary>
    public static string Find(params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        return Path.Exists(path)
            ? path
            : throw new InvalidOperationException($"{path} is missing; with CI=true the shared data must stand beside the clone.");
    }

    // A theory that takes its rows from the data is discovered also where the data is absent, so it has to ask first.
    public static bool IsHere => Directory.Exists(Root);

    internal static string? ReasonToSkip =>
        IsHere || string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"needs the shared data, and there is no folder {Root}";
}

/// <summary>A fact that reads the shared data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedData.ReasonToSkip;
}

/// <summary>A theory that reads the shared data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedData.ReasonToSkip;
}
