using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace ClinicLive.Domain.Features.Import;

/// <summary>
/// A table of the stage with the columns of one of the clinic's. Rows are made by the entities' own verbs and written by the same mapping
/// as a save would, so a column that is added later comes along.
/// </summary>
internal sealed class StageTable : IDisposable
{
    private readonly SqliteConnection _stage;
    private readonly SqliteCommand _insert;
    private readonly List<(IProperty Property, Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter? Converter, SqliteParameter Parameter)> _columns;

    public StageTable(SqliteConnection stage, IEntityType type)
    {
        _stage = stage;
        Name = type.GetTableName()!;
        var properties = type.GetProperties().Where(p => !p.IsShadowProperty() && !(p.IsPrimaryKey() && p.ValueGenerated == ValueGenerated.OnAdd && p.ClrType == typeof(long))).ToList();
        Columns = string.Join(", ", properties.Select(p => $"\"{p.GetColumnName()}\""));
        Types = [.. properties.Select(p => p.GetColumnType())];
        using (var make = stage.CreateCommand())
        {
            make.CommandText = $"CREATE TABLE \"{Name}\" ({Columns})";
            make.ExecuteNonQuery();
        }

        _insert = stage.CreateCommand();
        _insert.CommandText = $"INSERT INTO \"{Name}\" ({Columns}) VALUES ({string.Join(", ", properties.Select((_, i) => $"@p{i}"))})";
        _columns = [.. properties.Select((p, i) => (p, p.GetTypeMapping().Converter, _insert.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" })))];
    }

    /// <summary>The table's name in both files.</summary>
    public string Name { get; }

    /// <summary>Its columns, quoted.</summary>
    public string Columns { get; }

    /// <summary>The types of its columns in the clinic's database.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>How many rows stand in it.</summary>
    public int Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(object entity)
    {
        foreach (var (property, converter, parameter) in _columns)
        {
            var value = property.GetGetter().GetClrValue(entity);
            parameter.Value = (value is null ? null : converter is null ? value : converter.ConvertToProvider(value)) ?? DBNull.Value;
        }

        _insert.ExecuteNonQuery();
        Rows++;
    }

    /// <summary>The rows as they were added, one at a time: each value as the clinic's database takes it, null where there is none. The array is used again.</summary>
    public IEnumerable<object?[]> All()
    {
        using var read = _stage.CreateCommand();
        read.CommandText = $"SELECT {Columns} FROM \"{Name}\" ORDER BY rowid";
        using var reader = read.ExecuteReader();
        var readers = _columns.Select(c => ReaderOf(c.Converter?.ProviderClrType ?? c.Property.ClrType)).ToArray();
        var row = new object?[readers.Length];
        while (reader.Read())
        {
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : readers[i](reader, i);
            yield return row;
        }
    }

    // The file knows text and numbers only; what a column is stands in the mapping.
    private static Func<SqliteDataReader, int, object> ReaderOf(Type type)
    {
        var kept = Nullable.GetUnderlyingType(type) ?? type;
        if (kept.IsEnum) kept = Enum.GetUnderlyingType(kept);
        if (kept == typeof(Guid)) return (r, i) => r.GetGuid(i);
        if (kept == typeof(DateTime)) return (r, i) => DateTime.SpecifyKind(r.GetDateTime(i), DateTimeKind.Utc);
        if (kept == typeof(DateOnly)) return (r, i) => r.GetFieldValue<DateOnly>(i);
        if (kept == typeof(TimeSpan)) return (r, i) => r.GetTimeSpan(i);
        if (kept == typeof(bool)) return (r, i) => r.GetBoolean(i);
        if (kept == typeof(short)) return (r, i) => r.GetInt16(i);
        if (kept == typeof(int)) return (r, i) => r.GetInt32(i);
        if (kept == typeof(long)) return (r, i) => r.GetInt64(i);
        if (kept == typeof(double)) return (r, i) => r.GetDouble(i);
        if (kept == typeof(byte[])) return (r, i) => r.GetFieldValue<byte[]>(i);
        return kept == typeof(string) ? (r, i) => r.GetString(i) : throw new NotSupportedException($"A column of {kept.Name} has not been taken over before.");
    }

    public void Dispose() => _insert.Dispose();
}
