namespace ClinicLive.Domain.Data.Migrations;

/// <summary>Rules that only the database can keep when many write at once, in PostgreSQL's words. Their names are read back in <see cref="PostgreSqlKind"/>.</summary>
internal static class PostgreSqlRules
{
    /// <summary>Two appointments of one practitioner whose time is taken never overlap. Ends are exclusive: 9:00-9:15 and 9:15-9:30 fit.</summary>
    public const string NoOverlap = """
        CREATE EXTENSION IF NOT EXISTS btree_gist;

        ALTER TABLE "Appointments" ADD CONSTRAINT "Appointments_NoOverlap"
            EXCLUDE USING gist ("PractitionerId" WITH =, tstzrange("Start", "End", '[)') WITH &&) WHERE ("HoldsSlot");
        """;

    /// <summary>The activity log is only ever added to.</summary>
    public const string AppendOnlyLog = """
        CREATE FUNCTION clinic_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'activity_log_is_append_only' USING ERRCODE = 'integrity_constraint_violation';
        END $$;

        CREATE TRIGGER "ActivityLog_NoChange" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ActivityLog"
            FOR EACH STATEMENT EXECUTE FUNCTION clinic_append_only();
        """;

    /// <summary>
    /// Lines of the log become visible in the order of their numbers: who reads on from the last number that he saw (the stream of events, webhooks,
    /// the replay of a day) never passes over a line whose transaction commits later. A statement's trigger runs before the statement draws its first
    /// number, the lock that it takes is kept until the commit is visible, and so whoever writes log lines does so one after another, as with SQLite's
    /// one writer. The other way, reading only below the oldest running transaction, costs writers nothing but holds every reader back behind the
    /// longest transaction of the whole server, be it a backup's. No deadlocks come of it: a save writes its tables in one order.
    /// </summary>
    public const string OrderedLog = """
        CREATE FUNCTION clinic_one_after_another() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(7234001, 1);
            RETURN NULL;
        END $$;

        CREATE TRIGGER "ActivityLog_InOrder" BEFORE INSERT ON "ActivityLog"
            FOR EACH STATEMENT EXECUTE FUNCTION clinic_one_after_another();
        """;

    /// <summary>
    /// Whoever is in the house without a ticket gets the next one of his clinic's day, above those of people who are still here from a day
    /// before. What is brought in as history, already over, needs none. Under a lock of the clinic no two can be the same, however many arrive
    /// at once; a unique index stands behind it.
    /// </summary>
    public const string GiveTickets = """
        CREATE FUNCTION clinic_give_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(7234002, hashtext(NEW."OrganizationId"::text));
            NEW."TicketNumber" := 1 + greatest(
                coalesce((SELECT max(a."TicketNumber") FROM "Appointments" AS a
                    WHERE a."OrganizationId" = NEW."OrganizationId" AND a."Day" = NEW."Day" AND a."TicketNumber" IS NOT NULL), 0),
                coalesce((SELECT max(a."TicketNumber") FROM "Appointments" AS a
                    WHERE a."OrganizationId" = NEW."OrganizationId" AND a."HoldsSlot" AND a."TicketNumber" IS NOT NULL AND a."Day" < NEW."Day"), 0));
            RETURN NEW;
        END $$;

        CREATE TRIGGER "Appointments_Ticket" BEFORE INSERT ON "Appointments"
            FOR EACH ROW WHEN (NEW."ArrivedAt" IS NOT NULL AND NEW."TicketNumber" IS NULL AND NEW."HoldsSlot") EXECUTE FUNCTION clinic_give_ticket();

        CREATE TRIGGER "Appointments_Ticket_Update" BEFORE UPDATE OF "ArrivedAt" ON "Appointments"
            FOR EACH ROW WHEN (NEW."ArrivedAt" IS NOT NULL AND NEW."TicketNumber" IS NULL AND NEW."HoldsSlot") EXECUTE FUNCTION clinic_give_ticket();
        """;

    /// <summary>The way back, when the tables are gone.</summary>
    public const string DropFunctions = """
        DROP FUNCTION clinic_append_only();
        DROP FUNCTION clinic_one_after_another();
        DROP FUNCTION clinic_give_ticket();
        """;
}
