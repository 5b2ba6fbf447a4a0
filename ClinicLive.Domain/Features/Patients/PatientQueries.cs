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
    /// Patients of the actor's clinic whose name, phone or birth date (as yyyy-MM-dd) contains the words typed, by name.
    /// Nobody but staff finds anything, and nothing is found by more than ten words or by more letters than a name can have.
    /// </summary>
    public async Task<IReadOnlyList<PatientMatch>> SearchAsync(Actor actor, string typed, CancellationToken gone = default)
    {
        var words = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!actor.IsStaff || words.Length is 0 or > 10 || typed.Length > Patient.NameLimit) return [];
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var matches = db.Patients.AsNoTracking().Where(p => p.OrganizationId == actor.OrganizationId);
        foreach (var word in words)
        {
            var pattern = $"%{PlainText.Fold(word).Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
            matches = DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born)
                ? matches.Where(p => p.BirthDate == born)
                : matches.Where(p => EF.Functions.Like(p.SearchText, pattern, "\\"));
        }

        return await matches.OrderBy(p => p.Name).ThenBy(p => p.Id).Take(SearchLimit)
            .Select(p => new PatientMatch(p.Id, p.Name, p.BirthDate, p.Phone))
            .ToListAsync(gone).ConfigureAwait(false);
    }
}

/// <summary>A patient as a search shows it: enough to tell two people of one name apart.</summary>
/// <param name="Id">The patient's id.</param>
/// <param name="Name">Full name.</param>
/// <param name="BirthDate">Date of birth, if known.</param>
/// <param name="Phone">Telephone, if known.</param>
public sealed record PatientMatch(Guid Id, string Name, DateOnly? BirthDate, string? Phone);
