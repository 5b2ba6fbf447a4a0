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
}
