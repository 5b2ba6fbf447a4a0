namespace ClinicLive.Domain.Data.Migrations;

/// <summary>Rules that only the database can keep when many write at once. Raised names are read back in <see cref="Saving"/>.</summary>
internal static class SqliteRules
{
    /// <summary>Two appointments of one practitioner whose time is taken never overlap. Ends are exclusive: 9:00-9:15 and 9:15-9:30 fit.</summary>
    public const string NoOverlap = """
        CREATE TRIGGER "Appointments_NoOverlap" BEFORE INSERT ON "Appointments"
        WHEN NEW."HoldsSlot"
        BEGIN
            SELECT RAISE(ABORT, 'appointment_overlap') WHERE EXISTS (
                SELECT 1 FROM "Appointments" AS other
                WHERE other."PractitionerId" = NEW."PractitionerId" AND other."HoldsSlot" AND other."Id" <> NEW."Id"
                  AND other."Start" < NEW."End" AND other."End" > NEW."Start");
        END;

        CREATE TRIGGER "Appointments_NoOverlap_Update" BEFORE UPDATE OF "HoldsSlot", "Start", "End", "PractitionerId" ON "Appointments"
        WHEN NEW."HoldsSlot" AND (NOT OLD."HoldsSlot" OR OLD."Start" <> NEW."Start" OR OLD."End" <> NEW."End" OR OLD."PractitionerId" <> NEW."PractitionerId")
        BEGIN
            SELECT RAISE(ABORT, 'appointment_overlap') WHERE EXISTS (
                SELECT 1 FROM "Appointments" AS other
                WHERE other."PractitionerId" = NEW."PractitionerId" AND other."HoldsSlot" AND other."Id" <> NEW."Id"
                  AND other."Start" < NEW."End" AND other."End" > NEW."Start");
        END;
        """;

    /// <summary>The activity log is only ever added to.</summary>
    public const string AppendOnlyLog = """
        CREATE TRIGGER "ActivityLog_NoUpdate" BEFORE UPDATE ON "ActivityLog"
        BEGIN SELECT RAISE(ABORT, 'activity_log_is_append_only'); END;

        CREATE TRIGGER "ActivityLog_NoDelete" BEFORE DELETE ON "ActivityLog"
        BEGIN SELECT RAISE(ABORT, 'activity_log_is_append_only'); END;
        """;
}
