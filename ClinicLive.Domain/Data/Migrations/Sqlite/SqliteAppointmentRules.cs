namespace ClinicLive.Domain.Data.Migrations;

/// <summary>What belongs to the table of appointments beside its columns and indexes.</summary>
internal static class SqliteAppointmentRules
{
    /// <summary>
    /// All triggers of the table. SQLite adds a foreign key by building the table anew, and the old one takes its triggers with it; Entity
    /// Framework builds at the end of a migration, so they come back in one of their own right behind it.
    /// </summary>
    public const string All = $"""
        {SqliteRules.NoOverlap}
        {SqliteTicketRules.GiveTickets}
        """;

    /// <summary>
    /// Before a patient's wishes are unique and a kind of visit must exist: of two that wait for the same the later one loses the kind on
    /// its appointment, as does one whose kind is gone. What is waited for stays on the wish.
    /// </summary>
    public const string OneWishEach = """
        UPDATE "Appointments" SET "VisitTypeId" = NULL
        WHERE "VisitTypeId" IS NOT NULL AND ("VisitTypeId" NOT IN (SELECT "Id" FROM "VisitTypes")
            OR (("Status" = 'Waitlisted' OR ("Status" = 'Held' AND "StatusBefore" = 'Waitlisted')) AND EXISTS (
                SELECT 1 FROM "Appointments" AS other
                WHERE other."PatientId" = "Appointments"."PatientId" AND other."VisitTypeId" = "Appointments"."VisitTypeId" AND other."Id" < "Appointments"."Id"
                  AND (other."Status" = 'Waitlisted' OR (other."Status" = 'Held' AND other."StatusBefore" = 'Waitlisted')))));
        """;
}
