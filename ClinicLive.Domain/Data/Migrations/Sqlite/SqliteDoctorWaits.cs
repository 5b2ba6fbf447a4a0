namespace ClinicLive.Domain.Data.Migrations;

/// <summary>Since when patients wait for a doctor's answer, for conversations that are older than the column's meaning: the first text of theirs after the doctor's last one.</summary>
internal static class SqliteDoctorWaits
{
    /// <summary>Fills it in.</summary>
    public const string Fill = """
        UPDATE "ChatRooms" SET "WaitingSince" = (
            SELECT min(m."SentAt") FROM "ChatMessages" m
            WHERE m."RoomId" = "ChatRooms"."Id" AND m."Kind" = 'Text' AND m."IsFromPatient" AND m."Sequence" > coalesce(
                (SELECT max(a."Sequence") FROM "ChatMessages" a WHERE a."RoomId" = "ChatRooms"."Id" AND a."Kind" = 'Text' AND NOT a."IsFromPatient"), 0))
        WHERE "Kind" = 'Direct';
        """;

    /// <summary>Takes away what is no question any more: older than two weeks, deleted since, or with a doctor's sign under the last words.</summary>
    public const string ForgetOld = """
        UPDATE "ChatRooms" SET "WaitingSince" = NULL
        WHERE "Kind" = 'Direct' AND "WaitingSince" IS NOT NULL AND (
            "WaitingSince" < datetime('now', '-14 days')
            OR NOT EXISTS (SELECT 1 FROM "ChatMessages" m
                WHERE m."RoomId" = "ChatRooms"."Id" AND m."Kind" = 'Text' AND m."IsFromPatient" AND m."DeletedAt" IS NULL AND m."SentAt" >= "ChatRooms"."WaitingSince")
            OR EXISTS (SELECT 1 FROM "ChatReactions" s JOIN "ChatMessages" m ON m."Id" = s."MessageId"
                WHERE m."RoomId" = "ChatRooms"."Id" AND s."AccountId" <> m."SenderId" AND m."Sequence" = (
                    SELECT max(l."Sequence") FROM "ChatMessages" l WHERE l."RoomId" = "ChatRooms"."Id" AND l."Kind" = 'Text' AND l."IsFromPatient" AND l."DeletedAt" IS NULL)));
        """;
}
