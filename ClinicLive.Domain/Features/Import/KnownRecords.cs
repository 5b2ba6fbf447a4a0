using System.Data.Common;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Import;

/// <summary>What the clinic has already, looked up row by row on a connection that only reads and holds no lock.</summary>
internal sealed class KnownRecords : IDisposable
{
    private readonly ClinicDbContext _db;
    private readonly DbConnection _connection;
    private readonly DbCommand _named;
    private readonly DbCommand _patient;
    private readonly DbCommand _visit;
    private readonly DbCommand _own;
    private readonly DbCommand _sequences;
    private readonly Guid _organization;
    private Dictionary<string, Guid[]>? _called; // read when a calendar first names somebody

    public KnownRecords(ClinicDbContext db, Guid organizationId)
    {
        _organization = organizationId;
        _db = db;
        _connection = DatabaseKind.Of(db).OpenForReading(db);
        _named = Make(_connection, """SELECT "RecordId" FROM "ImportedKeys" WHERE "OrganizationId" = @o AND "Kind" = @kind AND "Key" = @key LIMIT 2""", "@kind", "@key");
        _patient = Make(_connection, """SELECT "Id" FROM "Patients" WHERE "OrganizationId" = @o AND "ExternalId" = @key""", "@key");
        _visit = Make(_connection, """SELECT 1 FROM "Appointments" WHERE "OrganizationId" = @o AND "ExternalId" = @key""", "@key");
        _own = Make(_connection, """SELECT 1 FROM "Appointments" WHERE "OrganizationId" = @o AND "Id" = @id""", "@id");
        _sequences = Make(_connection, $"""SELECT "Key" FROM "ImportedKeys" WHERE "OrganizationId" = @o AND "Kind" = {(int)ImportKind.Visit} AND "Key" >= @from AND "Key" < @until""", "@from", "@until");
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
        using var connection = DatabaseKind.Of(_db).OpenForReading(_db); // the lookups go on while these are read
        using var command = Make(connection, $"""
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
        using var command = Make(_connection, """SELECT "Id", "GivenName" || ' ' || "FamilyName" FROM "Practitioners" WHERE "OrganizationId" = @o ORDER BY "Id" """);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return (reader.GetGuid(0), reader.GetString(1).Trim());
    }

    private Dictionary<string, Guid[]> Called()
    {
        var called = new Dictionary<string, Guid[]>(StringComparer.Ordinal);
        using var command = Make(_connection, """SELECT "Id", "Name" FROM "Patients" WHERE "OrganizationId" = @o ORDER BY "Id" """);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (id, name) = (reader.GetGuid(0), PlainText.Fold(reader.GetString(1)).Trim());
            called[name] = called.TryGetValue(name, out var before) ? [before[0], id] : [id];
        }

        return called;
    }

    private DbCommand Make(DbConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters.Prepend("@o"))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        command.Parameters["@o"].Value = _organization;
        return command;
    }
}
