using System.Globalization;
using System.Text;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Export;

/// <summary>The clinic's records as tables (CSV, RFC 4180, UTF-8 with its mark), row by row from the database. Instants in UTC.</summary>
internal static class ClinicTables
{
    private const int FlushEvery = 500;

    public static async Task WriteAsync(IDbContextFactory<ClinicDbContext> contexts, Actor actor, ClinicExportShape shape, Stream to, CancellationToken gone)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        await using var text = new StreamWriter(to, new UTF8Encoding(true), 1 << 16, leaveOpen: true);
        var (header, rows) = Of(db, actor.OrganizationId, shape);
        await WriteRowAsync(text, header).ConfigureAwait(false);
        var count = 0;
        await foreach (var row in rows.WithCancellation(gone).ConfigureAwait(false))
        {
            await WriteRowAsync(text, row).ConfigureAwait(false);
            if (++count % FlushEvery == 0) await text.FlushAsync(gone).ConfigureAwait(false);
        }
    }

    private static (string[] Header, IAsyncEnumerable<object?[]> Rows) Of(ClinicDbContext db, Guid organization, ClinicExportShape shape) => shape switch
    {
        ClinicExportShape.Patients => (
            ["id", "external_id", "name", "date_of_birth", "phone"],
            db.Patients.AsNoTracking().Where(p => p.OrganizationId == organization).OrderBy(p => p.Id)
                .Select(p => new object?[] { p.Id, p.ExternalId, p.Name, p.BirthDate, p.Phone }).AsAsyncEnumerable()),
        ClinicExportShape.Doctors => (
            ["id", "given_name", "family_name", "specialty", "hospital", "works_here"],
            db.Practitioners.AsNoTracking().Where(p => p.OrganizationId == organization).OrderBy(p => p.Id)
                .Select(p => new object?[] { p.Id, p.GivenName, p.FamilyName, p.Specialty, p.Hospital, !p.IsRetired }).AsAsyncEnumerable()),
        _ => (
            ["id", "external_id", "patient_id", "patient_name", "doctor_id", "doctor_name", "start", "end", "status", "reason", "arrived", "started", "finished", "overlaps"],
            (from a in db.Appointments.AsNoTracking()
             join p in db.Patients on a.PatientId equals p.Id
             join d in db.Practitioners on a.PractitionerId equals d.Id
             where a.OrganizationId == organization
             orderby a.Id
             select new object?[] { a.Id, a.ExternalId, a.PatientId, p.Name, a.PractitionerId, d.GivenName + " " + d.FamilyName, a.Start, a.End, a.Status, a.Reason, a.ArrivedAt, a.ConsultationStartedAt, a.FinishedAt, a.HasOverlap }).AsAsyncEnumerable()),
    };

    private static Task WriteRowAsync(StreamWriter text, IEnumerable<object?> cells) => text.WriteAsync(string.Join(',', cells.Select(c => CsvCell.Of(Text(c)))) + "\r\n");

    private static string Text(object? cell) => cell switch
    {
        null => "",
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool yes => yes ? "yes" : "no",
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
    };
}
