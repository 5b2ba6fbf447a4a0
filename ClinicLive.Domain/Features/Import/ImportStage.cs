using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using Microsoft.Data.Sqlite;

namespace ClinicLive.Domain.Features.Import;

/// <summary>
/// A file of its own beside the clinic's database, in which everything is made ready: however long that takes, nobody waits for it, and
/// memory holds one row at a time. At the end it is written into the clinic's database in one transaction.
/// </summary>
internal sealed class ImportStage : IDisposable
{
    private const string Tables = """
        PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000; PRAGMA temp_store = FILE; PRAGMA locking_mode = NORMAL;
        CREATE TABLE aside (rank INTEGER, file INTEGER, row INTEGER, url TEXT, json BLOB);
        CREATE TABLE keys (kind INTEGER, key TEXT, id TEXT, PRIMARY KEY (kind, key, id)) WITHOUT ROWID;
        CREATE TABLE roles (doctor TEXT, keys TEXT, specialty TEXT, facility TEXT, used INTEGER, file INTEGER, row INTEGER);
        CREATE INDEX roles_doctor ON roles (doctor);
        CREATE TABLE visits (key TEXT PRIMARY KEY, file INTEGER, row INTEGER, patient TEXT, doctor TEXT, room TEXT, start TEXT, end TEXT, status INTEGER,
            arrived TEXT, started TEXT, finished TEXT, reason TEXT, sequence INTEGER) WITHOUT ROWID;
        CREATE TABLE notes (file INTEGER, row INTEGER, what TEXT, why TEXT, broken INTEGER);
        """;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, StageTable> _tables = [];

    public ImportStage(string path, ClinicDbContext model)
    {
        Path = path;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
        Execute(Tables);
        foreach (var type in new[] { typeof(Facility), typeof(Location), typeof(Practitioner), typeof(Patient), typeof(PatientTerm), typeof(ImportedKey), typeof(Appointment), typeof(ActivityEntry), typeof(ClinicImport) })
        {
            _tables[type] = new StageTable(_connection, model.Model.FindEntityType(type)!);
        }

        Execute("BEGIN");
    }

    /// <summary>Where the file lies.</summary>
    public string Path { get; }

    /// <summary>What is written into the clinic's database, in this order.</summary>
    public IReadOnlyCollection<StageTable> Rows => _tables.Values;

    /// <summary>Adds a finished row.</summary>
    public void Add(object entity) => _tables[entity.GetType()].Add(entity);

    /// <summary>Lays a resource aside.</summary>
    public void LayAside(int rank, RowAt at, string? url, byte[] json) =>
        Run("INSERT INTO aside VALUES (@0, @1, @2, @3, @4)", rank, at.File, at.Row, url, json);

    /// <summary>What was laid aside, in the order in which it is read.</summary>
    public IEnumerable<(RowAt At, string? Url, byte[] Json)> LaidAside()
    {
        Run("CREATE INDEX IF NOT EXISTS aside_rank ON aside (rank, file, row)");
        return Read("SELECT file, row, url, json FROM aside ORDER BY rank, file, row", r => (At(r), r.IsDBNull(2) ? null : r.GetString(2), (byte[])r.GetValue(3)));
    }

    /// <summary>Remembers what a record is called; true where nobody was called so before.</summary>
    public void Name(ImportKind kind, string key, Guid id) => Run("INSERT OR IGNORE INTO keys VALUES (@0, @1, @2)", (int)kind, key, id);

    /// <summary>The records that are called so, two at most.</summary>
    public List<Guid> Named(ImportKind kind, string key) => [.. Read("SELECT id FROM keys WHERE kind = @0 AND key = @1 LIMIT 2", r => r.GetGuid(0), (int)kind, key)];

    /// <summary>Remembers what a doctor does.</summary>
    public void Note(RoleRecord role, string doctor, string? facility) =>
        Run("INSERT INTO roles VALUES (@0, @1, @2, @3, 0, @4, @5)", doctor, string.Join('\n', role.Keys), role.Specialty, facility, role.At.File, role.At.Row);

    /// <summary>What a doctor who is called so does.</summary>
    public List<(string Keys, string? Specialty, string? Facility)> RolesOf(string doctor)
    {
        List<(string, string?, string?)> roles = [.. Read("SELECT keys, specialty, facility FROM roles WHERE doctor = @0", r => (r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2)), doctor)];
        if (roles.Count > 0) Run("UPDATE roles SET used = 1 WHERE doctor = @0", doctor);
        return roles;
    }

    /// <summary>Roles of nobody.</summary>
    public IEnumerable<RowAt> RolesLeft() => Read("SELECT file, row FROM roles GROUP BY file, row HAVING max(used) = 0", At);

    /// <summary>Keeps a visit whose people and place are known; false where one of that name stands there already.</summary>
    public bool Keep(PastAppointment past, Guid patient, RowAt at, int sequence) => Run(
        "INSERT OR IGNORE INTO visits VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13)", past.ExternalId, at.File, at.Row, patient, past.PractitionerId, past.LocationId,
        Sortable(past.Start), Sortable(past.End), (int)past.Status, Sortable(past.Arrived), Sortable(past.Started), Sortable(past.Finished), past.Reason, sequence) == 1;

    /// <summary>True when a visit of that name stands there.</summary>
    public bool HasVisit(string key) => Read("SELECT 1 FROM visits WHERE key = @0", _ => true, key).Any();

    /// <summary>The visits by doctor and time.</summary>
    public IEnumerable<(PastAppointment Past, Guid Patient, RowAt At, int Sequence)> Visits() => Read(
        "SELECT file, row, key, patient, doctor, room, start, end, status, arrived, started, finished, reason, sequence FROM visits ORDER BY doctor, start, key",
        r => (new PastAppointment(r.GetString(2), r.GetGuid(4), Instant(r, 6)!.Value, Instant(r, 7)!.Value, (AppointmentStatus)r.GetInt32(8), Instant(r, 9), Instant(r, 10), Instant(r, 11),
            r.IsDBNull(12) ? null : r.GetString(12), r.IsDBNull(5) ? null : r.GetGuid(5)), r.GetGuid(3), At(r), r.GetInt32(13)));

    /// <summary>How many visits there are.</summary>
    public long CountVisits() => Read("SELECT COUNT(*) FROM visits", r => r.GetInt64(0)).Single();

    /// <summary>Notes what is not taken over.</summary>
    public void Note(NotTaken note) => Run("INSERT INTO notes VALUES (@0, @1, @2, @3, @4)", note.At.File, note.At.Row, note.What, note.Why, note.IsBroken);

    /// <summary>What is not taken over, by file and row.</summary>
    public IEnumerable<NotTaken> Notes() =>
        Read("SELECT file, row, what, why, broken FROM notes ORDER BY broken DESC, file, row", r => new NotTaken(At(r), r.GetString(2), r.GetString(3), r.GetBoolean(4)));

    /// <summary>What is not taken over, counted by reason, most first.</summary>
    public List<ImportNoteCount> NoteCounts() =>
        [.. Read("SELECT what, why, broken, COUNT(*) FROM notes GROUP BY what, why, broken ORDER BY broken DESC, COUNT(*) DESC LIMIT 100", r => new ImportNoteCount(r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetInt32(3)))];

    /// <summary>How many rows were noted.</summary>
    public int CountNotes(bool broken) => Read("SELECT COUNT(*) FROM notes WHERE broken = @0", r => r.GetInt32(0), broken).Single();

    /// <summary>Ends the writing, so that another connection can read the file.</summary>
    public void Close()
    {
        Execute("COMMIT");
        Execute("BEGIN");
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        foreach (var table in _tables.Values) table.Dispose();
        _connection.Dispose();
        foreach (var left in new[] { Path, $"{Path}-journal" }) File.Delete(left);
    }

    private static string? Sortable(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(SqliteDataReader row, int column) => row.IsDBNull(column)
        ? null
        : new DateTimeOffset(DateTime.ParseExact(row.GetString(column), "yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static RowAt At(SqliteDataReader row) => new(row.GetInt32(0), row.GetInt64(1));

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private int Run(string sql, params object?[] values) => Prepare(sql, values).ExecuteNonQuery();

    private IEnumerable<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params object?[] values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        while (reader.Read()) yield return row(reader);
    }

    private SqliteCommand Prepare(string sql, object?[] values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"@{i}" });
        }

        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
