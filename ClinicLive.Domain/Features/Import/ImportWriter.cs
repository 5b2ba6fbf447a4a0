using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Import;

/// <summary>Writes a stage into the clinic's database, in one transaction.</summary>
internal static class ImportWriter
{
    /// <summary>Null when it is done. A refusal has changed nothing: somebody was faster in the same place, or the database cannot write.</summary>
    public static Refusal? Write(ImportStage stage, ClinicDbContext db)
    {
        stage.Close();
        try
        {
            DatabaseKind.Of(db).TakeIn(db, stage);
            return null;
        }
        catch (Exception fault) when (DatabaseKind.Read(fault)?.Sort == DatabaseFaultSort.Rule)
        {
            return new Refusal(RefusalKind.Moved, "Somebody changed the clinic's records in the same place meanwhile. Nothing was taken over. Please try again.");
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return Refusal.Unavailable;
        }
    }
}
