using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>Patients, doctors, the clinic and its rooms for those who search. Staff see the patients of their clinic; a patient sees himself.</summary>
internal static class FhirKindsOfPeople
{
    private const string DoctorName = "The given or family name begins with it, without case and accents.";

    private static readonly FhirInclude[] NoIncludes = [];

    public static FhirKind<Patient> Patient { get; } = new(
        FhirNames.Patient,
        scope => scope.Db.Patients.Where(p => p.OrganizationId == scope.Actor.OrganizationId
            && (scope.Actor.IsStaff || (scope.Actor.Role == Role.Patient && p.Id == scope.Actor.PatientId))),
        new FhirOrder<Patient>(rows => rows.OrderBy(p => p.Id), (rows, place) => FhirOrders.Id(place) is { } id ? rows.Where(p => p.Id > id) : null),
        ids => p => ids.Contains(p.Id),
        async (scope, rows, gone) => Placed((await FhirFacts.Patients(scope.Db, rows).ToListAsync(gone).ConfigureAwait(false)).Select(FhirPeople.Patient)),
        [
            new("_lastUpdated", "date", "When the record was last changed.", (scope, term) => term.Date(scope.Policy) is not { } date ? null : FhirPredicates.Fits<Patient>(
                p => scope.Db.Activity.Where(l => l.SubjectId == p.Id).OrderByDescending(l => l.Sequence).Select(l => (DateTimeOffset?)l.At).FirstOrDefault(), date)),
            .. new[] { "name", "family", "given" }.Select(name => new FhirFilter<Patient>(
                name, "string", "A word of the name begins with it. The clinic keeps a name as one text, so that family and given find the same.", FhirWords.PatientName, "exact", "contains")),
            new("birthdate", "date", "The date of birth.", (scope, term) => term.Date(scope.Policy) is { Days: { } days } date ? Born(scope, date.Prefix, days) : null),
            new("telecom", "token", "The telephone number, as it is written.", Phone),
            new("phone", "token", "The telephone number, as it is written.", Phone),
            new("identifier", "token", "The id in the system that the record was taken over from.", (_, term) => term.Token() is not { } token ? null
                : token.System is null or "" or FhirNames.FormerIds ? p => p.ExternalId == token.Code : FhirPredicates.None<Patient>()),
        ],
        [new("organization", ["managingOrganization"], [FhirNames.Organization])]);

    public static FhirKind<Practitioner> Practitioner { get; } = Doctors(
        FhirNames.Practitioner, FhirPeople.Practitioner,
        [
            new("name", "string", DoctorName, (scope, term) => Named(scope, term, d => [d.GivenName, d.FamilyName, $"{d.GivenName} {d.FamilyName}", d.DisplayName]), "exact", "contains"),
            new("family", "string", DoctorName, (scope, term) => Named(scope, term, d => [d.FamilyName]), "exact", "contains"),
            new("given", "string", DoctorName, (scope, term) => Named(scope, term, d => [d.GivenName]), "exact", "contains"),
        ],
        NoIncludes);

    public static FhirKind<Practitioner> Schedule { get; } = Doctors(
        FhirNames.Schedule, FhirPeople.Schedule,
        [new("actor", "reference", "The doctor, or the room that he usually works in.", (_, term) => ActorOf(term), FhirNames.Practitioner, FhirNames.Location)],
        [new("actor", ["actor"], [FhirNames.Practitioner, FhirNames.Location])]);

    public static FhirKind<Practitioner> PractitionerRole { get; } = Doctors(
        FhirNames.PractitionerRole, null,
        [
            new("practitioner", "reference", "The doctor.", (_, term) => term.Reference(FhirNames.Practitioner) is { } to ? Is(FhirTerm.RowId(to.Id)) : null, FhirNames.Practitioner),
            new("organization", "reference", "The clinic.", (scope, term) => term.Reference(FhirNames.Organization) is not { } to ? null
                : FhirTerm.RowId(to.Id) == scope.Actor.OrganizationId ? _ => true : FhirPredicates.None<Practitioner>(), FhirNames.Organization),
            new("location", "reference", "The room that the doctor usually works in.", (_, term) => term.Reference(FhirNames.Location) is { } to ? In(FhirTerm.RowId(to.Id)) : null, FhirNames.Location),
        ],
        [
            new("practitioner", ["practitioner"], [FhirNames.Practitioner]),
            new("organization", ["organization"], [FhirNames.Organization]),
            new("location", ["location"], [FhirNames.Location]),
        ]);

    public static FhirKind<Organization> Organization { get; } = new(
        FhirNames.Organization,
        scope => scope.Db.Organizations.Where(o => o.Id == scope.Actor.OrganizationId),
        new FhirOrder<Organization>(rows => rows.OrderBy(o => o.Id), (rows, place) => FhirOrders.Id(place) is { } id ? rows.Where(o => o.Id > id) : null),
        ids => o => ids.Contains(o.Id),
        async (scope, rows, gone) => Placed((await FhirFacts.Organizations(scope.Db, rows).ToListAsync(gone).ConfigureAwait(false)).Select(FhirPlaces.Organization)),
        [new("name", "string", "The name begins with it, without case and accents.", (scope, term) => FhirWords.Fits(term, scope.Policy.ClinicName) ? _ => true : FhirPredicates.None<Organization>(), "exact", "contains")],
        NoIncludes);

    public static FhirKind<Location> Location { get; } = new(
        FhirNames.Location,
        scope => scope.Db.Locations.Where(r => r.OrganizationId == scope.Actor.OrganizationId),
        new FhirOrder<Location>(rows => rows.OrderBy(r => r.Id), (rows, place) => FhirOrders.Id(place) is { } id ? rows.Where(r => r.Id > id) : null),
        ids => r => ids.Contains(r.Id),
        async (scope, rows, gone) => Placed((await FhirFacts.Locations(scope.Db, rows).ToListAsync(gone).ConfigureAwait(false)).Select(FhirPlaces.Location)),
        [
            new("name", "string", "The name begins with it, without case and accents.", (scope, term) => Rooms(scope, term), "exact", "contains"),
            new("status", "token", "Whether the room is in use: active or inactive.", (_, term) => FhirWords.Code(term, "http://hl7.org/fhir/location-status", "active", "suspended", "inactive") switch
            {
                null => null,
                "active" => r => !r.IsRetired,
                "inactive" => r => r.IsRetired,
                _ => FhirPredicates.None<Location>(),
            }),
            new("organization", "reference", "The clinic.", (_, term) => term.Reference(FhirNames.Organization) is { } to ? Of(FhirTerm.RowId(to.Id)) : null, FhirNames.Organization),
        ],
        [new("organization", ["managingOrganization"], [FhirNames.Organization])]);

    /// <summary>Resources by the ids that they have.</summary>
    public static List<(string Place, JsonObject Resource)> Placed(IEnumerable<JsonObject> resources) => [.. resources.Select(r => (r["id"]!.ToString(), r))];

    private static FhirKind<Practitioner> Doctors(
        string type, Func<PractitionerFacts, JsonObject>? write, IReadOnlyList<FhirFilter<Practitioner>> filters, IReadOnlyList<FhirInclude> includes) => new(
        type,
        scope => scope.Db.Practitioners.Where(p => p.OrganizationId == scope.Actor.OrganizationId),
        new FhirOrder<Practitioner>(rows => rows.OrderBy(p => p.Id), (rows, place) => FhirOrders.Id(place) is { } id ? rows.Where(p => p.Id > id) : null),
        ids => p => ids.Contains(p.Id),
        async (scope, rows, gone) => Placed((await FhirFacts.Practitioners(scope.Db, rows).ToListAsync(gone).ConfigureAwait(false)).Select(write ?? (d => AtWork(scope, d)))),
        filters,
        includes);

    // Hours are for the people who work here, as on the pages.
    private static JsonObject AtWork(FhirScope scope, PractitionerFacts doctor) =>
        FhirPeople.Role(doctor, scope.Actor.IsStaff ? scope.Book.HoursOf(HoursOwner.Practitioner(doctor.Id)) : null);

    private static Expression<Func<Patient, bool>>? Born(FhirScope scope, string prefix, (DateOnly From, DateOnly Until) days)
    {
        var (from, until) = days;
        if (prefix == "eq")
        {
            var born = FindingTerms.Born(from.ToString(until == from.AddDays(1) ? "yyyy-MM-dd" : until == from.AddMonths(1) ? "yyyy-MM" : "yyyy", CultureInfo.InvariantCulture));
            var having = PatientFinder.Having(scope.Db, scope.Actor.OrganizationId, [born]);
            return p => having.Contains(p.Id);
        }

        return prefix switch
        {
            "ne" => p => p.BirthDate < from || p.BirthDate >= until,
            "ge" => p => p.BirthDate >= from,
            "gt" or "sa" => p => p.BirthDate >= until,
            "le" => p => p.BirthDate < until,
            _ => p => p.BirthDate < from,
        };
    }

    private static Expression<Func<Patient, bool>>? Phone(FhirScope scope, FhirTerm term)
    {
        if (term.Token() is not { } token) return null;
        if (token.System is not (null or "" or "phone")) return FhirPredicates.None<Patient>();
        if (Telephone.Digits(token.Code) is not { Length: > 0 } digits) return p => p.Phone == token.Code;
        var having = PatientFinder.Having(scope.Db, scope.Actor.OrganizationId, [digits]);
        return p => having.Contains(p.Id) && p.Phone == token.Code;
    }

    private static Expression<Func<Practitioner, bool>>? Named(FhirScope scope, FhirTerm term, Func<PractitionerRow, string[]> names)
    {
        if (string.IsNullOrWhiteSpace(term.Text)) return null;
        var ids = scope.Doctors.Where(d => FhirWords.Fits(term, names(d))).Select(d => d.Id).ToList();
        return p => ids.Contains(p.Id);
    }

    private static Expression<Func<Location, bool>>? Rooms(FhirScope scope, FhirTerm term)
    {
        if (string.IsNullOrWhiteSpace(term.Text)) return null;
        var ids = scope.Book.Rooms.Where(r => FhirWords.Fits(term, r.Name)).Select(r => r.Id).ToList();
        return r => ids.Contains(r.Id);
    }

    private static Expression<Func<Practitioner, bool>>? ActorOf(FhirTerm term)
    {
        if (term.Reference(FhirNames.Practitioner, FhirNames.Location) is not { } to) return null;
        var id = FhirTerm.RowId(to.Id);
        return to.Type switch
        {
            FhirNames.Practitioner => Is(id),
            FhirNames.Location => In(id),
            _ => p => p.Id == id || p.LocationId == id,
        };
    }

    private static Expression<Func<Practitioner, bool>> Is(Guid id) => p => p.Id == id;

    private static Expression<Func<Practitioner, bool>> In(Guid roomId) => p => p.LocationId == roomId;

    private static Expression<Func<Location, bool>> Of(Guid organizationId) => r => r.OrganizationId == organizationId;
}
