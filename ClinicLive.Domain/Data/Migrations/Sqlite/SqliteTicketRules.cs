namespace ClinicLive.Domain.Data.Migrations;

/// <summary>
/// Tickets are given out by the database in the statement that notes the arrival: under its write lock no two can be the same,
/// however many arrive at once and by whichever way. A unique index stands behind it.
/// </summary>
internal static class SqliteTicketRules
{
    private const string Give = """
        UPDATE "Appointments" SET "TicketNumber" = 1 + max(
            coalesce((SELECT max(a."TicketNumber") FROM "Appointments" AS a
                WHERE a."OrganizationId" = NEW."OrganizationId" AND a."Day" = NEW."Day" AND a."TicketNumber" IS NOT NULL), 0),
            coalesce((SELECT max(a."TicketNumber") FROM "Appointments" AS a
                WHERE a."OrganizationId" = NEW."OrganizationId" AND a."HoldsSlot" AND a."TicketNumber" IS NOT NULL AND a."Day" < NEW."Day"), 0))
        WHERE "Id" = NEW."Id";
        """;

    /// <summary>
    /// Whoever is in the house without a ticket gets the next one of his clinic's day, above those of people who are still here
    /// from a day before. What is brought in as history, already over, needs none.
    /// </summary>
    public const string GiveTickets = $"""
        CREATE TRIGGER "Appointments_Ticket" AFTER INSERT ON "Appointments"
        WHEN NEW."ArrivedAt" IS NOT NULL AND NEW."TicketNumber" IS NULL AND NEW."HoldsSlot"
        BEGIN {Give} END;

        CREATE TRIGGER "Appointments_Ticket_Update" AFTER UPDATE OF "ArrivedAt" ON "Appointments"
        WHEN NEW."ArrivedAt" IS NOT NULL AND NEW."TicketNumber" IS NULL AND NEW."HoldsSlot"
        BEGIN {Give} END;
        """;

    /// <summary>The way back.</summary>
    public const string GiveNoMoreTickets = """
        DROP TRIGGER "Appointments_Ticket";
        DROP TRIGGER "Appointments_Ticket_Update";
        """;

    /// <summary>Tickets for those who are in the house while the program is brought to this version.</summary>
    public const string GiveToThoseInTheHouse = """
        UPDATE "Appointments" SET "TicketNumber" = (
            SELECT count(*) FROM "Appointments" AS a
            WHERE a."OrganizationId" = "Appointments"."OrganizationId" AND a."Day" = "Appointments"."Day"
              AND a."HoldsSlot" AND a."ArrivedAt" IS NOT NULL AND a."Id" <= "Appointments"."Id")
        WHERE "HoldsSlot" AND "ArrivedAt" IS NOT NULL;
        """;
}
