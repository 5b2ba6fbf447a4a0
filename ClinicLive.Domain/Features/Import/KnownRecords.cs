using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;
using Microsoft.Data.Sqlite;

namespace ClinicLive.Domain.Features.Import;

/// <summary>What the clinic has already, looked up row by row on a connection that only reads and holds no lock.</summary>
internal sealed class KnownRecords : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _named;
    private readonly SqliteCommand _patient;
    private readonly SqliteCommand _visit;
    private readonly SqliteCommand _own;
    private readonly SqliteCommand _sequences;
    private readonly Guid _organization;
    private Dictionary<string, Guid[]>? _called; // read when a calendar first names somebody

    public KnownRecords(string connectionString, Guid organizationId)
    {
        _organization = organizationId;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ConnectionString);
        _connection.Open();
        _named = Make("""SELECT "RecordId" FROM "ImportedKeys" WHERE "OrganizationId" = @o AND "Kind" = @kind AND "Key" = @key LIMIT 2""", "@kind", "@key");
        _patient = Make("""SELECT "Id" FROM "Patients" WHERE "OrganizationId" = @o AND "ExternalId" = @key""", "@key");
        _visit = Make("""SELECT 1 FROM "Appointments" WHERE "OrganizationId" = @o AND "ExternalId" = @key""", "@key");
        _own = Make("""SELECT 1 FROM "Appointments" WHERE "OrganizationId" = @o AND "Id" = @id""", "@id");
        _sequences = Make($"""SELECT "Key" FROM "ImportedKeys" WHERE "OrganizationId" = @o AND "Kind" = {(int)ImportKind.Visit} AND "Key" >= @from AND "Key" < @until""", "@from", "@until");
        Doctors = [.. Doctor()];
    }

    /// <summary>The clinic's doctors.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Doctors { get; }

    /// <summary>The records that are called so, two at most.</summary>
    public List<Guid> Named(ImportKind kind, string key)
    {
        (_named.Parameters["@kind"].Value, _named.Parameters["@key"].Value) = ((int)kind, key);
        var found = new List<Guid>();
        using (var reader = _named.ExecuteReader())
        {
            while (reader.Read()) found.Add(reader.GetGuid(0));
        }

        if (found.Count > 0 || kind != ImportKind.Patient) return found;
        _patient.Parameters["@key"].Value = key;
        using var patients = _patient.ExecuteReader();
        while (patients.Read()) found.Add(patients.GetGuid(0));
        return found;
    }

    /// <summary>True when a visit of that name is here.</summary>
    public bool HasVisit(string key)
    {
        _visit.Parameters["@key"].Value = key;
        return _visit.ExecuteScalar() is not null;
    }

    /// <summary>True when the clinic has that appointment.</summary>
    public bool HasAppointment(Guid id)
    {
        _own.Parameters["@id"].Value = id;
        return _own.ExecuteScalar() is not null;
    }

    /// <summary>The highest version in which a visit was taken over; 0 where none was noted.</summary>
    public int SequenceOf(string key)
    {
        var from = ImportKeys.OfSequence(key, null);
        (_sequences.Parameters["@from"].Value, _sequences.Parameters["@until"].Value) = (from, $"{from[..^1]};");
        var most = 0;
        using var reader = _sequences.ExecuteReader();
        while (reader.Read()) most = Math.Max(most, int.Parse(reader.GetString(0).AsSpan(from.Length), System.Globalization.CultureInfo.InvariantCulture));
        return most;
    }

    /// <summary>The patients of that name, two at most.</summary>
    public IReadOnlyList<Guid> PatientsCalled(string name)
    {
        _called ??= Called();
        return _called.TryGetValue(PlainText.Fold(name).Trim(), out var ids) ? ids : [];
    }

    /// <summary>The doctor of that name, where there is exactly one.</summary>
    public Guid? DoctorNamed(string name)
    {
        var folded = PlainText.Fold(name).Trim();
        var same = Doctors.Where(d => PlainText.Fold(d.Name) == folded || $"dr {PlainText.Fold(d.Name)}" == folded || $"dr. {PlainText.Fold(d.Name)}" == folded).ToList();
        return same is [var one] ? one.Id : null;
    }

    /// <summary>Taken times of the doctors that visits are brought for, by doctor and begin. What was called off, asked for or entered in error takes none.</summary>
    public IEnumerable<(Guid Doctor, DateTimeOffset Start, DateTimeOffset End)> Taken()
    {
        using var command = Make($"""
            SELECT "PractitionerId", "Start", "End" FROM "Appointments"
            WHERE "OrganizationId" = @o AND "Status" NOT IN ('{AppointmentStatus.Cancelled}', '{AppointmentStatus.EnteredInError}', '{AppointmentStatus.Requested}', '{AppointmentStatus.Waitlisted}')
            ORDER BY "PractitionerId", "Start"
            """);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return (reader.GetGuid(0), Utc(reader.GetDateTime(1)), Utc(reader.GetDateTime(2)));
    }

    public void Dispose()
    {
        _named.Dispose();
        _patient.Dispose();
        _visit.Dispose();
        _own.Dispose();
        _sequences.Dispose();
        _connection.Dispose();
    }

    private static DateTimeOffset Utc(DateTime stored) => new(DateTime.SpecifyKind(stored, DateTimeKind.Utc));

    private IEnumerable<(Guid, string)> Doctor()
    {
        using var command = Make("""SELECT "Id", "GivenName" || ' ' || "FamilyName" FROM "Practitioners" WHERE "OrganizationId" = @o ORDER BY "Id" """);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return (reader.GetGuid(0), reader.GetString(1).Trim());
    }

    private Dictionary<string, Guid[]> Called()
    {
        var called = new Dictionary<string, Guid[]>(StringComparer.Ordinal);
        using var command = Make("""SELECT "Id", "Name" FROM "Patients" WHERE "OrganizationId" = @o ORDER BY "Id" """);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (id, name) = (reader.GetGuid(0), PlainText.Fold(reader.GetString(1)).Trim());
            called[name] = called.TryGetValue(name, out var before) ? [before[0], id] : [id];
        }

        return called;
    }

    private SqliteCommand Make(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@o", _organization);
        foreach (var name in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
