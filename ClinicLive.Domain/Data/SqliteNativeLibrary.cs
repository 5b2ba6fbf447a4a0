using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ClinicLive.Domain.Data;

/// <summary>
/// Lets EF Core's SQLite provider run on SQLitePCLRaw 2.0.6 (the provider was built against 2.1) and on the operating system's
/// SQLite where there is one.
/// <para>
/// Two things stand in the way, and each has one handler here, hooked up before any other code of this assembly runs:
/// </para>
/// <list type="number">
/// <item>Microsoft.Data.Sqlite asks for the SQLitePCLRaw assemblies by their 2.1 version. A lower version than the one asked for is
/// refused by the runtime, so it raises <see cref="AssemblyLoadContext.Resolving"/>; we answer with the assembly of that name
/// whatever its version. Every member that the provider calls exists in 2.0.6 except <c>sqlite3_load_extension</c>:
/// do not call <c>SqliteConnection.LoadExtension</c>.</item>
/// <item>The native library in the package is SQLite 3.35.5. A Linux system's own <c>libsqlite3.so.0</c> is as a rule newer and gets
/// security updates from the distribution, so it is preferred; without it the packaged one serves.</item>
/// </list>
/// When a package source with SQLitePCLRaw 2.1 is at hand, this file and the two references in Directory.Build.props go together.
/// </summary>
internal static class SqliteNativeLibrary
{
    private const string Provider = "SQLitePCLRaw.provider.e_sqlite3";
    private const string SystemLibrary = "libsqlite3.so.0";

    private static readonly string[] Redirected = ["SQLitePCLRaw.core", "SQLitePCLRaw.batteries_v2", Provider];

    // CA2255 says that module initializers are for applications. This one has to run before the first type of Microsoft.Data.Sqlite is
    // touched, in the web application, in tests and under `dotnet ef` alike; the assembly with the DbContext is the one thing they share.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prepare()
    {
        AssemblyLoadContext.Default.Resolving += LoadWhateverVersion;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => PreferSystemLibrary(loaded.LoadedAssembly);

        // Somebody may have opened SQLite before this assembly was loaded.
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            PreferSystemLibrary(assembly);
        }
    }

    // The version check ends the recursion: the second request, without a version, is either found or really absent.
    private static Assembly? LoadWhateverVersion(AssemblyLoadContext context, AssemblyName wanted) =>
        wanted.Version is not null && Redirected.Contains(wanted.Name, StringComparer.OrdinalIgnoreCase)
            ? context.LoadFromAssemblyName(new AssemblyName(wanted.Name!))
            : null;

    private static void PreferSystemLibrary(Assembly assembly)
    {
        if (!OperatingSystem.IsLinux() || !string.Equals(assembly.GetName().Name, Provider, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        try
        {
            NativeLibrary.SetDllImportResolver(assembly, static (name, _, _) =>
                string.Equals(name, "e_sqlite3", StringComparison.Ordinal) && NativeLibrary.TryLoad(SystemLibrary, out var library)
                    ? library
                    : IntPtr.Zero); // zero: the runtime goes on with its own search, which finds the packaged library
        }
        catch (InvalidOperationException)
        {
            // The host has set a resolver of its own for the provider; it knows better.
        }
    }
}
