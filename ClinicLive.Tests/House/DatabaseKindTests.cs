using ClinicLive.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.House;

/// <summary>What every kind of database must have beside the other. No server is asked.</summary>
public sealed class DatabaseKindTests
{
    [Theory]
    [InlineData("Sqlite", "Data Source=:memory:")]
    [InlineData("PostgreSql", "Host=localhost")]
    public void Its_migrations_make_todays_model_and_are_its_own(string kind, string connection)
    {
        var options = new DbContextOptionsBuilder<ClinicDbContext>();
        DatabaseKind.Named(kind)!.Use(options, connection);
        using var db = new ClinicDbContext(options.Options);

        db.Database.HasPendingModelChanges().Should().BeFalse(
            $"a change of the model needs a migration of each kind: dotnet ef migrations add Name --project ClinicLive.Domain --startup-project ClinicLive.Domain --output-dir Data/Migrations/{kind} -- {kind}");
        db.Database.GetMigrations().Should().NotBeEmpty();
        DatabaseKind.Of(db).Name.Should().Be(kind);
    }

    [Fact]
    public void The_kinds_do_not_share_migrations()
    {
        string[] Of(DatabaseKind kind, string connection)
        {
            var options = new DbContextOptionsBuilder<ClinicDbContext>();
            kind.Use(options, connection);
            using var db = new ClinicDbContext(options.Options);
            return [.. db.Database.GetMigrations()];
        }

        Of(DatabaseKind.Sqlite, "Data Source=:memory:").Should().NotIntersectWith(Of(DatabaseKind.PostgreSql, "Host=localhost"));
    }

    [Theory]
    [InlineData("sqlite", "Sqlite")]
    [InlineData("POSTGRESQL", "PostgreSql")]
    [InlineData("Postgres", "PostgreSql")]
    [InlineData("Abacus", null)]
    public void A_kind_is_found_by_its_name_in_whatever_letters(string typed, string? found) => DatabaseKind.Named(typed)?.Name.Should().Be(found);
}
