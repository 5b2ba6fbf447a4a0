using System.Linq.Expressions;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Chat;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>Appointments, encounters and messages for those who search. What exists for whom is what the pages show: <see cref="AppointmentQueries.Visible"/>, <see cref="ChatRights"/>.</summary>
internal static class FhirKindsOfVisits
{
    private const string CodesOfAppointments = "http://hl7.org/fhir/appointmentstatus";
    private const string CodesOfEncounters = "http://hl7.org/fhir/encounter-status";
    private const string CodesOfEvents = "http://hl7.org/fhir/event-status";

    // A reservation that was not taken is no visit, as on the pages.
    private static readonly Expression<Func<Appointment, bool>> WasMeant = a => a.Status != AppointmentStatus.Cancelled || a.StatusBefore != AppointmentStatus.Held;

    private static readonly FhirFilter<Appointment> Changed = new("_lastUpdated", "date", "When it was last changed.", FhirWords.AppointmentChanged);
    private static readonly FhirFilter<Appointment> Doctor = new("practitioner", "reference", "The doctor.", (_, term) => Who(term, FhirNames.Practitioner), FhirNames.Practitioner);
    private static readonly FhirFilter<Appointment> Room = new(
        "location", "reference", "The room.", (scope, term) => term.Reference(FhirNames.Location) is { } to ? FhirWords.InRoom(scope, FhirTerm.RowId(to.Id)) : null, FhirNames.Location);

    public static FhirKind<Appointment> Appointment { get; } = new(
        FhirNames.Appointment,
        scope => AppointmentQueries.Visible(scope.Db, scope.Actor).Where(WasMeant),
        FhirOrders.ByStart,
        ids => a => ids.Contains(a.Id),
        async (scope, rows, gone) => [.. (await FactsAsync(scope, rows, gone).ConfigureAwait(false)).Select(a => (FhirOrders.Place(a), FhirVisits.Appointment(a)))],
        [
            Changed,
            new("date", "date", "When it begins.", (scope, term) => term.Date(scope.Policy) is { } date ? Begins(scope, date) : null),
            new("patient", "reference", "The patient.", (_, term) => Who(term, FhirNames.Patient), FhirNames.Patient),
            Doctor,
            new("actor", "reference", "The patient, the doctor or the room.", Takes, FhirNames.Patient, FhirNames.Practitioner, FhirNames.Location),
            Room,
            new("status", "token", "The state.", (_, term) => States(
                FhirWords.Code(term, CodesOfAppointments, "proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error", "checked-in", "waitlist"), FhirStatuses.OfAppointmentCode)),
            new("service-type", "token", "The kind of visit, by its code.", (_, term) => term.Token() is not { } token ? null
                : token.System is null or "" or FhirNames.VisitTypes ? Kind(FhirTerm.RowId(token.Code)) : FhirPredicates.None<Appointment>()),
            new("identifier", "token", "The id in the system that it was taken over from, or the id of the command that made it.", Identified),
        ],
        [
            new("patient", ["participant", "actor"], [FhirNames.Patient]),
            new("practitioner", ["participant", "actor"], [FhirNames.Practitioner]),
            new("location", ["participant", "actor"], [FhirNames.Location]),
            new("actor", ["participant", "actor"], [FhirNames.Patient, FhirNames.Practitioner, FhirNames.Location]),
        ]);

    public static FhirKind<Appointment> Encounter { get; } = new(
        FhirNames.Encounter,
        scope => AppointmentQueries.Visible(scope.Db, scope.Actor).Where(a => FhirStatuses.WithEncounter.Contains(a.Status)).Where(WasMeant),
        FhirOrders.ByStart,
        ids => a => ids.Contains(a.Id),
        async (scope, rows, gone) => [.. (await FactsAsync(scope, rows, gone).ConfigureAwait(false)).Select(a => (FhirOrders.Place(a), FhirVisits.Encounter(a)!))],
        [
            Changed,
            new("date", "date", "When the patient was here.", (scope, term) => term.Date(scope.Policy) is { } date ? Lasts(date) : null),
            new("patient", "reference", "The patient.", (_, term) => Who(term, FhirNames.Patient), FhirNames.Patient),
            new("subject", "reference", "The patient.", (_, term) => Who(term, FhirNames.Patient), FhirNames.Patient),
            Doctor,
            new("participant", "reference", "The doctor.", (_, term) => Who(term, FhirNames.Practitioner), FhirNames.Practitioner),
            Room,
            new("appointment", "reference", "The appointment.", (_, term) => term.Reference(FhirNames.Appointment) is { } to ? Is(FhirTerm.RowId(to.Id)) : null, FhirNames.Appointment),
            new("status", "token", "The state.", (_, term) => States(
                FhirWords.Code(term, CodesOfEncounters, "planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error", "unknown"), FhirStatuses.OfEncounterCode)),
        ],
        [
            new("patient", ["subject"], [FhirNames.Patient]),
            new("subject", ["subject"], [FhirNames.Patient]),
            new("practitioner", ["participant", "individual"], [FhirNames.Practitioner]),
            new("participant", ["participant", "individual"], [FhirNames.Practitioner]),
            new("location", ["location", "location"], [FhirNames.Location]),
            new("appointment", ["appointment"], [FhirNames.Appointment]),
            new("service-provider", ["serviceProvider"], [FhirNames.Organization]),
        ]);

    public static FhirKind<ChatMessage> Communication { get; } = new(
        FhirNames.Communication,
        scope => ChatRights.Messages(scope.Db, scope.Actor).Where(m => m.Kind == ChatMessageKind.Text),
        new FhirOrder<ChatMessage>(rows => rows.OrderBy(m => m.Id), (rows, place) => FhirOrders.Id(place) is { } id ? rows.Where(m => m.Id > id) : null),
        ids => m => ids.Contains(m.Id),
        async (scope, rows, gone) => FhirKindsOfPeople.Placed((await FhirFacts.WithFilesAsync(scope.Db, await FhirFacts.Messages(scope.Db, rows).ToListAsync(gone).ConfigureAwait(false), gone).ConfigureAwait(false)).Select(FhirMessages.Communication)),
        [
            new("_lastUpdated", "date", "When it was last changed.", (scope, term) => term.Date(scope.Policy) is { } date ? FhirPredicates.Fits<ChatMessage>(m => m.DeletedAt ?? m.EditedAt ?? m.SentAt, date) : null),
            new("sent", "date", "When it was sent.", (scope, term) => term.Date(scope.Policy) is { } date ? FhirPredicates.Fits<ChatMessage>(m => m.SentAt, date) : null),
            new("patient", "reference", "The patient whose conversation it is.", About, FhirNames.Patient),
            new("subject", "reference", "The patient whose conversation it is.", About, FhirNames.Patient),
            new("sender", "reference", "The patient or doctor who said it.", Said, FhirNames.Patient, FhirNames.Practitioner),
            new("status", "token", "completed; entered-in-error for what was deleted.", (_, term) =>
                FhirWords.Code(term, CodesOfEvents, "preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown") switch
                {
                    null => null,
                    "completed" => m => m.DeletedAt == null,
                    "entered-in-error" => m => m.DeletedAt != null,
                    _ => FhirPredicates.None<ChatMessage>(),
                }),
        ],
        [
            new("patient", ["subject"], [FhirNames.Patient]),
            new("subject", ["subject"], [FhirNames.Patient]),
            new("sender", ["sender"], [FhirNames.Patient, FhirNames.Practitioner]),
        ]);

    private static Task<List<AppointmentFacts>> FactsAsync(FhirScope scope, IQueryable<Appointment> rows, CancellationToken gone) => FhirFacts.Appointments(scope.Db, rows).ToListAsync(gone);

    private static Expression<Func<Appointment, bool>>? Who(FhirTerm term, string type)
    {
        if (term.Reference(type) is not { } to) return null;
        var id = FhirTerm.RowId(to.Id);
        return type == FhirNames.Patient ? a => a.PatientId == id : a => a.PractitionerId == id;
    }

    private static Expression<Func<Appointment, bool>>? Takes(FhirScope scope, FhirTerm term)
    {
        if (term.Reference(FhirNames.Patient, FhirNames.Practitioner, FhirNames.Location) is not { } to) return null;
        var id = FhirTerm.RowId(to.Id);
        return to.Type switch
        {
            FhirNames.Location => FhirWords.InRoom(scope, id),
            { } type => Who(term, type),
            null => FhirPredicates.Any<Appointment>([a => a.PatientId == id || a.PractitionerId == id, FhirWords.InRoom(scope, id)]),
        };
    }

    // The days around it are named as well: by them the database has an index.
    private static Expression<Func<Appointment, bool>> Begins(FhirScope scope, FhirDate date)
    {
        var (first, last) = (date.Lower is { } lower ? scope.Policy.DayOf(lower) : DateOnly.MinValue, date.Upper is { } upper ? scope.Policy.DayOf(upper) : DateOnly.MaxValue);
        var fits = FhirPredicates.Fits<Appointment>(a => a.Start, date);
        Expression<Func<Appointment, bool>> near = a => a.Status != AppointmentStatus.Waitlisted && a.Day >= first && a.Day <= last;
        return FhirPredicates.Both(near, fits);
    }

    // A period fits by the rules of search.html#date: with eq all of it lies within, with the others a part of it lies there.
    private static Expression<Func<Appointment, bool>>? Lasts(FhirDate date)
    {
        var (from, until) = (date.From, date.Until);
        return date.Prefix switch
        {
            "eq" => a => (a.ArrivedAt ?? a.ConsultationStartedAt) >= from && ((a.FinishedAt != null && a.FinishedAt < until) || ((a.Status == AppointmentStatus.LeftUnseen || a.Status == AppointmentStatus.Cancelled) && a.StatusSince < until)),
            "ne" => a => (a.ArrivedAt ?? a.ConsultationStartedAt) < from || ((a.ArrivedAt ?? a.ConsultationStartedAt) != null
                && !((a.FinishedAt != null && a.FinishedAt < until) || ((a.Status == AppointmentStatus.LeftUnseen || a.Status == AppointmentStatus.Cancelled) && a.StatusSince < until))),
            "lt" => a => (a.ArrivedAt ?? a.ConsultationStartedAt) < from,
            "le" => a => (a.ArrivedAt ?? a.ConsultationStartedAt) < until,
            "sa" => a => (a.ArrivedAt ?? a.ConsultationStartedAt) >= until,
            "eb" => a => (a.ArrivedAt ?? a.ConsultationStartedAt) < from && ((a.FinishedAt != null && a.FinishedAt < from) || ((a.Status == AppointmentStatus.LeftUnseen || a.Status == AppointmentStatus.Cancelled) && a.StatusSince < from)),
            _ => Reaches(date.Prefix == "gt" ? until : from),
        };
    }

    private static Expression<Func<Appointment, bool>> Reaches(DateTimeOffset after) => a => (a.ArrivedAt ?? a.ConsultationStartedAt) != null
        && (a.FinishedAt >= after || (a.FinishedAt == null && a.Status != AppointmentStatus.LeftUnseen && a.Status != AppointmentStatus.Cancelled) || ((a.Status == AppointmentStatus.LeftUnseen || a.Status == AppointmentStatus.Cancelled) && a.StatusSince >= after));

    private static Expression<Func<Appointment, bool>>? States(string? code, Func<string, AppointmentStatus[]> of)
    {
        if (code is null) return null;
        var states = of(code);
        return a => states.Contains(a.Status);
    }

    private static Expression<Func<Appointment, bool>> Kind(Guid visitTypeId) => a => a.VisitTypeId == visitTypeId;

    private static Expression<Func<Appointment, bool>> Is(Guid id) => a => a.Id == id;

    // A command is its sender's: nobody finds what somebody else asked for by the id of it.
    private static Expression<Func<Appointment, bool>>? Identified(FhirScope scope, FhirTerm term)
    {
        if (term.Token() is not { } token) return null;
        var (db, me, clinic) = (scope.Db, scope.Actor.UserId, scope.Actor.OrganizationId);
        if (token.System == FhirNames.Commands)
        {
            var command = FhirTerm.RowId(token.Code.ToLowerInvariant());
            return a => db.Activity.Any(l => l.OrganizationId == clinic && l.CommandId == command && l.ActorId == me && l.SubjectId == a.Id && l.From == null);
        }

        return token.System is null or "" or FhirNames.FormerIds ? a => a.ExternalId == token.Code : FhirPredicates.None<Appointment>();
    }

    private static Expression<Func<ChatMessage, bool>>? About(FhirScope scope, FhirTerm term)
    {
        if (term.Reference(FhirNames.Patient) is not { } to) return null;
        var (db, id) = (scope.Db, FhirTerm.RowId(to.Id));
        return m => db.ChatRooms.Any(r => r.Id == m.RoomId && r.PatientId == id);
    }

    private static Expression<Func<ChatMessage, bool>>? Said(FhirScope scope, FhirTerm term)
    {
        if (term.Reference(FhirNames.Patient, FhirNames.Practitioner) is not { } to) return null;
        var (db, id) = (scope.Db, FhirTerm.RowId(to.Id));
        return to.Type switch
        {
            FhirNames.Patient => m => db.Patients.Any(p => p.Id == id && p.AccountId == m.SenderId),
            FhirNames.Practitioner => m => db.Practitioners.Any(p => p.Id == id && p.AccountId == m.SenderId),
            _ => m => db.Patients.Any(p => p.Id == id && p.AccountId == m.SenderId) || db.Practitioners.Any(p => p.Id == id && p.AccountId == m.SenderId),
        };
    }
}
