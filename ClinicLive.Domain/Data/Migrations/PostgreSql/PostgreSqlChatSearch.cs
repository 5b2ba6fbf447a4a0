namespace ClinicLive.Domain.Data.Migrations;

/// <summary>
/// The full-text index over what was said. Its words are made by <see cref="Features.Chat.SearchTerms"/>, so that they are the same in every
/// kind of database; PostgreSQL's own parser and dictionaries have no part in it, and every language works alike. Each row also names its
/// room, the front desk's clinic and the doctor of a room between doctor and patient, behind an @ that no word has.
/// </summary>
internal static class PostgreSqlChatSearch
{
    /// <summary>Makes the index; it is kept by triggers, in the transaction of the message.</summary>
    /// <remarks>A word counts by its first 500 signs, because a lexeme has at most 2 KiB; positions beyond 16,383 are one place.</remarks>
    public const string Create = """
        CREATE TABLE "ChatSearch" ("Number" bigint PRIMARY KEY, "Terms" tsvector NOT NULL);

        CREATE INDEX "IX_ChatSearch_Terms" ON "ChatSearch" USING gin ("Terms");

        CREATE FUNCTION clinic_index_message() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            scope text;
            words text;
        BEGIN
            IF NEW."SearchText" = '' THEN
                DELETE FROM "ChatSearch" WHERE "Number" = NEW."Number";
                RETURN NULL;
            END IF;

            SELECT format(' ''@r%s''', replace(r."Id"::text, '-', '')) || CASE r."Kind"
                    WHEN 'FrontDesk' THEN format(' ''@d%s''', replace(r."OrganizationId"::text, '-', ''))
                    WHEN 'Direct' THEN format(' ''@p%s''', replace(r."PractitionerId"::text, '-', '')) ELSE '' END
                INTO scope FROM "ChatRooms" r WHERE r."Id" = NEW."RoomId";
            SELECT string_agg(format('''%s'':%s', left(t.term, 500), least(t.place, 16383)), ' ')
                INTO words FROM unnest(string_to_array(NEW."SearchText", ' ')) WITH ORDINALITY AS t(term, place) WHERE t.term <> '';
            INSERT INTO "ChatSearch" ("Number", "Terms") VALUES (NEW."Number", (coalesce(words, '') || scope)::tsvector)
                ON CONFLICT ("Number") DO UPDATE SET "Terms" = excluded."Terms";
            RETURN NULL;
        END $$;

        CREATE TRIGGER "ChatMessages_Search_Insert" AFTER INSERT ON "ChatMessages"
            FOR EACH ROW WHEN (NEW."SearchText" <> '') EXECUTE FUNCTION clinic_index_message();

        CREATE TRIGGER "ChatMessages_Search_Update" AFTER UPDATE OF "SearchText" ON "ChatMessages"
            FOR EACH ROW WHEN (NEW."SearchText" <> OLD."SearchText") EXECUTE FUNCTION clinic_index_message();
        """;

    /// <summary>Takes it away.</summary>
    public const string Drop = """
        DROP TRIGGER "ChatMessages_Search_Insert" ON "ChatMessages";
        DROP TRIGGER "ChatMessages_Search_Update" ON "ChatMessages";
        DROP FUNCTION clinic_index_message();
        DROP TABLE "ChatSearch";
        """;
}
