using ClinicLive.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Patients;

/// <summary>Patients of one clinic by the beginnings of terms, without reading those who do not fit.</summary>
internal static class PatientFinder
{
    /// <summary>So many need no second word's help.</summary>
    private const int Few = 1_500;

    /// <summary>So many can be read and sorted while somebody types. Where more have the only word, the clinic is walked through by name, which may take long where the name is one of the last.</summary>
    private const int Many = 10_000;

    /// <summary>So many can be compared with another word's.</summary>
    private const int VeryMany = 100_000;

    /// <summary>The last of all signs: what begins with a term lies between the term and the term with it.</summary>
    private const string Last = "\U0010FFFF";

    /// <summary>Those who have a term that begins with one of these; somebody may come twice.</summary>
    public static IQueryable<Guid> Having(ClinicDbContext db, Guid organizationId, IReadOnlyList<string> beginnings) =>
        beginnings.Select(FindingTerms.Cut).Select(from => Between(db, organizationId, from, from + Last)).Aggregate((all, next) => all.Concat(next));

    /// <summary>Those of whom each word is the beginning of a term in one of its readings, by name.</summary>
    public static async Task<IReadOnlyList<PatientMatch>> FindAsync(
        ClinicDbContext db, Guid organizationId, IReadOnlyList<IReadOnlyList<string>> words, int most, CancellationToken gone)
    {
        if (words.Count == 0) return [];
        IQueryable<Guid>? few = null, many = null;
        foreach (var word in words.OrderByDescending(w => w.Min(b => b.Length)))
        {
            var having = Having(db, organizationId, word);
            var count = await having.Take((words.Count > 1 ? VeryMany : Many) + 1).CountAsync(gone).ConfigureAwait(false);
            if (count == 0) return [];
            if (count <= Few)
            {
                few = having;
                break; // the others are compared in the patients themselves
            }

            if (count <= (words.Count > 1 ? VeryMany : Many)) many = many is null ? having : many.Intersect(having);
        }

        var patients = db.Patients.AsNoTracking();
        patients = (few ?? many) is { } found
            ? found.Distinct().Join(patients, id => id, p => p.Id, (_, p) => p)
            : patients.Where(p => p.OrganizationId == organizationId);
        foreach (var word in words)
        {
            var patterns = word.Select(Pattern).ToArray();
            patients = patterns is [var only]
                ? patients.Where(p => EF.Functions.Like(p.SearchText, only, "\\"))
                : patients.Where(p => patterns.Any(one => EF.Functions.Like(p.SearchText, one, "\\")));
        }

        return await patients.OrderBy(p => p.Name).ThenBy(p => p.Id).Take(most)
            .Select(p => new PatientMatch(p.Id, p.Name, p.BirthDate, p.Phone))
            .ToListAsync(gone).ConfigureAwait(false);
    }

#pragma warning disable MA0074, CA1309, CA1310 // compared by the database: by bytes
    private static IQueryable<Guid> Between(ClinicDbContext db, Guid organizationId, string from, string until) =>
        db.PatientTerms.Where(t => t.OrganizationId == organizationId && string.Compare(t.Term, from) >= 0 && string.Compare(t.Term, until) < 0).Select(t => t.PatientId);
#pragma warning restore MA0074, CA1309, CA1310

    private static string Pattern(string beginning) =>
        $"% {beginning.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
