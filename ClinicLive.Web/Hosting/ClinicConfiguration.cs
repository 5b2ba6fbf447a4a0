using System.Data.Common;
using ClinicLive.Domain.Data;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace ClinicLive.Web.Hosting;

/// <summary>Where settings come from, and what is made of the two that name places on the disk.</summary>
public static class ClinicConfiguration
{
    private const string FileName = "appsettings.json";
    private const string ConnectionKey = "ConnectionStrings:Clinic";
    private const string StorageKey = "Storage:Path";

    // The spellings under which Microsoft.Data.Sqlite takes the file.
    private static readonly string[] FileKeywords = ["Data Source", "DataSource", "Filename"];

    /// <summary>
    /// Puts the one <c>appsettings.json</c> in front of all other sources, so that the environment and then the command line win;
    /// makes the database file and <c>Storage:Path</c> absolute, counted from the content root; and creates their folders.
    /// </summary>
    /// <exception cref="ClinicSettingException">A place is missing or cannot be written to.</exception>
    public static WebApplicationBuilder AddClinicConfiguration(this WebApplicationBuilder builder)
    {
        SettingsFileFirst(builder);
        PlacesAbsolute(builder);
        return builder;
    }

    private static void SettingsFileFirst(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var contentRoot = builder.Environment.ContentRootPath;

        // The framework reads appsettings.json of the content root after ASPNETCORE_* variables, so the "Urls" in ours would beat
        // ASPNETCORE_URLS. Its source is taken out and comes back at the front.
        foreach (var source in configuration.Sources.OfType<JsonConfigurationSource>().Where(s => s.Path == FileName).ToList())
        {
            configuration.Sources.Remove(source);
        }

        // Container images set ASPNETCORE_HTTP_PORTS, which counts less than any "Urls", even the default in our file. Asked here, while
        // the file is not among the sources yet.
        var ports = configuration["urls"] is null ? AddressesOfPorts(configuration) : null;

        var front = new List<IConfigurationSource>
        {
            SettingsFile(AppContext.BaseDirectory), // the copy that the build puts beside the assembly
            SettingsFile(contentRoot),              // a published program's own, where it was changed
        };

        // `dotnet run` makes the project's folder the content root; the file that a developer edits is one above, beside the solution.
        if (Directory.GetParent(contentRoot)?.FullName is { } above && File.Exists(Path.Combine(above, "ClinicLive.sln")))
        {
            front.Add(SettingsFile(above));
        }

        if (ports is { Length: > 0 })
        {
            front.Add(new MemoryConfigurationSource { InitialData = [new("urls", ports)] });
        }

        for (var i = 0; i < front.Count; i++)
        {
            configuration.Sources.Insert(i, front[i]);
        }
    }

    private static string AddressesOfPorts(ConfigurationManager configuration)
    {
        IEnumerable<string> Addresses(string scheme) =>
            (configuration[$"{scheme}_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(port => $"{scheme}://*:{port}");

        return string.Join(';', Addresses("http").Concat(Addresses("https")));
    }

    // Not reloaded on change: nothing here is read twice, and a file watcher per test host is many.
    private static JsonConfigurationSource SettingsFile(string folder)
    {
        var source = new JsonConfigurationSource { Path = Path.Combine(folder, FileName), Optional = true, ReloadOnChange = false };
        source.ResolveFileProvider();
        return source;
    }

    private static void PlacesAbsolute(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var contentRoot = builder.Environment.ContentRootPath;
        var places = new Dictionary<string, string?>();

        var storage = configuration[StorageKey];
        if (string.IsNullOrWhiteSpace(storage))
        {
            throw new ClinicSettingException(StorageKey, "must name the folder for attachments");
        }

        places[StorageKey] = UsableFolder(StorageKey, Path.GetFullPath(storage, contentRoot));

        if (Equals(DatabaseKind.Named(configuration["Database:Provider"] ?? "Sqlite"), DatabaseKind.Sqlite)
            && AbsoluteFile(configuration[ConnectionKey], contentRoot) is { } connection)
        {
            places[ConnectionKey] = connection;
        }

        // Last of all sources: it holds the winner's value, only absolute.
        configuration.AddInMemoryCollection(places);
    }

    /// <summary>The same connection with an absolute file, or null where there is no file to place (in memory, or a URI of its own).</summary>
    private static string? AbsoluteFile(string? connection, string contentRoot)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connection;
        }
        catch (ArgumentException e)
        {
            throw new ClinicSettingException(ConnectionKey, "is not a connection string", e);
        }

        var keyword = FileKeywords.FirstOrDefault(parts.ContainsKey);
        if (keyword is null || parts[keyword] is not string { Length: > 0 } file)
        {
            throw new ClinicSettingException(ConnectionKey, "must name the database file, as in \"Data Source=App_Data/clinic.db\"");
        }

        var inMemory = file.StartsWith(':') || (parts.TryGetValue("Mode", out var mode) && "Memory".Equals(mode as string, StringComparison.OrdinalIgnoreCase));
        if (inMemory || file.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || file.StartsWith('|'))
        {
            return null;
        }

        var absolute = Path.GetFullPath(file, contentRoot);
        UsableFolder(ConnectionKey, Path.GetDirectoryName(absolute)!);
        parts[keyword] = absolute;
        return parts.ConnectionString;
    }

    /// <summary>Creates the folder and tries to write in it, now rather than at the first patient.</summary>
    private static string UsableFolder(string key, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var trial = Path.Combine(folder, $".trial-{Guid.NewGuid():N}");
            File.Create(trial, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClinicSettingException(key, $"names a place that cannot be written to ({folder})", e);
        }
    }
}
