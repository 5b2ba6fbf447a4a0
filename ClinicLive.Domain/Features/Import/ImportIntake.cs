using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Import;

/// <summary>Makes the clinic's rows of another system's records, on the stage. What is known already is left as it is; what points to nobody is told.</summary>
internal sealed partial class ImportIntake(ImportStage stage, KnownRecords known, Change change, int mostVisits)
{
    private readonly ClinicChange _rooms = new(change.By, change.At, change.Policy);
    private readonly DateOnly _today = change.Policy.DayOf(change.At);
    private readonly Dictionary<ImportKind, int> _new = [];
    private readonly Dictionary<Guid, string> _names = []; // of the facilities
    private int _visits;
    private NotTaken? _noted;

    /// <summary>Records that were here before, by kind.</summary>
    public Dictionary<ImportKind, int> Known { get; } = [];

    /// <summary>New records, by kind.</summary>
    public IReadOnlyDictionary<ImportKind, int> New => _new;

    /// <summary>New visits that lie in the time of another.</summary>
    public int Overlaps { get; private set; }

    /// <summary>The days of the new visits.</summary>
    public (DateOnly From, DateOnly To)? Days { get; private set; }

    /// <summary>The source is a table, of which every row is meant to be taken over; of resources, what cannot be used is left out with its reason.</summary>
    public bool IsTable { get; set; }

    /// <summary>Takes one record. Visits are kept until <see cref="TakeVisits"/>.</summary>
    public void Take(ImportRecord record)
    {
        switch (record)
        {
            case NotTaken note:
                Note(note);
                break;
            case FacilityRecord facility:
                if (IsNew(ImportKind.Facility, facility)) TakeFacility(facility);
                else if (Find(ImportKind.Facility, facility.Keys) is { } before) _names[before] = facility.Name.Trim();
                break;
            case RoomRecord room:
                if (IsNew(ImportKind.Room, room)) TakeRoom(room);
                break;
            case RoleRecord role:
                TakeRole(role);
                break;
            case DoctorRecord doctor:
                TakeDoctor(doctor);
                break;
            case PatientRecord patient:
                if (IsNew(ImportKind.Patient, patient, isCounted: !patient.IsByTheWay)) TakePatient(patient);
                break;
            case VisitRecord visit:
                TakeVisit(visit);
                break;
        }
    }

    /// <summary>Notes the roles that nobody plays.</summary>
    public void EndPeople()
    {
        foreach (var at in stage.RolesLeft().ToList()) Note(new NotTaken(at, "PractitionerRole", "Its doctor is not among the records.", IsBroken: false));
    }

    /// <summary>Makes the appointments, doctor by doctor in the order of time, so that what lies in another's time is found.</summary>
    public void TakeVisits(Action<int> told, CancellationToken gone)
    {
        using var taken = known.Taken().GetEnumerator();
        var (hasTaken, open) = (taken.MoveNext(), new List<(DateTimeOffset Start, DateTimeOffset End)>());
        var (doctor, count) = (Guid.Empty, 0);
        foreach (var (past, patient, at, sequence) in stage.Visits())
        {
            gone.ThrowIfCancellationRequested();
            if (past.PractitionerId != doctor) open.Clear();
            doctor = past.PractitionerId;
            while (hasTaken && Order(taken.Current.Doctor, doctor) is var order and <= 0 && (order < 0 || taken.Current.Start < past.End))
            {
                if (order == 0) open.Add((taken.Current.Start, taken.Current.End));
                hasTaken = taken.MoveNext();
            }

            open.RemoveAll(o => o.End <= past.Start);
            var overlaps = !past.IsCalledOff && open.Exists(o => o.Start < past.End);
            var (appointment, refusal) = Appointment.TakeOver(past, patient, overlaps, change);
            if (appointment is null)
            {
                Note(new NotTaken(at, "Visit", refusal!.Sentence, IsBroken: true));
                continue;
            }

            if (!past.IsCalledOff) open.Add((past.Start, past.End));
            Keep(appointment, ImportKind.Visit);
            if (sequence > 0) stage.Add(new ImportedKey { OrganizationId = change.By.OrganizationId, Kind = ImportKind.Visit, Key = ImportKeys.OfSequence(past.ExternalId, sequence), RecordId = appointment.Id });
            if (overlaps) Overlaps++;
            Days = Days is { } days ? (days.From < appointment.Day ? days.From : appointment.Day, days.To > appointment.Day ? days.To : appointment.Day) : (appointment.Day, appointment.Day);
            told(++count);
        }
    }

    // As the database compares them: as text.
    private static int Order(Guid one, Guid other) => string.CompareOrdinal(one.ToString("D").ToUpperInvariant(), other.ToString("D").ToUpperInvariant());

    /// <summary>A record is known by its own id. What it is also called is remembered for those that point to it.</summary>
    private bool IsNew(ImportKind kind, KeyedRecord record, bool isCounted = true)
    {
        if (known.Named(kind, record.Keys[0]) is [var before, ..])
        {
            foreach (var key in record.Keys) stage.Name(kind, key, before);
        }
        else if (stage.Named(kind, record.Keys[0]).Count == 0)
        {
            return true;
        }

        if (isCounted) Known[kind] = Known.GetValueOrDefault(kind) + 1;
        return false;
    }

    private void TakeFacility(FacilityRecord record)
    {
        var name = record.Name.Trim();
        if (Unusable(name, Facility.NameLimit) is { } why)
        {
            Note(new NotTaken(record.At, "Facility", why, IsBroken: true));
            return;
        }

        var facility = new Facility { OrganizationId = change.By.OrganizationId, Name = name };
        stage.Add(facility);
        Count(ImportKind.Facility);
        Name(ImportKind.Facility, record.Keys, facility.Id);
        _names[facility.Id] = name;
    }

    private void TakeRoom(RoomRecord record)
    {
        var room = Location.TakeOver(record.Name, Find(ImportKind.Facility, record.Facility), _rooms);
        Keep(room, ImportKind.Room);
        Name(ImportKind.Room, record.Keys, room.Id);
    }

    private void TakeRole(RoleRecord record)
    {
        var facility = Find(ImportKind.Facility, record.Facility) is { } id ? _names.GetValueOrDefault(id) : null;
        if (record.Doctor.Count == 0) Note(new NotTaken(record.At, "PractitionerRole", "It names no doctor.", IsBroken: false));
        foreach (var doctor in record.Doctor) stage.Note(record, doctor, facility);
    }

    private void TakeDoctor(DoctorRecord record)
    {
        var roles = record.Keys.SelectMany(stage.RolesOf).ToList();
        string[] keys = [.. record.Keys, .. roles.SelectMany(r => r.Keys.Split('\n'))];
        if (record.IsByTheWay && known.Named(ImportKind.Doctor, keys[0]).Count == 0 && known.DoctorNamed($"{record.Given} {record.Family}") is { } one)
        {
            foreach (var key in keys) stage.Name(ImportKind.Doctor, key, one);
            return;
        }

        if (!IsNew(ImportKind.Doctor, record with { Keys = keys }, isCounted: !record.IsByTheWay)) return;
        var hospital = record.Hospital ?? (Find(ImportKind.Facility, record.Facility) is { } facility ? _names.GetValueOrDefault(facility) : null) ?? roles.Select(r => r.Facility).FirstOrDefault(f => f is not null);
        var (given, family) = (record.Given.Trim(), record.Family.Trim());
        if ((Unusable(family, 200) ?? (given.Length > 0 ? Unusable(given, 200) : null)) is { } why)
        {
            Note(new NotTaken(record.At, "Doctor", why, IsBroken: true));
            return;
        }

        var doctor = new Practitioner(change.By.OrganizationId, null, given, family)
        {
            Specialty = Short(record.Specialty ?? roles.Select(r => r.Specialty).FirstOrDefault(s => s is not null)),
            Hospital = Short(hospital),
            IsRetired = true, // nobody is offered an hour with whom the clinic does not know
        };
        Keep(doctor, ImportKind.Doctor);
        Name(ImportKind.Doctor, keys, doctor.Id);
    }

    private void TakePatient(PatientRecord record)
    {
        var (patient, refusal) = Patient.Register(change.By, record.Name, record.BirthDate, record.Phone, change.At, _today, externalId: record.Keys[0]);
        if (patient is null)
        {
            Note(new NotTaken(record.At, "Patient", refusal!.Sentence, IsBroken: true));
            return;
        }

        Keep(patient, ImportKind.Patient);
        foreach (var term in patient.TakeTerms()) stage.Add(term);
        Name(ImportKind.Patient, record.Keys, patient.Id);
        stage.Name(ImportKind.Patient, ImportKeys.OfName(patient.Name), patient.Id);
    }

    /// <summary>The one record that is called by one of the names, most exact first; null where nobody or two are.</summary>
    private Guid? Find(ImportKind kind, IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            var found = stage.Named(kind, key);
            if (found.Count == 0) found = known.Named(kind, key);
            if (found.Count > 0) return found is [var one] ? one : null;
        }

        return null;
    }

    private void Name(ImportKind kind, IEnumerable<string> keys, Guid id)
    {
        foreach (var key in keys.Distinct(StringComparer.Ordinal))
        {
            stage.Name(kind, key, id);
            stage.Add(new ImportedKey { OrganizationId = change.By.OrganizationId, Kind = kind, Key = key, RecordId = id });
        }
    }

    // The row with its line of the log; the event is one for all.
    private void Keep(object row, ImportKind kind)
    {
        foreach (var raised in (row as IRaisesChanges)?.TakeRaised() ?? []) stage.Add(raised.Line);
        stage.Add(row);
        Count(kind);
    }

    private void Note(NotTaken note) => stage.Note(note with { IsBroken = note.IsBroken && IsTable });

    private void Count(ImportKind kind) => _new[kind] = _new.GetValueOrDefault(kind) + 1;

    private static string Short(string? text) => text is null || PlainText.HasBrokenCharacter(text) ? "" : text.Length <= 200 ? text.Trim() : text[..(char.IsHighSurrogate(text[199]) ? 199 : 200)].Trim();

    private static string? Unusable(string name, int limit) =>
        !PlainText.HasVisibleCharacter(name) ? "It has no name." : PlainText.HasBrokenCharacter(name) ? "A character of the name is broken." : name.Length > limit ? $"The name is longer than {limit} characters." : null;
}
