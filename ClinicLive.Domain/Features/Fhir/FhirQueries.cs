using System.Text.Json.Nodes;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>Reads and searches of the clinic as HL7 FHIR R4 resources. What an actor does not see on the pages does not exist here either.</summary>
public sealed class FhirQueries(
    IDbContextFactory<ClinicDbContext> contexts, ScheduleQueries schedule, PractitionerQueries practitioners, FreeSlotQueries free, TimeProvider time)
{
    /// <summary>Most resources of one page, without what comes along.</summary>
    public const int MostAtOnce = 200;

    /// <summary>Resources of a page where nothing is said.</summary>
    public const int UsualCount = 50;

    private const int MostValues = 50;

    private readonly IFhirKind[] _kinds =
    [
        FhirKindsOfPeople.Patient, FhirKindsOfPeople.Practitioner, FhirKindsOfPeople.PractitionerRole, FhirKindsOfPeople.Organization, FhirKindsOfPeople.Location,
        FhirKindsOfPeople.Schedule, new FhirSlots(free), FhirKindsOfVisits.Appointment, FhirKindsOfVisits.Encounter, FhirKindsOfVisits.Communication,
    ];

    /// <summary>The types of resources there are, with what they can be searched by.</summary>
    public IReadOnlyList<FhirType> Types => [.. _kinds.Select(k => new FhirType(k.Type, k.Parameters, k.Includes))];

    /// <summary>True for a type that there is.</summary>
    public bool Has(string type) => Array.Exists(_kinds, k => k.Type == type);

    /// <summary>The id of the Slot that is a time of a doctor.</summary>
    public static string SlotOf(Guid practitionerId, DateTimeOffset start, int minutes) => new SlotId(practitionerId, start, minutes).ToString();

    /// <summary>One resource; null when it does not exist for this person.</summary>
    public async Task<JsonObject?> ReadAsync(Actor actor, string type, string id, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        return (await Kind(type).ReadAsync(await ScopeAsync(db, actor, gone).ConfigureAwait(false), [id], gone).ConfigureAwait(false)).SingleOrDefault();
    }

    /// <summary>
    /// A page of a search. A parameter that there is not is left out, and named; refused are a value that cannot be used, a modifier that there is not, and with
    /// <paramref name="strict"/> also what would be left out.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="type">One of <see cref="Types"/>.</param>
    /// <param name="asked">The parameters as they were sent, without those that only say how to answer.</param>
    /// <param name="strict">Nothing is left out.</param>
    /// <param name="gone">Stops the read.</param>
    public async Task<Outcome<FhirPage>> SearchAsync(Actor actor, string type, IReadOnlyList<(string Name, string Value)> asked, bool strict, CancellationToken gone = default)
    {
        var kind = Kind(type);
        var (search, refusal) = FhirSearch.Read(kind, asked);
        if (search is null) return refusal!;
        if (strict && search.LeftOut.Count > 0) return Refusal.Invalid(search.LeftOut[0], $"There is no parameter \"{search.LeftOut[0]}\" for {type} here.");
        if (search.Wish.Terms.Sum(t => t.Values.Count) > MostValues) return Refusal.Invalid("", $"Please search by at most {MostValues} values at once.");

        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var scope = await ScopeAsync(db, actor, gone).ConfigureAwait(false);
        var (found, unusable) = await kind.SearchAsync(scope, search.Wish, gone).ConfigureAwait(false);
        if (found is null) return unusable!;
        var along = await AlongAsync(scope, found.Matches, search.Includes, gone).ConfigureAwait(false);
        return Outcome<FhirPage>.Already(new FhirPage(found.Matches, along, found.Total, found.Next, search.Used, search.LeftOut));
    }

    private async Task<IReadOnlyList<JsonObject>> AlongAsync(FhirScope scope, IReadOnlyList<JsonObject> matches, IReadOnlyList<FhirInclude> includes, CancellationToken gone)
    {
        var wanted = includes.SelectMany(i => matches.SelectMany(m => References(m, i.Path, 0)).Select(r => r.Split('/')).Where(r => r.Length == 2 && i.Targets.Contains(r[0])))
            .Select(r => (Type: r[0], Id: r[1])).Distinct().GroupBy(r => r.Type, r => r.Id, StringComparer.Ordinal);
        var along = new List<JsonObject>();
        foreach (var type in wanted) along.AddRange(await Kind(type.Key).ReadAsync(scope, [.. type], gone).ConfigureAwait(false));
        return along;
    }

    private static IEnumerable<string> References(JsonNode? node, IReadOnlyList<string> path, int depth) => node switch
    {
        JsonArray list => list.SelectMany(item => References(item, path, depth)),
        JsonObject one when depth == path.Count => one["reference"] is { } reference ? [reference.ToString()] : [],
        JsonObject one => References(one[path[depth]], path, depth + 1),
        _ => [],
    };

    private async Task<FhirScope> ScopeAsync(ClinicDbContext db, Actor actor, CancellationToken gone)
    {
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        return new FhirScope(db, actor, time.GetUtcNow(), book, (await practitioners.ListAsync(actor, gone).ConfigureAwait(false)).Rows);
    }

    private IFhirKind Kind(string type) => _kinds.Single(k => k.Type == type);
}

/// <summary>A type of resource.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">What it can be searched by.</param>
/// <param name="Includes">What can come along.</param>
public sealed record FhirType(string Name, IReadOnlyList<FhirParameter> Parameters, IReadOnlyList<FhirInclude> Includes);

/// <summary>A page of a search.</summary>
/// <param name="Matches">What was found.</param>
/// <param name="Along">What came along.</param>
/// <param name="Total">How many there are in all, where that was asked for.</param>
/// <param name="Next">Where the next page begins, for the parameter "_page"; null on the last.</param>
/// <param name="Used">The parameters that were used, as they were sent.</param>
/// <param name="LeftOut">The names of those that were not.</param>
public sealed record FhirPage(
    IReadOnlyList<JsonObject> Matches, IReadOnlyList<JsonObject> Along, int? Total, string? Next, IReadOnlyList<(string Name, string Value)> Used, IReadOnlyList<string> LeftOut);
