namespace ClinicLive.Domain.Features.Backup;

/// <summary>
/// Counts what a dump holds while it goes by as a script: <c>COPY schema."Table" ("Column", ...) FROM stdin;</c>, a line for each row with tabs
/// between its values, then <c>\.</c>. The whole of it is unpacked for that, so a dump that is broken anywhere does not come to its end.
/// </summary>
internal sealed class DumpedRows
{
    private const string Begin = "COPY ";
    private const string End = "\\.";
    private const string Nothing = "\\N";
    private const string Derived = "ChatSearch"; // an index, however it is kept
    private readonly Dictionary<string, long> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> _files = [];
    private string? _table;
    private string[] _columns = [];
    private string _migration = "";

    /// <summary>What was counted; null when no table went by, or one was not at its end.</summary>
    public DatabaseFacts? Facts => _table is not null || _rows.Count == 0 ? null : new DatabaseFacts(_migration, _rows, _files);

    /// <summary>The next line.</summary>
    public void Take(string line)
    {
        if (_table is null) BeginTable(line);
        else if (line == End) _table = null;
        else TakeRow(_table, line);
    }

    private void BeginTable(string line)
    {
        if (!line.StartsWith(Begin, StringComparison.Ordinal) || line.IndexOf(" (", StringComparison.Ordinal) is not (> 0 and var columns)) return;
        var name = line[Begin.Length..columns];
        _table = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..].Trim('"');
        _columns = [.. line[(columns + 2)..line.LastIndexOf(')')].Split(", ").Select(c => c.Trim('"'))];
        if (_table != Derived) _rows[_table] = 0;
    }

    private void TakeRow(string table, string line)
    {
        if (table == Derived) return;
        _rows[table]++;
        if (table == "__EFMigrationsHistory") _migration = string.CompareOrdinal(Value("MigrationId"), _migration) > 0 ? Value("MigrationId") : _migration;
        if (table == "ChatAttachments" && Value("MessageId") != Nothing) _files[Guid.Parse(Value("Id"))] = Value("Sha256");

        string Value(string column) => line.Split('\t')[Array.IndexOf(_columns, column)];
    }
}
