namespace ClinicLive.Domain.Data.Migrations;

/// <summary>The table of the terms by which patients are found.</summary>
internal static class SqlitePatientTerms
{
    /// <summary>The table is its key: without row numbers it is kept once, not twice. It is filled at the start that follows, by the code that knows how names are folded.</summary>
    public const string Create = """
        CREATE TABLE "PatientTerms" (
            "OrganizationId" TEXT NOT NULL,
            "Term" TEXT NOT NULL,
            "PatientId" TEXT NOT NULL,
            CONSTRAINT "PK_PatientTerms" PRIMARY KEY ("OrganizationId", "Term", "PatientId")
        ) WITHOUT ROWID;
        """;
}
