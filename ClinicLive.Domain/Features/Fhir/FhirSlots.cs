using System.Globalization;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>
/// Doctors' times as Slots: free ones as they are computed at this moment (<see cref="FreeSlotQueries"/>), and for staff what is taken. A patient
/// sees the times of the visits that he may book himself; staff without a kind of visit see the quarters of an hour.
/// </summary>
internal sealed class FhirSlots(FreeSlotQueries free) : IFhirKind
{
    private const int UsualDays = 14;
    private const int QuarterHour = 15;
    private const int MostReads = 120; // of calendars, each for one doctor and one kind of visit
    private const int MostDays = 640; // of all of these together

    public string Type => FhirNames.Slot;

    public IReadOnlyList<FhirParameter> Parameters { get; } =
    [
        new("_id", "token", "The resource's own id.", []),
        new("schedule", "reference", $"The doctor's calendar. One search looks at no more than {MostReads} calendars, each kind of visit counted, and {MostDays} days of them together.", [FhirNames.Schedule]),
        new("start", "date", $"When it begins; within {FreeSlotQueries.LongestDays} days. From now on for {UsualDays} days where it is not said.", []),
        new("status", "token", "free; for staff also busy and busy-tentative (reserved for some minutes).", []),
        new("service-type", "token", "The kind of visit that is to be booked, by its code; it decides the length.", []),
    ];

    public IReadOnlyList<FhirInclude> Includes { get; } = [new("schedule", ["schedule"], [FhirNames.Schedule])];

    public async Task<(FhirMatches? Found, Refusal? Refusal)> SearchAsync(FhirScope scope, FhirWish wish, CancellationToken gone)
    {
        if (wish.Terms.FirstOrDefault(t => t.Name == "_id").Values is { } ids)
        {
            if (wish.Terms.Count > 1) return (null, Refusal.Invalid("_id", "A Slot that is named by its _id is not searched by anything else."));
            var these = (await ReadAsync(scope, [.. ids.Select(v => v.Text)], gone).ConfigureAwait(false)).OrderBy(s => s["id"]!.ToString(), StringComparer.Ordinal).ToList();
            var rest = these.Where(s => wish.After is null || string.CompareOrdinal(s["id"]!.ToString(), wish.After) > 0).ToList();
            var hasMore = wish.Count > 0 && rest.Count > wish.Count;
            return (new FhirMatches([.. rest.Take(wish.Count)], hasMore ? rest[wish.Count - 1]["id"]!.ToString() : null, wish.WantsTotal ? these.Count : null), null);
        }

        var (asked, refusal) = Asked.Read(scope, wish);
        if (asked is null) return (null, refusal);
        if (TooMuch(scope, asked) is { } much) return (null, much);
        var slots = new List<SlotFacts>();
        if (asked.Statuses.Contains("free")) slots.AddRange(await FreeAsync(scope, asked, gone).ConfigureAwait(false));
        if (scope.Actor.IsStaff && asked.Types is null) slots.AddRange(await TakenAsync(scope, asked, gone).ConfigureAwait(false));

        var placed = slots.Where(s => s.Start >= asked.From && s.Start < asked.Until).Select(s => (Place: Place(s), Slot: s)).OrderBy(s => s.Place, StringComparer.Ordinal).ToList();
        var page = placed.Where(s => wish.After is null || string.CompareOrdinal(s.Place, wish.After) > 0).Take(wish.Count + 1).ToList();
        return (new FhirMatches(
            [.. page.Take(wish.Count).Select(s => FhirPlaces.Slot(s.Slot))], wish.Count > 0 && page.Count > wish.Count ? page[wish.Count - 1].Place : null, wish.WantsTotal ? placed.Count : null), null);
    }

    public async Task<IReadOnlyList<JsonObject>> ReadAsync(FhirScope scope, IReadOnlyCollection<string> ids, CancellationToken gone)
    {
        var found = new List<JsonObject>();
        foreach (var text in ids.Distinct(StringComparer.Ordinal).Take(FhirQueries.MostAtOnce))
        {
            if (SlotId.TryRead(text, out var id) && id.Minutes is >= Appointment.ShortestMinutes and <= Appointment.LongestMinutes && id.Start.Year is > 1 and < 9000
                && await FindAsync(scope, id, gone).ConfigureAwait(false) is { } slot) found.Add(FhirPlaces.Slot(slot));
        }

        return found;
    }

    private async Task<SlotFacts?> FindAsync(FhirScope scope, SlotId id, CancellationToken gone)
    {
        var day = scope.Policy.DayOf(id.Start);
        var search = new FreeSlotSearch(day, day, id.Minutes, PractitionerId: id.PractitionerId);
        if (!scope.Actor.IsStaff)
        {
            var types = Online(scope, null).Where(t => t.Minutes == id.Minutes && t.IsOfferedBy(id.PractitionerId)).ToList();
            var open = new List<(Guid, string)>();
            foreach (var type in types)
            {
                if (await free.IsFreeAsync(scope.Actor, search with { VisitTypeId = type.Id }, id.Start, gone).ConfigureAwait(false)) open.Add((type.Id, type.Name));
            }

            return open.Count == 0 ? null : new SlotFacts(id.PractitionerId, id.Start, id.Minutes, "free", open);
        }

        if (await free.IsFreeAsync(scope.Actor, search, id.Start, gone).ConfigureAwait(false)) return new SlotFacts(id.PractitionerId, id.Start, id.Minutes, "free", []);
        var (end, earliest) = (id.Start.AddMinutes(id.Minutes), id.Start.AddMinutes(-Appointment.LongestMinutes));
        var lies = await scope.Db.Appointments.AsNoTracking()
            .Where(a => a.PractitionerId == id.PractitionerId && a.HoldsSlot && a.Start > earliest && a.Start < end && a.End > id.Start && a.OrganizationId == scope.Actor.OrganizationId)
            .Select(a => a.Status).ToListAsync(gone).ConfigureAwait(false);
        return lies.Count == 0 ? null : new SlotFacts(id.PractitionerId, id.Start, id.Minutes, lies.TrueForAll(s => s == AppointmentStatus.Held) ? "busy-tentative" : "busy", []);
    }

    // Each calendar is read by itself, day by day: the size of the clinic must not be what a request costs.
    private static Refusal? TooMuch(FhirScope scope, Asked asked)
    {
        var kinds = scope.Actor.IsStaff && asked.Types is null ? 1 : Online(scope, asked.Types).Count();
        var (calendars, days) = (asked.Doctors.Count * kinds, Math.Ceiling((asked.Until - asked.From).TotalDays));
        return calendars > MostReads || calendars * days > MostDays
            ? Refusal.Invalid("schedule", $"This would look at {days:0} days of {calendars} calendars. Please name the schedules, a shorter start or a service-type: one search looks at no more than {MostReads} calendars and {MostDays} days of them together.")
            : null;
    }

    private async Task<IEnumerable<SlotFacts>> FreeAsync(FhirScope scope, Asked asked, CancellationToken gone)
    {
        var (first, last) = (scope.Policy.DayOf(asked.From > scope.Now ? asked.From : scope.Now), scope.Policy.DayOf(asked.Until));
        if (last < first) return [];
        var searches = scope.Actor.IsStaff && asked.Types is null
            ? [(Type: null, new FreeSlotSearch(first, last, QuarterHour))]
            : Online(scope, asked.Types).Select(t => (Type: (VisitTypeRow?)t, Search: new FreeSlotSearch(first, last, VisitTypeId: t.Id))).ToList();
        var found = new List<(FreeSlot Slot, VisitTypeRow? Type)>();
        foreach (var (type, search) in searches)
        {
            foreach (var doctor in asked.Doctors)
            {
                var slots = await free.FindAsync(scope.Actor, search with { PractitionerId = doctor }, gone).ConfigureAwait(false);
                found.AddRange(slots.Slots.Select(s => (s, type)));
            }
        }

        return found.GroupBy(f => (f.Slot.PractitionerId, f.Slot.Start, f.Slot.Minutes)).Select(g => new SlotFacts(
            g.Key.PractitionerId, g.Key.Start, g.Key.Minutes, "free", [.. g.Where(f => f.Type is not null).Select(f => (f.Type!.Id, f.Type.Name))]));
    }

    private static async Task<IEnumerable<SlotFacts>> TakenAsync(FhirScope scope, Asked asked, CancellationToken gone)
    {
        var taken = new List<SlotFacts>();
        foreach (var doctor in asked.Doctors)
        {
            // One short read of the index for each doctor.
            var rows = await scope.Db.Appointments.AsNoTracking()
                .Where(a => a.PractitionerId == doctor && a.HoldsSlot && a.Start >= asked.From && a.Start < asked.Until && a.OrganizationId == scope.Actor.OrganizationId)
                .Select(a => new { a.Start, a.End, a.Status }).ToListAsync(gone).ConfigureAwait(false);
            taken.AddRange(rows.Select(a => new SlotFacts(doctor, a.Start, (int)(a.End - a.Start).TotalMinutes, a.Status == AppointmentStatus.Held ? "busy-tentative" : "busy", [])));
        }

        return taken.Where(s => asked.Statuses.Contains(s.Status));
    }

    // Staff may ask for every kind of visit that is not retired, patients for those that they book themselves.
    private static IEnumerable<VisitTypeRow> Online(FhirScope scope, IReadOnlyCollection<Guid>? asked) =>
        scope.Book.VisitTypes.Where(t => !t.IsRetired && (scope.Actor.IsStaff || t.IsOnline) && asked?.Contains(t.Id) != false);

    private static string Place(SlotFacts slot) => string.Create(CultureInfo.InvariantCulture, $"{slot.Start.UtcTicks:D19}.{slot.PractitionerId:N}.{slot.Minutes:D3}");

    /// <summary>What is looked for.</summary>
    private sealed record Asked(DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<Guid> Doctors, IReadOnlyList<string> Statuses, IReadOnlyCollection<Guid>? Types)
    {
        public static (Asked? Asked, Refusal? Refusal) Read(FhirScope scope, FhirWish wish)
        {
            DateTimeOffset? lower = null, upper = null;
            var doctors = scope.Book.Doctors.Select(d => d.Id).ToList();
            List<string> statuses = ["free", "busy", "busy-tentative"];
            List<Guid>? types = null;
            foreach (var (name, values) in wish.Terms)
            {
                if (name == "start")
                {
                    if (values is not [var only] || only.Date(scope.Policy) is not { Prefix: not "ne" } date) return (null, Unusable(name));
                    if (date.Lower is { } from && !(lower > from)) lower = from;
                    if (date.Upper is { } until && !(upper < until)) upper = until;
                }
                else if (name == "schedule")
                {
                    var ids = values.Select(v => v.Reference(FhirNames.Schedule)).ToList();
                    if (ids.Contains(null)) return (null, Unusable(name));
                    doctors = [.. doctors.Intersect(ids.Select(i => FhirTerm.RowId(i!.Value.Id)))];
                }
                else if (name == "status")
                {
                    var codes = values.Select(v => FhirWords.Code(v, "http://hl7.org/fhir/slotstatus", "busy", "free", "busy-unavailable", "busy-tentative", "entered-in-error")).ToList();
                    if (codes.Contains(null)) return (null, Unusable(name));
                    statuses = [.. statuses.Intersect(codes.OfType<string>(), StringComparer.Ordinal)];
                }
                else
                {
                    var tokens = values.Select(v => v.Token()).ToList();
                    if (tokens.Contains(null)) return (null, Unusable(name));
                    var ids = tokens.Where(t => t!.Value.System is null or "" or FhirNames.VisitTypes).Select(t => FhirTerm.RowId(t!.Value.Code));
                    types = [.. types is null ? ids : types.Intersect(ids)];
                }
            }

            var begin = lower ?? (upper is { } end && end < scope.Now ? end.AddDays(-UsualDays) : scope.Now);
            var stop = upper ?? begin.AddDays(UsualDays);
            return stop - begin > TimeSpan.FromDays(FreeSlotQueries.LongestDays - 1)
                ? (null, Refusal.Invalid("start", $"Please look at less than {FreeSlotQueries.LongestDays} days at once."))
                : (new Asked(begin, stop, doctors, statuses, types), null);
        }

        private static Refusal Unusable(string name) => Refusal.Invalid(name, $"The value of \"{name}\" cannot be used.");
    }
}
