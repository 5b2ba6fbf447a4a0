using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ClinicLive.Tests.Support;

/// <summary>
/// bunit asks for a newer AngleSharp.Diffing than the one that is restored (see ClinicLive.Tests.csproj). The runtime refuses a lower
/// version and raises Resolving; the answer is the assembly of that name, whatever its version.
/// </summary>
internal static class AngleSharpDiffing
{
    private const string Name = "AngleSharp.Diffing";

    [ModuleInitializer]
    internal static void Prepare() => AssemblyLoadContext.Default.Resolving += static (context, wanted) =>
        wanted.Version is not null && wanted.Name == Name ? context.LoadFromAssemblyName(new AssemblyName(Name)) : null;
}
