namespace ClinicLive.Tests.Support;

/// <summary>Finds the sources from the folder that the tests run in.</summary>
public static class RepositoryFolder
{
    public static string Root { get; } = Find();

    /// <summary>Where tests leave something for a person to look at; git ignores it.</summary>
    public static string TestResults { get; } = Path.Combine(Root, "TestResults");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClinicLive.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ClinicLive.sln above {AppContext.BaseDirectory}: run the tests from a clone of the repository.");
    }
}
