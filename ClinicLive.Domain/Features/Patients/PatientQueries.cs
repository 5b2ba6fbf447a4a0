using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Patients;

/// <summary>Reads of patient records.</summary>
public sealed class PatientQueries(IDbContextFactory<ClinicDbContext> contexts)
{
    /// <summary>Most matches that one search shows; a person types more letters instead of paging.</summary>
    public const int SearchLimit = 20;

    /// <summary>
    /// Patients of the actor's clinic, by name: those of whom each word typed is the beginning of a word of the name, of the phone number
    /// from one of its groups on (or its end, from three digits), or is the date of birth. Nobody but staff finds anything, and nothing is
    /// found by more than ten words or by more letters than a name can have.
    /// </summary>
    public async Task<IReadOnlyList<PatientMatch>> SearchAsync(Actor actor, string typed, CancellationToken gone = default)
    {
        var words = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!actor.IsStaff || words.Length is 0 or > 10 || typed.Length > Patient.NameLimit) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var (joined, apart) = (FindingTerms.Typed(typed, joinsNumbers: true), FindingTerms.Typed(typed, joinsNumbers: false));
        var found = await PatientFinder.FindAsync(db, actor.OrganizationId, joined, SearchLimit, gone).ConfigureAwait(false);
        return found.Count > 0 || joined.Count == apart.Count ? found : await PatientFinder.FindAsync(db, actor.OrganizationId, apart, SearchLimit, gone).ConfigureAwait(false);
    }

    /// <summary>
    /// Somebody of the clinic who may be the person that is about to be registered: of the same name, whatever its case and accents, and
    /// born on the same day or called at the same number. Where no day is given, the name is enough. Null when there is nobody.
    /// </summary>
    public async Task<PatientMatch?> SamePersonAsync(Actor actor, string name, DateOnly? birthDate, string? phone, CancellationToken gone = default)
    {
        var (words, end) = (FindingTerms.Split(name), Telephone.End(phone));
        if (words.Count == 0) return null;
        string[] searches = birthDate is { } born
            ? [$"{name} {born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", .. end.Length > 0 ? new[] { $"{name} {end}" } : []]
            : [name];
        foreach (var typed in searches)
        {
            var found = await SearchAsync(actor, typed, gone).ConfigureAwait(false);
            if (found.FirstOrDefault(p => FindingTerms.Split(p.Name).SequenceEqual(words, StringComparer.Ordinal) && IsSame(p)) is { } same) return same;
        }

        return null;

        bool IsSame(PatientMatch other) => birthDate is null || other.BirthDate == birthDate || (end.Length > 0 && Telephone.End(other.Phone) == end);
    }
}

/// <summary>A patient as a search shows it: enough to tell two people of one name apart.</summary>
/// <param name="Id">The patient's id.</param>
/// <param name="Name">Full name.</param>
/// <param name="BirthDate">Date of birth, if known.</param>
/// <param name="Phone">Telephone, if known.</param>
public sealed record PatientMatch(Guid Id, string Name, DateOnly? BirthDate, string? Phone);
