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
        catch (Exception fault) when (DatabaseKind.Read(fault, db.Model) is { } said && Meaning(said) is not null)
        {
            return Meaning(DatabaseKind.Read(fault, db.Model)!)!.Value;
        }
    }

    /// <summary>True for a fault that goes away by itself: the database is busy, read-only, full or unreachable.</summary>
    public static bool IsPassing(Exception fault) => DatabaseKind.Read(fault)?.Sort == DatabaseFaultSort.Passing;

    private static SaveResult? Meaning(DatabaseFault said) => said switch
    {
        { Sort: DatabaseFaultSort.Passing } => SaveResult.Unavailable,
        { Sort: DatabaseFaultSort.Rule } => Meaning(said.Rule),
        _ => null,
    };

    private static SaveResult? Meaning(string rule) => rule switch
    {
        "appointment_overlap" => SaveResult.Overlap,
        "Appointments.PatientId, Appointments.VisitTypeId" => SaveResult.WaitsAlready,
        "Appointments.PractitionerId" => SaveResult.ConsultationOpen,
        "ActivityLog.OrganizationId, ActivityLog.CommandId" => SaveResult.RepeatedCommand,
        "Accounts.NormalizedUserName" => SaveResult.AddressTaken,
        "Notifications.RecipientId, Notifications.Key" => SaveResult.RepeatedCommand,
        _ => Of(rule, "ImportPlans", "WorkingHours", "HoursExceptions", "VisitTypes", "VisitTypeOffers", "WaitingOffers", // kept or offered at the same moment
                "NotificationPreferences", "QuietHours", "PushSubscriptions", "FormDrafts", // in another tab
                "Paces", // counted for the first time at the same moment
                "AspNetUserTokens") // a second factor begun twice
            || rule.StartsWith("Chat", StringComparison.Ordinal) // a room, a number or a message id that somebody else made first
            ? SaveResult.Stale : null,
    };

    private static bool Of(string rule, params ReadOnlySpan<string> tables)
    {
        foreach (var table in tables)
        {
            if (rule.StartsWith($"{table}.", StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
