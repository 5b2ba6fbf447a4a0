using System.Reflection;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.House;

/// <summary>What each room may touch: the table of the house, kept over the compiled core and its sources.</summary>
public sealed class RoomTests
{
    private static readonly Assembly Domain = typeof(ClinicDbContext).Assembly;

    private static readonly string[] WebNames =
        ["Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Mvc", "Microsoft.AspNetCore.SignalR", "Microsoft.JSInterop", "Radzen"];

    [Fact]
    public void The_core_knows_nothing_of_the_web()
    {
        Domain.GetReferencedAssemblies().Select(a => a.Name!).Should()
            .NotContain(name => WebNames.Any(web => name.StartsWith(web, StringComparison.Ordinal)))
            .And.NotContain("ClinicLive.Web");
        foreach (var file in SourceFiles.In("ClinicLive.Domain"))
        {
            SourceFiles.Text(file).Should().NotContainAny(["HttpContext", "using Microsoft.AspNetCore.Components", "ClinicLive.Web"], $"it is {file}");
        }
    }

    [Fact]
    public void Entities_hold_no_database_no_services_and_no_clock()
    {
        var entities = EntityTypes();
        entities.Should().Contain(t => t.Name == "Appointment").And.HaveCountGreaterThan(6);
        string[] forbidden = ["Microsoft.EntityFrameworkCore", "Microsoft.Extensions", "Microsoft.Data"];

        foreach (var entity in entities)
        {
            foreach (var type in TypesTouchedBy(entity))
            {
                forbidden.Should().NotContain(name => (type.Namespace ?? "").StartsWith(name, StringComparison.Ordinal), $"{entity.Name} touches {type.Name}");
                type.Should().NotBeAssignableTo<TimeProvider>($"{entity.Name} is handed the time");
                type.Name.Should().NotMatchRegex("(Service|Queries)$", $"{entity.Name} touches {type.Name}");
            }
        }

        foreach (var file in entities.SelectMany(FilesOf))
        {
            SourceFiles.Text(file).Should().NotContainAny(["EntityFrameworkCore;", "TimeProvider", "UtcNow", "IServiceProvider"], $"it is {file}");
        }
    }

    [Fact]
    public void An_entity_holds_no_other_entity()
    {
        var entities = EntityTypes();
        foreach (var entity in entities.Where(e => e.Namespace!.StartsWith("ClinicLive", StringComparison.Ordinal)))
        {
            var held = entity.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(p => p.PropertyType)
                .SelectMany(t => t.IsGenericType ? [t, .. t.GetGenericArguments()] : new[] { t });
            held.Should().NotIntersectWith(entities, $"{entity.Name} points to others by id");
        }
    }

    [Fact]
    public void Queries_never_write()
    {
        var files = SourceFiles.In("ClinicLive.Domain").Where(f => f.EndsWith("Queries.cs", StringComparison.Ordinal)).ToList();
        files.Should().HaveCountGreaterThanOrEqualTo(5);
        foreach (var file in files)
        {
            var text = SourceFiles.Text(file);
            text.Should().NotContainAny(["SaveChanges", "TrySaveAsync", "ExecuteUpdate", "ExecuteDelete", "ExecuteSql", "PublishAfterSave", "IEventBus"], $"{file} only reads");
            text.Should().NotMatchRegex(@"\bdb\.(\w+\.)?(Add|Attach|Remove|Update)", $"{file} only reads");
        }
    }

    [Fact]
    public void The_live_spine_knows_no_feature()
    {
        foreach (var file in SourceFiles.In("ClinicLive.Domain", "Live"))
        {
            var text = SourceFiles.Text(file);
            text.Should().NotContainAny(["ClinicLive.Domain.Features", "ClinicLive.Domain.Data", "Microsoft.EntityFrameworkCore"], $"it is {file}");
            if (Path.GetFileName(file) != "PostgresEventBus.cs") text.Should().NotContain("Npgsql", $"it is {file}");
        }

        var live = Domain.GetTypes().Where(t => t.Namespace == typeof(IEventBus).Namespace).ToList();
        live.Should().NotBeEmpty();
        foreach (var type in live)
        {
            TypesTouchedBy(type).Should().NotContain(t => (t.Namespace ?? "").StartsWith("ClinicLive.Domain.Features", StringComparison.Ordinal), $"it is {type.Name}");
        }
    }

    [Fact]
    public void A_service_takes_no_other_features_service_and_no_context_that_lives_longer_than_a_use_case()
    {
        var services = Domain.GetTypes().Where(t => t.Name.EndsWith("Service", StringComparison.Ordinal) && t.IsClass).ToList();
        services.Should().HaveCountGreaterThanOrEqualTo(5);
        foreach (var service in services)
        {
            foreach (var type in service.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType))
            {
                var isForeignService = type.Name.EndsWith("Service", StringComparison.Ordinal) && type.Namespace != service.Namespace;
                isForeignService.Should().BeFalse($"{service.Name} takes {type.Name}");
                type.Should().NotBe<ClinicDbContext>($"{service.Name} makes a context per use case");
                type.Should().NotBe<IEventBus>($"{service.Name} publishes by saving");
            }
        }
    }

    [Fact]
    public void Every_public_use_case_asks_for_the_acting_person()
    {
        // Presence and sessions are facts of the host about connections, not use cases of a person.
        string[] ofTheHost = ["PresenceService", "SessionService"];
        var useCases = Domain.GetTypes()
            .Where(t => t.IsPublic && t.Name.EndsWith("Service", StringComparison.Ordinal) && !ofTheHost.Contains(t.Name))
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)).ToList();

        useCases.Should().HaveCountGreaterThan(10);
        useCases.Should().OnlyContain(m => m.GetParameters().Length > 0 && m.GetParameters()[0].ParameterType == typeof(Actor));
        useCases.Where(m => m.DeclaringType!.Name != "DraftService").Should() // what one is typing is no change of the clinic
            .OnlyContain(m => m.ReturnType.IsGenericType && m.ReturnType.GetGenericArguments()[0].Name.StartsWith("Outcome", StringComparison.Ordinal));
    }

    private static List<Type> EntityTypes()
    {
        var options = new DbContextOptionsBuilder<ClinicDbContext>();
        DatabaseKind.Sqlite.Use(options, "Data Source=:memory:");
        using var db = new ClinicDbContext(options.Options);
        return [.. db.Model.GetEntityTypes().Select(e => e.ClrType).Where(t => t.Assembly == Domain).Distinct()];
    }

    private static IEnumerable<string> FilesOf(Type type) =>
        SourceFiles.In("ClinicLive.Domain").Where(f => Path.GetFileName(f).Split('.')[0] == type.Name);

    private static IEnumerable<Type> TypesTouchedBy(Type type)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var direct = type.GetFields(All).Select(f => f.FieldType)
            .Concat(type.GetMethods(All).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)))
            .Concat(type.GetConstructors(All).SelectMany(c => c.GetParameters().Select(p => p.ParameterType)))
            .Concat(type.GetMethods(All).SelectMany(m => m.GetMethodBody()?.LocalVariables.Select(l => l.LocalType) ?? []));
        return direct.SelectMany(t => t.IsGenericType ? [t, .. t.GetGenericArguments()] : new[] { t }).Distinct();
    }
}
