using System.Data.Common;
using ClinicLive.Domain.Features.Backup;
using ClinicLive.Domain.Features.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Domain.Data;

/// <summary>
/// The one seam between the clinic and the kinds of database that it can live in. Whatever one kind does in other words than another is a
/// member here, with one answer in <see cref="SqliteKind"/> and one in <see cref="PostgreSqlKind"/>; nothing else asks which kind it is.
/// What is the same in both stands in the mappings and the queries, in LINQ. Tables, rules and indexes are each kind's migrations.
/// </summary>
public abstract class DatabaseKind
{
    /// <summary>One file, nothing to install: the default.</summary>
    public static DatabaseKind Sqlite { get; } = new SqliteKind();

    /// <summary>A server, which several nodes can share.</summary>
    public static DatabaseKind PostgreSql { get; } = new PostgreSqlKind();

    /// <summary>All kinds, the default first.</summary>
    public static IReadOnlyList<DatabaseKind> All { get; } = [Sqlite, PostgreSql];

    /// <summary>What the setting <c>Database:Provider</c> calls it; the folder of its migrations has the same name.</summary>
    public abstract string Name { get; }

    /// <summary>What people say for it.</summary>
    internal abstract string ShortName { get; }

    /// <summary>The kind of that name, in whatever letters; null where there is none.</summary>
    public static DatabaseKind? Named(string name) => All.FirstOrDefault(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || k.ShortName.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The kind in which a context's database is kept.</summary>
    public static DatabaseKind Of(DbContext db) => All.First(k => k.Provider == db.Database.ProviderName);

    /// <summary>What a database said in a fault, or null where no database said it.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <param name="model">Where the names of broken rules are looked up; null where only the sort of fault matters.</param>
    public static DatabaseFault? Read(Exception fault, IModel? model = null)
    {
        // A caller that went away is no fault of the database.
        for (var inner = fault; inner is not null and not OperationCanceledException; inner = inner.InnerException)
        {
            if (inner is DbException said) return All.Select(k => k.ReadOwn(said, model)).FirstOrDefault(f => f is not null);
        }

        return null;
    }

    /// <summary>Lets contexts use a database of this kind.</summary>
    /// <exception cref="ArgumentException">The text is no connection string.</exception>
    public void Use(DbContextOptionsBuilder options, string connectionString)
    {
        UseOwn(options, connectionString);

        // A slot that is taken or a command that comes twice is an answer and no failure. What is a fault is logged by DatabaseTimes.
        options.ConfigureWarnings(w => w.Log((RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug)));
    }

    /// <summary>Lets one node at a time do what several would do at once when they start together: others wait until what this answers is disposed of.</summary>
    /// <exception cref="DbException">The server does not answer.</exception>
    public abstract Task<IAsyncDisposable> AloneAsync(ClinicDbContext db, CancellationToken gone = default);

    /// <summary>The name by which Entity Framework knows the driver.</summary>
    internal abstract string Provider { get; }

    /// <summary>What looks on while the core works with it.</summary>
    internal abstract IEnumerable<IInterceptor> Interceptors { get; }

    /// <summary>What this kind wants said about the columns beside what the mappings say.</summary>
    internal abstract void Shape(ModelBuilder builder);

    /// <summary>SQL for the milliseconds from one column's instant to another's, rounded, as a whole number.</summary>
    internal abstract string Milliseconds(string from, string to);

    /// <summary>SQL for the Monday of the week in which a column's date lies (ISO 8601).</summary>
    internal abstract string MondayOf(string column);

    /// <summary>SQL for the hour (0 to 23) of a column's instant on a wall clock.</summary>
    /// <param name="column">The column, in UTC.</param>
    /// <param name="offset">SQL for the text with how far the clock is from UTC, such as <c>'+3600 seconds'</c>.</param>
    internal abstract string HourOf(string column, string offset);

    /// <summary>The numbers of the newest messages below <paramref name="before"/> that contain all phrases, newest first.</summary>
    /// <param name="db">Where.</param>
    /// <param name="phrases">Terms of <see cref="Features.Chat.SearchTerms"/> separated by blanks; the last of each is a beginning.</param>
    /// <param name="scopes">The rooms, desks and doctors of which one must be the message's; null for any.</param>
    /// <param name="before">Only lower numbers.</param>
    /// <param name="most">How many.</param>
    internal abstract IQueryable<long> FindMessages(ClinicDbContext db, IReadOnlyList<string> phrases, IReadOnlyList<string>? scopes, long before, int most);

    /// <summary>A connection of its own for plain reads while an import is made ready; open, and disposed of by whoever asks.</summary>
    internal abstract DbConnection OpenForReading(ClinicDbContext db);

    /// <summary>Writes what an import made ready: all of it in one transaction, or nothing.</summary>
    /// <exception cref="DbException">The database refused; nothing was written.</exception>
    internal abstract void TakeIn(ClinicDbContext db, ImportStage stage);

    /// <summary>Adds the bus of nodes that share a database of this kind.</summary>
    internal abstract void AddBus(IServiceCollection services, string connectionString);

    /// <summary>How copies of one of this kind are made and brought back.</summary>
    internal abstract IDatabaseCopy CopyOf(string connectionString);

    /// <inheritdoc cref="Use"/>
    protected abstract void UseOwn(DbContextOptionsBuilder options, string connectionString);

    /// <summary>What a fault of this kind's driver means; null for another's.</summary>
    protected abstract DatabaseFault? ReadOwn(DbException fault, IModel? model);
}

/// <summary>A fault in the words of the clinic.</summary>
/// <param name="Sort">What sort of fault.</param>
/// <param name="Rule">Of a broken rule: <c>appointment_overlap</c>, or the columns that must be unique as in <c>Table.Column, Table.Other</c>. Else empty.</param>
public sealed record DatabaseFault(DatabaseFaultSort Sort, string Rule = "");

/// <summary>Sorts of faults.</summary>
public enum DatabaseFaultSort
{
    /// <summary>A mistake in the program, or a broken installation.</summary>
    Mistake,

    /// <summary>Goes away by itself: busy, read-only, full or unreachable.</summary>
    Passing,

    /// <summary>A rule that the database keeps stands against it.</summary>
    Rule,
}
