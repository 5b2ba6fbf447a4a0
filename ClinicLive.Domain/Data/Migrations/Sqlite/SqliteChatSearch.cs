namespace ClinicLive.Domain.Data.Migrations;

/// <summary>
/// The full-text index over what was said. Its words are made by <see cref="Features.Chat.SearchTerms"/>, so that they are the
/// same in every kind of database; each row also names its room and, for the front desk's rooms, its clinic's desk, so that
/// a search among few rooms never walks through everybody's messages. Kept by triggers, in the transaction of the message.
/// </summary>
internal static class SqliteChatSearch
{
    /// <summary>Makes the index and fills it with what is there. Whatever rebuilds the table of messages must make the triggers anew.</summary>
    public const string Create = """
        CREATE VIEW "ChatSearchRows" AS
        SELECT m."Number" AS "Number", m."SearchText" AS "SearchText",
               'r' || replace(m."RoomId", '-', '') || CASE r."Kind" WHEN 'FrontDesk' THEN ' d' || replace(r."OrganizationId", '-', '') ELSE '' END AS "Scope"
        FROM "ChatMessages" m JOIN "ChatRooms" r ON r."Id" = m."RoomId";

        CREATE VIRTUAL TABLE "ChatSearch" USING fts5("SearchText", "Scope", content='ChatSearchRows', content_rowid='Number', tokenize='ascii', prefix='2 3');

        CREATE TRIGGER "ChatMessages_Search_Insert" AFTER INSERT ON "ChatMessages" WHEN NEW."SearchText" <> ''
        BEGIN
            INSERT INTO "ChatSearch"(rowid, "SearchText", "Scope")
            SELECT s."Number", s."SearchText", s."Scope" FROM "ChatSearchRows" s WHERE s."Number" = NEW."Number";
        END;

        CREATE TRIGGER "ChatMessages_Search_Update" AFTER UPDATE OF "SearchText" ON "ChatMessages" WHEN NEW."SearchText" <> OLD."SearchText"
        BEGIN
            INSERT INTO "ChatSearch"("ChatSearch", rowid, "SearchText", "Scope")
            SELECT 'delete', OLD."Number", OLD."SearchText", s."Scope" FROM "ChatSearchRows" s WHERE s."Number" = OLD."Number" AND OLD."SearchText" <> '';
            INSERT INTO "ChatSearch"(rowid, "SearchText", "Scope")
            SELECT s."Number", s."SearchText", s."Scope" FROM "ChatSearchRows" s WHERE s."Number" = NEW."Number" AND NEW."SearchText" <> '';
        END;

        INSERT INTO "ChatSearch"("ChatSearch") VALUES ('rebuild');
        """;

    /// <summary>
    /// Each row also names the doctor of a room between doctor and patient, so that a search of a doctor with thousands of patients asks for
    /// one term, too. The index is filled anew, which takes about a minute for each million messages.
    /// </summary>
    public const string NameDoctors = """
        DROP VIEW "ChatSearchRows";

        CREATE VIEW "ChatSearchRows" AS
        SELECT m."Number" AS "Number", m."SearchText" AS "SearchText",
               'r' || replace(m."RoomId", '-', '') || CASE r."Kind"
                   WHEN 'FrontDesk' THEN ' d' || replace(r."OrganizationId", '-', '')
                   WHEN 'Direct' THEN ' p' || replace(r."PractitionerId", '-', '') ELSE '' END AS "Scope"
        FROM "ChatMessages" m JOIN "ChatRooms" r ON r."Id" = m."RoomId";

        INSERT INTO "ChatSearch"("ChatSearch") VALUES ('rebuild');
        """;

    /// <summary>Takes it away.</summary>
    public const string Drop = """
        DROP TRIGGER "ChatMessages_Search_Insert";
        DROP TRIGGER "ChatMessages_Search_Update";
        DROP TABLE "ChatSearch";
        DROP VIEW "ChatSearchRows";
        """;
}
