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
    private readonly SqliteCommand _insert;
    private readonly List<(IProperty Property, Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter? Converter, SqliteParameter Parameter)> _columns;

    public StageTable(SqliteConnection stage, IEntityType type)
    {
        Name = type.GetTableName()!;
        var properties = type.GetProperties().Where(p => !p.IsShadowProperty() && !(p.IsPrimaryKey() && p.ValueGenerated == ValueGenerated.OnAdd && p.ClrType == typeof(long))).ToList();
        Columns = string.Join(", ", properties.Select(p => $"\"{p.GetColumnName()}\""));
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

    public void Dispose() => _insert.Dispose();
}
