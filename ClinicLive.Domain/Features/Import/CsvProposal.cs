using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Import;

/// <summary>Which column is what, proposed by its name. A person may say otherwise.</summary>
internal static class CsvProposal
{
    private static readonly (CsvField Field, string[] Names)[] OfPeople =
    [
        (CsvField.Id, ["id", "patientid", "patientno", "patientnumber", "mrn", "recordid", "providerid", "doctorid", "practitionerid", "npi", "organizationid", "identifier", "externalid"]),
        (CsvField.Name, ["name", "fullname", "patientname", "patient", "doctorname", "doctor", "displayname", "organizationname", "hospital"]),
        (CsvField.GivenName, ["first", "firstname", "given", "givenname", "forename"]),
        (CsvField.FamilyName, ["last", "lastname", "surname", "family", "familyname"]),
        (CsvField.BirthDate, ["birthdate", "dob", "dateofbirth", "born", "birthday"]),
        (CsvField.Phone, ["phone", "telephone", "tel", "mobile", "phonenumber", "mobilenumber", "cell"]),
        (CsvField.Specialty, ["speciality", "specialty", "fieldofmedicine"]),
        (CsvField.FacilityId, ["organization", "organizationid", "organisation", "facilityid", "hospitalid"]),
        (CsvField.Hospital, ["hospital", "hospitalname", "practice", "clinic", "facility"]),
    ];

    private static readonly (CsvField Field, string[] Names)[] OfVisits =
    [
        (CsvField.Id, ["id", "appointmentid", "visitid", "encounterid", "bookingid", "appointmentnumber"]),
        (CsvField.PatientId, ["patientid", "patient", "mrn", "patientno", "patientnumber"]),
        (CsvField.PatientName, ["patientname", "name", "fullname"]),
        (CsvField.PatientBirthDate, ["dob", "birthdate", "dateofbirth", "patientdob", "patientbirthdate"]),
        (CsvField.DoctorId, ["provider", "providerid", "doctorid", "practitionerid", "practitioner", "clinicianid"]),
        (CsvField.DoctorName, ["doctor", "doctorname", "providername", "practitionername", "clinician", "physician"]),
        (CsvField.Start, ["start", "startdatetime", "starttime", "begin", "beginsat", "startsat", "datetime", "appointmentdatetime"]),
        (CsvField.Date, ["date", "appointmentdate", "visitdate", "day"]),
        (CsvField.Time, ["time", "appointmenttime", "visittime"]),
        (CsvField.End, ["stop", "end", "endtime", "enddatetime", "endsat", "until"]),
        (CsvField.Minutes, ["minutes", "length", "lengthminutes", "plannedminutes", "slotminutes"]),
        (CsvField.Status, ["status", "state", "outcome", "appointmentstatus"]),
        (CsvField.Reason, ["reasondescription", "reason", "reasonforvisit", "complaint", "description", "notes"]),
        (CsvField.CheckedIn, ["checkintime", "checkedin", "arrived", "arrival", "arrivaltime", "arrivedat"]),
        (CsvField.Started, ["consultationstart", "startedat", "seenat"]),
        (CsvField.Finished, ["consultationend", "finishedat", "finished"]),
        (CsvField.FacilityId, ["organization", "organizationid", "organisation", "facilityid", "hospitalid"]),
    ];

    private static readonly Dictionary<string, AppointmentStatus> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["booked"] = AppointmentStatus.Booked, ["scheduled"] = AppointmentStatus.Booked, ["planned"] = AppointmentStatus.Booked, ["confirmed"] = AppointmentStatus.Booked, ["open"] = AppointmentStatus.Booked,
        ["attended"] = AppointmentStatus.Done, ["done"] = AppointmentStatus.Done, ["completed"] = AppointmentStatus.Done, ["finished"] = AppointmentStatus.Done, ["fulfilled"] = AppointmentStatus.Done, ["seen"] = AppointmentStatus.Done,
        ["cancelled"] = AppointmentStatus.Cancelled, ["canceled"] = AppointmentStatus.Cancelled,
        ["noshow"] = AppointmentStatus.NoShow, ["no show"] = AppointmentStatus.NoShow, ["no-show"] = AppointmentStatus.NoShow, ["did not attend"] = AppointmentStatus.NoShow, ["dna"] = AppointmentStatus.NoShow, ["missed"] = AppointmentStatus.NoShow,
        ["left"] = AppointmentStatus.LeftUnseen, ["left unseen"] = AppointmentStatus.LeftUnseen, ["left without being seen"] = AppointmentStatus.LeftUnseen,
    };

    /// <summary>What the table seems to hold; <see cref="CsvTable.Unknown"/> where its columns do not say.</summary>
    public static CsvTable Table(IReadOnlyList<string> header, string file)
    {
        var names = header.Select(Plain).ToHashSet(StringComparer.Ordinal);
        bool Has(CsvField field, (CsvField Field, string[] Names)[] all) => all.First(f => f.Field == field).Names.Any(names.Contains);

        var hasPatient = Has(CsvField.PatientId, OfVisits) || names.Contains("patientname");
        var isAboutAVisit = names.Contains("encounter") || names.Contains("visit") || names.Contains("appointment"); // a finding, a payment: it belongs to a visit and is none
        if (hasPatient && !isAboutAVisit && (Has(CsvField.Start, OfVisits) || Has(CsvField.Date, OfVisits))) return CsvTable.Visits;
        if (isAboutAVisit) return CsvTable.Unknown;
        var isNamed = Has(CsvField.Name, OfPeople) || Has(CsvField.FamilyName, OfPeople);
        if (isNamed && Has(CsvField.BirthDate, OfPeople)) return CsvTable.Patients;
        if (isNamed && Has(CsvField.Specialty, OfPeople)) return CsvTable.Doctors;
        string[] places = ["organization", "organisation", "hospital", "facilit", "practice"];
        return isNamed && Array.Exists(places, p => file.Contains(p, StringComparison.OrdinalIgnoreCase)) ? CsvTable.Facilities : CsvTable.Unknown;
    }

    /// <summary>Which column is which field of such a table; each column once, the most telling name first.</summary>
    public static Dictionary<CsvField, string> Columns(CsvTable table, IReadOnlyList<string> header)
    {
        var (found, free) = (new Dictionary<CsvField, string>(), header.ToList());
        foreach (var (field, names) in table == CsvTable.Visits ? OfVisits : OfPeople)
        {
            if (!Fields(table).Contains(field)) continue;
            if (names.Select(n => free.Find(h => Plain(h) == n)).FirstOrDefault(h => h is not null) is not { } column) continue;
            found[field] = column;
            free.Remove(column);
        }

        // A column "end_time" beside one of the date and a "start_time" tells when the consultation was, not when it was booked for.
        if (found.ContainsKey(CsvField.Date) && found.ContainsKey(CsvField.Time) && found.Remove(CsvField.Start, out var began))
        {
            found.TryAdd(CsvField.Started, began);
            if (found.Remove(CsvField.End, out var ended)) found.TryAdd(CsvField.Finished, ended);
        }

        return found;
    }

    /// <summary>The fields that such a table may have.</summary>
    public static IReadOnlyList<CsvField> Fields(CsvTable table) => table switch
    {
        CsvTable.Patients => [CsvField.Id, CsvField.Name, CsvField.GivenName, CsvField.FamilyName, CsvField.BirthDate, CsvField.Phone],
        CsvTable.Doctors => [CsvField.Id, CsvField.Name, CsvField.GivenName, CsvField.FamilyName, CsvField.Specialty, CsvField.FacilityId, CsvField.Hospital],
        CsvTable.Facilities => [CsvField.Id, CsvField.Name],
        CsvTable.Visits => [.. OfVisits.Select(v => v.Field)],
        _ => [],
    };

    /// <summary>What a word for a state means; null where it has to be asked.</summary>
    public static AppointmentStatus? Status(string word) => Words.TryGetValue(word.Trim().Replace('_', ' '), out var status) ? status : null;

    private static string Plain(string header) => string.Concat(header.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
