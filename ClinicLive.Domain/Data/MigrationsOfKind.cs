using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClinicLive.Domain.Data;

/// <summary>
/// The migrations of one kind of database: those in the namespace that is called like the kind. Without it Entity Framework takes all
/// migrations of a context as one line, whichever kind they are for.
/// </summary>
internal sealed class MigrationsOfKind : IMigrationsAssembly
{
    private readonly SortedDictionary<string, TypeInfo> _migrations = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<ModelSnapshot?> _snapshot;

    public MigrationsOfKind(ICurrentDbContext current)
    {
        var place = $"{typeof(DatabaseKind).Namespace}.Migrations.{DatabaseKind.Of(current.Context).Name}";
        var types = Assembly.DefinedTypes.Where(t => t.Namespace == place && !t.IsAbstract).ToList();
        foreach (var type in types.Where(t => t.IsSubclassOf(typeof(Migration))))
        {
            if (type.GetCustomAttribute<MigrationAttribute>() is { } named) _migrations.Add(named.Id, type);
        }

        _snapshot = new(() => types.Where(t => t.IsSubclassOf(typeof(ModelSnapshot))).Select(t => (ModelSnapshot)Activator.CreateInstance(t.AsType())!).SingleOrDefault());
    }

    public IReadOnlyDictionary<string, TypeInfo> Migrations => _migrations;

    public ModelSnapshot? ModelSnapshot => _snapshot.Value;

    public Assembly Assembly => typeof(DatabaseKind).Assembly;

    public string? FindMigrationId(string nameOrId) =>
        _migrations.Keys.FirstOrDefault(id => id.Equals(nameOrId, StringComparison.OrdinalIgnoreCase) || id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..].Equals(nameOrId, StringComparison.OrdinalIgnoreCase));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass.AsType())!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }
}
