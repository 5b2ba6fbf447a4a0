using System.Linq.Expressions;
using System.Text.Json.Nodes;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>A search parameter, as the CapabilityStatement tells of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Of FHIR's search parameter types: token, date, reference, string.</param>
/// <param name="Words">What it finds here.</param>
/// <param name="Modifiers">What may stand behind a colon.</param>
public sealed record FhirParameter(string Name, string Type, string Words, IReadOnlyList<string> Modifiers);

/// <summary>What can be asked to come along with a match.</summary>
/// <param name="Name">The name behind the type, as in "Appointment:patient".</param>
/// <param name="Path">Where in the resource the references stand.</param>
/// <param name="Targets">The types that are taken along.</param>
public sealed record FhirInclude(string Name, IReadOnlyList<string> Path, IReadOnlyList<string> Targets);

/// <summary>A search, read.</summary>
/// <param name="Terms">All of these groups must fit; of a group one value.</param>
/// <param name="Count">Most matches of the page; 0 for none.</param>
/// <param name="After">Where the page before ended, or null.</param>
/// <param name="WantsTotal">The number of all matches is wanted.</param>
internal sealed record FhirWish(IReadOnlyList<(string Name, IReadOnlyList<FhirTerm> Values)> Terms, int Count, string? After, bool WantsTotal);

/// <summary>A page of a search.</summary>
/// <param name="Matches">The resources.</param>
/// <param name="Next">Where the next page begins, or null.</param>
/// <param name="Total">All matches, where they were counted.</param>
internal sealed record FhirMatches(IReadOnlyList<JsonObject> Matches, string? Next, int? Total);

/// <summary>One type of resource: what can be searched by, and how it is read. Whatever it reads exists for the actor.</summary>
internal interface IFhirKind
{
    /// <summary>The type's name.</summary>
    string Type { get; }

    /// <summary>What can be searched by.</summary>
    IReadOnlyList<FhirParameter> Parameters { get; }

    /// <summary>What can come along.</summary>
    IReadOnlyList<FhirInclude> Includes { get; }

    /// <summary>One page of matches, or the refusal of a value.</summary>
    Task<(FhirMatches? Found, Refusal? Refusal)> SearchAsync(FhirScope scope, FhirWish wish, CancellationToken gone);

    /// <summary>Those of the ids that exist for the actor.</summary>
    Task<IReadOnlyList<JsonObject>> ReadAsync(FhirScope scope, IReadOnlyCollection<string> ids, CancellationToken gone);
}

/// <summary>One way to search rows.</summary>
/// <param name="Parameter">How it is described.</param>
/// <param name="Make">The condition of one value; null for a value that cannot be used.</param>
internal sealed record FhirFilter<T>(FhirParameter Parameter, Func<FhirScope, FhirTerm, Expression<Func<T, bool>>?> Make)
{
    public FhirFilter(string name, string type, string words, Func<FhirScope, FhirTerm, Expression<Func<T, bool>>?> make, params string[] modifiers)
        : this(new FhirParameter(name, type, words, modifiers), make)
    {
    }
}

/// <summary>The order of the rows of a type, in which pages follow one another.</summary>
internal sealed record FhirOrder<T>(Func<IQueryable<T>, IQueryable<T>> Sort, Func<IQueryable<T>, string, IQueryable<T>?> After);

/// <summary>A type of resource that is rows of the database.</summary>
/// <param name="Type">The type's name.</param>
/// <param name="Visible">The rows that exist for the actor.</param>
/// <param name="Order">Their order.</param>
/// <param name="ById">The condition of one of some ids.</param>
/// <param name="WriteAsync">Rows as resources, each with its place in the order; in any order.</param>
/// <param name="Filters">The ways to search them.</param>
/// <param name="Includes">What can come along.</param>
internal sealed record FhirKind<T>(
    string Type,
    Func<FhirScope, IQueryable<T>> Visible,
    FhirOrder<T> Order,
    Func<IReadOnlyCollection<Guid>, Expression<Func<T, bool>>> ById,
    Func<FhirScope, IQueryable<T>, CancellationToken, Task<List<(string Place, JsonObject Resource)>>> WriteAsync,
    IReadOnlyList<FhirFilter<T>> Filters,
    IReadOnlyList<FhirInclude> Includes) : IFhirKind
{
    private static readonly FhirParameter IdParameter = new("_id", "token", "The resource's own id.", []);

    public IReadOnlyList<FhirParameter> Parameters { get; } = [IdParameter, .. Filters.Select(f => f.Parameter)];

    public async Task<(FhirMatches? Found, Refusal? Refusal)> SearchAsync(FhirScope scope, FhirWish wish, CancellationToken gone)
    {
        var rows = Visible(scope);
        foreach (var (name, values) in wish.Terms)
        {
            var conditions = new List<Expression<Func<T, bool>>>();
            foreach (var value in values)
            {
                var condition = name == IdParameter.Name ? ById([FhirTerm.RowId(value.Text)]) : Filters.Single(f => f.Parameter.Name == name).Make(scope, value);
                if (condition is null) return (null, Refusal.Invalid(name, $"The value of \"{name}\" cannot be used."));
                conditions.Add(condition);
            }

            rows = rows.Where(FhirPredicates.Any(conditions));
        }

        int? total = wish.WantsTotal ? await rows.CountAsync(gone).ConfigureAwait(false) : null;
        if (wish.Count == 0) return (new FhirMatches([], null, total), null);
        if (wish.After is { } after)
        {
            if (Order.After(rows, after) is not { } rest) return (null, Refusal.Invalid("_page", "This page does not exist. Please begin the search again."));
            rows = rest;
        }

        var page = await WriteAsync(scope, Order.Sort(rows).Take(wish.Count + 1), gone).ConfigureAwait(false);
        page.Sort((one, other) => string.CompareOrdinal(one.Place, other.Place));
        var hasMore = page.Count > wish.Count;
        var matches = page.Take(wish.Count).ToList();
        return (new FhirMatches([.. matches.Select(m => m.Resource)], hasMore ? matches[^1].Place : null, total), null);
    }

    public async Task<IReadOnlyList<JsonObject>> ReadAsync(FhirScope scope, IReadOnlyCollection<string> ids, CancellationToken gone)
    {
        var known = ids.Select(FhirTerm.RowId).Where(id => id != Guid.Empty).ToList();
        if (known.Count == 0) return [];
        return [.. (await WriteAsync(scope, Visible(scope).Where(ById(known)), gone).ConfigureAwait(false)).Select(r => r.Resource)];
    }
}
