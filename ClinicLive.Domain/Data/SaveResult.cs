using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Data;

/// <summary>What the database said to a save. Everything but <see cref="Saved"/> means that nothing was written.</summary>
public enum SaveResult
{
    /// <summary>Committed.</summary>
    Saved,

    /// <summary>A row was changed by somebody else since it was read.</summary>
    Stale,

    /// <summary>Another active appointment of the practitioner lies in that time.</summary>
    Overlap,

    /// <summary>The practitioner has another open consultation.</summary>
    ConsultationOpen,

    /// <summary>The patient waits for that kind of visit already.</summary>
    WaitsAlready,

    /// <summary>The command id was used before.</summary>
    RepeatedCommand,

    /// <summary>Another account has this e-mail address.</summary>
    AddressTaken,

    /// <summary>The database cannot write now: locked, read-only, full or unreachable.</summary>
    Unavailable,
}

/// <summary>Saving with the database's expected answers as values.</summary>
public static class Saving
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteIoError = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;

    /// <summary>Saves once. Answers with a value for what can be expected; throws for faults.</summary>
    public static async Task<SaveResult> TrySaveAsync(this ClinicDbContext db, CancellationToken gone = default)
    {
        try
        {
            await db.SaveChangesAsync(gone).ConfigureAwait(false);
            return SaveResult.Saved;
        }
        catch (DbUpdateConcurrencyException)
        {
            return SaveResult.Stale;
        }
        catch (DbUpdateException fault) when (fault.InnerException is SqliteException inner && Read(inner) is { } known)
        {
            return known;
        }
        catch (SqliteException fault) when (Read(fault) is { } known)
        {
            return known;
        }
    }

    /// <summary>True for a fault that goes away by itself: the database is busy, read-only, full or unreachable.</summary>
    public static bool IsPassing(Exception fault) =>
        (fault as SqliteException ?? fault.InnerException as SqliteException) is { } inner && Read(inner) == SaveResult.Unavailable;

    private static SaveResult? Read(SqliteException fault) => fault.SqliteErrorCode switch
    {
        SqliteBusy or SqliteLocked or SqliteReadOnly or SqliteIoError or SqliteFull or SqliteCannotOpen => SaveResult.Unavailable,
        _ when fault.Message.Contains("appointment_overlap", StringComparison.Ordinal) => SaveResult.Overlap,
        _ when fault.Message.Contains("Appointments.PatientId, Appointments.VisitTypeId", StringComparison.Ordinal) => SaveResult.WaitsAlready,
        _ when fault.Message.Contains("Appointments.PractitionerId", StringComparison.Ordinal) => SaveResult.ConsultationOpen,
        _ when fault.Message.Contains("ImportPlans.", StringComparison.Ordinal) => SaveResult.Stale, // kept twice at the same moment
        _ when fault.Message.Contains("WorkingHours.", StringComparison.Ordinal) || fault.Message.Contains("HoursExceptions.", StringComparison.Ordinal)
            || fault.Message.Contains("VisitTypes.", StringComparison.Ordinal) || fault.Message.Contains("VisitTypeOffers.", StringComparison.Ordinal) => SaveResult.Stale, // somebody else was first
        _ when fault.Message.Contains("WaitingOffers.", StringComparison.Ordinal) => SaveResult.Stale, // offered at the same moment
        _ when fault.Message.Contains("ActivityLog.CommandId", StringComparison.Ordinal) => SaveResult.RepeatedCommand,
        _ when fault.Message.Contains("Accounts.NormalizedUserName", StringComparison.Ordinal) => SaveResult.AddressTaken,
        _ when fault.Message.Contains("Notifications.Key", StringComparison.Ordinal) => SaveResult.RepeatedCommand,
        _ when fault.Message.Contains("NotificationPreferences.", StringComparison.Ordinal) || fault.Message.Contains("QuietHours.", StringComparison.Ordinal) => SaveResult.Stale,
        _ when fault.Message.Contains("AspNetUserTokens.", StringComparison.Ordinal) => SaveResult.Stale, // a second factor begun twice at the same moment
        _ when fault.Message.Contains("PushSubscriptions.", StringComparison.Ordinal) => SaveResult.Stale, // the same browser in another tab
        _ when fault.Message.Contains("FormDrafts.", StringComparison.Ordinal) => SaveResult.Stale, // another tab kept its draft first
        _ when fault.Message.Contains("failed: Chat", StringComparison.Ordinal) => SaveResult.Stale, // a room, a number or a message id that somebody else made first
        _ => null,
    };
}
