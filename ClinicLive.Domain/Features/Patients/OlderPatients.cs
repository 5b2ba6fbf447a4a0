using ClinicLive.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Patients;

/// <summary>Patients who were written before there were terms get them, by the code that makes them for new ones. Run at every start; where nothing is left it is one read.</summary>
public static class OlderPatients
{
    private const int AtOnce = 500;

    /// <summary>Makes all of them findable, some at a time, so that a start that is broken off goes on where it was. Returns how many there were.</summary>
    public static async Task<int> MakeFindableAsync(IDbContextFactory<ClinicDbContext> contexts, CancellationToken gone = default)
    {
        var (count, last) = (0, Guid.Empty);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
            db.TellsNobody = true;
            var older = await db.Patients.Where(p => p.Id > last && !EF.Functions.Like(p.SearchText, " %")).OrderBy(p => p.Id).Take(AtOnce).ToListAsync(gone).ConfigureAwait(false);
            if (older.Count == 0) return count;
            foreach (var patient in older) patient.MakeFindable();
            await db.SaveChangesAsync(gone).ConfigureAwait(false);
            (count, last) = (count + older.Count, older[^1].Id);
        }
    }
}
