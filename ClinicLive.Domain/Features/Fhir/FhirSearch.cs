using System.Globalization;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>The parameters of a search, read.</summary>
/// <param name="Wish">What is to be found.</param>
/// <param name="Includes">What comes along.</param>
/// <param name="Used">The parameters that count, but for the page.</param>
/// <param name="LeftOut">The names of those that do not.</param>
internal sealed record FhirSearch(FhirWish Wish, IReadOnlyList<FhirInclude> Includes, IReadOnlyList<(string Name, string Value)> Used, IReadOnlyList<string> LeftOut)
{
    /// <summary>Reads the parameters; one without a value says nothing and is left out of the search (search.html).</summary>
    public static (FhirSearch? Search, Refusal? Refusal) Read(IFhirKind kind, IReadOnlyList<(string Name, string Value)> asked)
    {
        var (count, total, after) = (FhirQueries.UsualCount, false, (string?)null);
        var (terms, includes) = (new List<(string, IReadOnlyList<FhirTerm>)>(), new List<FhirInclude>());
        var (used, leftOut) = (new List<(string, string)>(), new List<string>());
        foreach (var (sent, value) in asked)
        {
            var colon = sent.IndexOf(':', StringComparison.Ordinal);
            var (name, modifier) = colon < 0 ? (sent, null) : (sent[..colon], sent[(colon + 1)..]);
            if (value.Length == 0) continue;
            switch (sent)
            {
                case "_page":
                    after = value;
                    continue;
                case "_count":
                    if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var most)) return Unusable(sent);
                    count = Math.Min(most, FhirQueries.MostAtOnce);
                    used.Add((sent, count.ToString(CultureInfo.InvariantCulture)));
                    total |= count == 0;
                    continue;
                case "_total":
                    if (value is not ("none" or "estimate" or "accurate")) return Unusable(sent);
                    total |= value != "none";
                    used.Add((sent, value));
                    continue;
                case "_include":
                    if (Include(kind, value) is { } include)
                    {
                        includes.Add(include);
                        used.Add((sent, value));
                    }
                    else
                    {
                        leftOut.Add($"_include={value}");
                    }

                    continue;
            }

            if (kind.Parameters.FirstOrDefault(p => p.Name == name) is not { } parameter)
            {
                leftOut.Add(sent);
                continue;
            }

            if (modifier is not null && !parameter.Modifiers.Contains(modifier)) return (null, Refusal.Invalid(name, $"\"{name}\" has no modifier \"{modifier}\" here."));
            var values = FhirTerm.Split(value);
            if (values.Any(v => v.Length is 0 or > FhirTerm.Longest || PlainText.HasBrokenCharacter(v))) return Unusable(name);
            terms.Add((name, [.. values.Select(v => new FhirTerm(modifier, v))]));
            used.Add((sent, value));
        }

        return (new FhirSearch(new FhirWish(terms, count, after, total), includes, used, leftOut), null);
    }

    // "Appointment:actor", or "Appointment:actor:Patient" for one kind of them.
    private static FhirInclude? Include(IFhirKind kind, string value)
    {
        if (value.Split(':') is not [var type, var name, .. var rest] || type != kind.Type || rest.Length > 1) return null;
        var include = kind.Includes.FirstOrDefault(i => i.Name == name);
        if (include is null || rest.Length == 0) return include;
        return include.Targets.Contains(rest[0]) ? include with { Targets = [rest[0]] } : null;
    }

    private static (FhirSearch?, Refusal?) Unusable(string name) => (null, Refusal.Invalid(name, $"The value of \"{name}\" cannot be used."));
}
