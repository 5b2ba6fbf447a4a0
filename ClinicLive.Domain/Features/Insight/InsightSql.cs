using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Insight;

/// <summary>
/// The sums, made where the rows are, in the SQL that all kinds of database have in common; for the three things that each says in its own words
/// the kind is asked. Lengths are milliseconds.
/// </summary>
internal static class InsightSql
{
    private const string Ours = """
        "OrganizationId" = {0} AND "Day" BETWEEN {1} AND {2} AND ({3} = '00000000-0000-0000-0000-000000000000' OR "PractitionerId" = {3})
            AND "Status" NOT IN ('EnteredInError', 'Requested', 'Waitlisted', 'Held')
        """;

    private const string Counts = """
        CAST(COUNT(*) FILTER (WHERE "Status" <> 'Cancelled') AS integer) AS "Appointments", CAST(COUNT(*) FILTER (WHERE "Status" = 'Done') AS integer) AS "Seen",
            CAST(COUNT(*) FILTER (WHERE "Status" = 'NoShow') AS integer) AS "NoShows", CAST(COUNT(*) FILTER (WHERE "Status" = 'Cancelled') AS integer) AS "Cancelled"
        """;

    private static string Doctors(DatabaseKind kind) => $$"""
        SELECT "PractitionerId", CAST(COUNT(DISTINCT CASE WHEN "Status" <> 'Cancelled' THEN "Day" END) AS integer) AS "Days", {{Counts}},
            CAST(COUNT(*) FILTER (WHERE "Status" = 'LeftUnseen') AS integer) AS "LeftUnseen", CAST(COUNT(*) FILTER (WHERE "HasOverlap") AS integer) AS "Overlapping",
            CAST(COALESCE(SUM({{kind.Milliseconds("Start", "End")}}) FILTER (WHERE "Status" <> 'Cancelled'), 0) AS bigint) AS "Booked",
            CAST(COALESCE(SUM({{kind.Milliseconds("ConsultationStartedAt", "FinishedAt")}}) FILTER (WHERE "Status" <> 'Cancelled' AND "StatusBy" <> '00000000-0000-0000-0000-000000000000'), 0) AS bigint) AS "WithPatients"
        FROM "Appointments" WHERE {{Ours}} GROUP BY "PractitionerId"
        """;

    private static string Spans(DatabaseKind kind) => $$"""
        SELECT "PractitionerId", CAST(SUM("Length") AS bigint) AS "Length" FROM (
            SELECT "PractitionerId", {{kind.Milliseconds("First", "Last")}} AS "Length" FROM (
                SELECT "PractitionerId", "Day", MIN("Start") AS "First", MAX("End") AS "Last"
                FROM "Appointments" WHERE {{Ours}} AND "Status" <> 'Cancelled' GROUP BY "PractitionerId", "Day") AS "Ends") AS "Lengths"
        GROUP BY "PractitionerId"
        """;

    private static string Weeks(DatabaseKind kind) => $$"""
        SELECT {{kind.MondayOf("Day")}} AS "Monday", {{Counts}} FROM "Appointments" WHERE {{Ours}} GROUP BY 1
        """;

    /// <summary>Counts and lengths of each doctor who had appointments.</summary>
    public static Task<List<DoctorSums>> DoctorsAsync(ClinicDbContext db, Guid organizationId, InsightRange range, CancellationToken gone) =>
        db.Database.SqlQueryRaw<DoctorSums>(Doctors(DatabaseKind.Of(db)), Asked(organizationId, range)).ToListAsync(gone);

    /// <summary>From the first planned begin to the last planned end of each day, summed up for each doctor.</summary>
    public static Task<List<DoctorSpan>> SpansAsync(ClinicDbContext db, Guid organizationId, InsightRange range, CancellationToken gone) =>
        db.Database.SqlQueryRaw<DoctorSpan>(Spans(DatabaseKind.Of(db)), Asked(organizationId, range)).ToListAsync(gone);

    /// <summary>Counts of each week with appointments.</summary>
    public static Task<List<WeekSums>> WeeksAsync(ClinicDbContext db, Guid organizationId, InsightRange range, CancellationToken gone) =>
        db.Database.SqlQueryRaw<WeekSums>(Weeks(DatabaseKind.Of(db)), Asked(organizationId, range)).ToListAsync(gone);

    /// <summary>
    /// The waits that are over by the hour of the wall clock in which the patient came, and all of them as hour -1. The nine of ten are
    /// by nearest rank; of an even number the median is the mean of the middle two.
    /// </summary>
    public static Task<List<HourSums>> WaitsAsync(ClinicDbContext db, Guid organizationId, InsightRange range, ClinicPolicy policy, CancellationToken gone)
    {
        var kind = DatabaseKind.Of(db);
        var sql = $$"""
            WITH "Waits" AS (
                SELECT {{kind.HourOf("ArrivedAt", OffsetOf(policy, range))}} AS "Hour", {{kind.Milliseconds("ArrivedAt", "ConsultationStartedAt")}} AS "Wait"
                FROM "Appointments"
                WHERE {{Ours}} AND "Status" <> 'Cancelled' AND "ArrivedAt" IS NOT NULL AND "ConsultationStartedAt" IS NOT NULL),
            "Ranked" AS (
                SELECT "Hour", "Wait", ROW_NUMBER() OVER "Waiting" AS "Rank", COUNT(*) OVER (PARTITION BY "Hour") AS "Of"
                FROM (SELECT "Hour", "Wait" FROM "Waits" UNION ALL SELECT -1, "Wait" FROM "Waits") AS "Both"
                WINDOW "Waiting" AS (PARTITION BY "Hour" ORDER BY "Wait"))
            SELECT "Hour", CAST(COUNT(*) AS integer) AS "Patients", CAST(AVG("Wait") AS double precision) AS "Mean",
                CAST(AVG("Wait") FILTER (WHERE "Rank" IN (("Of" + 1) / 2, ("Of" + 2) / 2)) AS double precision) AS "Median",
                CAST(MAX("Wait") FILTER (WHERE "Rank" = ("Of" * 9 + 9) / 10) AS double precision) AS "Ninety"
            FROM "Ranked" GROUP BY "Hour"
            """;
        return db.Database.SqlQueryRaw<HourSums>(sql, Asked(organizationId, range)).ToListAsync(gone);
    }

    private static object[] Asked(Guid organizationId, InsightRange range) =>
        [organizationId, range.From, range.To, range.PractitionerId ?? Guid.Empty];

    /// <summary>How far the clinic's wall clock is from UTC when a patient came: one number, or one for each side of a changed clock. Only what is made here is in it.</summary>
    private static string OffsetOf(ClinicPolicy policy, InsightRange range)
    {
        var changes = ClockChanges.Of(policy.Zone, policy.At(range.From, TimeOnly.MinValue).AddDays(-1), policy.At(range.To, TimeOnly.MinValue).AddDays(2));
        var last = Seconds(changes[^1].Offset);
        if (changes.Count == 1) return last;
        var cases = changes.Zip(changes.Skip(1), (now, next) => string.Create(CultureInfo.InvariantCulture, $"WHEN \"ArrivedAt\" < '{next.From:yyyy-MM-dd HH:mm:ss}' THEN {Seconds(now.Offset)}"));
        return $"CASE {string.Join(' ', cases)} ELSE {last} END";
    }

    private static string Seconds(TimeSpan offset) => string.Create(CultureInfo.InvariantCulture, $"'{offset.TotalSeconds:+0;-0;+0} seconds'");
}

/// <summary>One doctor's sums as the database makes them.</summary>
internal sealed record DoctorSums(
    Guid PractitionerId, int Days, int Appointments, int Seen, int NoShows, int Cancelled, int LeftUnseen, int Overlapping, long Booked, long WithPatients);

/// <summary>One doctor's days from the first to the last appointment.</summary>
internal sealed record DoctorSpan(Guid PractitionerId, long Length);

/// <summary>One week's counts.</summary>
internal sealed record WeekSums(DateOnly Monday, int Appointments, int Seen, int NoShows, int Cancelled);

/// <summary>The waits of one hour.</summary>
internal sealed record HourSums(int Hour, int Patients, double Mean, double Median, double Ninety);
