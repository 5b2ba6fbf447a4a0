using System.Globalization;
using System.Text;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Fhir;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Export;

/// <summary>In which shape the clinic's records leave.</summary>
public enum ClinicExportShape
{
    /// <summary>A FHIR R4 Bundle of all that can be read as FHIR, without conversations.</summary>
    Fhir,

    /// <summary>A table of the patients.</summary>
    Patients,

    /// <summary>A table of the doctors.</summary>
    Doctors,

    /// <summary>A table of the visits.</summary>
    Visits,
}

/// <summary>Something that is written while it is read, so that memory holds a page of it.</summary>
/// <param name="WriteAsync">Writes it once.</param>
public sealed record ExportStream(Func<Stream, CancellationToken, Task> WriteAsync);

/// <summary>
/// Gives out the clinic's records to its admin, and everything about one patient to him or to the admin. Each leaves a line in the log before
/// the first byte goes. Whoever calls has asked for the password again; rights are read again here.
/// </summary>
public sealed class ExportService(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, FhirQueries fhir, TimeProvider time)
{
    private static readonly string[] Types = ["Organization", "Location", "Practitioner", "PractitionerRole", "Schedule", "Patient", "Appointment", "Encounter"];

    /// <summary>The clinic's records. Admin only.</summary>
    /// <param name="actor">The acting admin.</param>
    /// <param name="shape">In which shape.</param>
    /// <param name="place">Where the FHIR resources of this clinic stand, without a slash at the end.</param>
    /// <param name="gone">Stops the beginning of it.</param>
    public async Task<Outcome<ExportStream>> ClinicAsync(Actor actor, ClinicExportShape shape, string place, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (actor.Role != Role.Admin) return Refusal.Forbidden("Only an admin can export the clinic's records.");
        db.Activity.Add(Line(actor, ActivityKind.ClinicExported, ActivityCategory.Clinic, actor.OrganizationId, shape.ToString()));
        if (await db.TrySaveAsync(gone).ConfigureAwait(false) != SaveResult.Saved) return Refusal.Unavailable;
        return Outcome<ExportStream>.Done(new ExportStream((to, stop) => shape == ClinicExportShape.Fhir ? BundleAsync(actor, place, to, stop) : ClinicTables.WriteAsync(contexts, actor, shape, to, stop)));
    }

    /// <summary>
    /// Everything about one patient as JSON (<see cref="PatientRecordPage"/> makes a page of it): to himself, or to an admin. Conversations as far as the person may read them.
    /// </summary>
    public async Task<Outcome<string>> PatientAsync(Actor actor, Guid patientId, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;
        if (actor.Role != Role.Admin && (actor.Role != Role.Patient || actor.PatientId != patientId)) return Refusal.NotFound("patient");
        var policy = await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        if (await PatientRecord.ReadAsync(db, actor, patientId, policy, time.GetUtcNow(), gone).ConfigureAwait(false) is not { } record) return Refusal.NotFound("patient");
        db.Activity.Add(Line(actor, ActivityKind.PatientExported, ActivityCategory.Patient, patientId, null));
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved ? Outcome<string>.Done(record) : Refusal.Unavailable;
    }

    private async Task BundleAsync(Actor actor, string place, Stream to, CancellationToken gone)
    {
        await using var text = new StreamWriter(to, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        await text.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"timestamp\":\"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}\",\"entry\":[\n")).ConfigureAwait(false);
        var isFirst = true;
        foreach (var type in Types)
        {
            string? page = null;
            do
            {
                List<(string, string)> asked = [("_count", FhirQueries.MostAtOnce.ToString(CultureInfo.InvariantCulture))];
                if (page is not null) asked.Add(("_page", page));
                var found = (await fhir.SearchAsync(actor, type, asked, strict: false, gone).ConfigureAwait(false)).Value ?? throw new IOException("The records could not be read to their end.");
                foreach (var resource in found.Matches)
                {
                    if (!isFirst) await text.WriteAsync(",\n").ConfigureAwait(false);
                    isFirst = false;
                    await text.WriteAsync(FhirBundle.Entry(place, (System.Text.Json.Nodes.JsonObject)resource.DeepClone()).ToJsonString()).ConfigureAwait(false);
                }

                await text.FlushAsync(gone).ConfigureAwait(false);
                page = found.Next;
            }
            while (page is not null);
        }

        await text.WriteAsync("\n]}\n").ConfigureAwait(false);
    }

    private ActivityEntry Line(Actor actor, ActivityKind kind, ActivityCategory category, Guid subject, string? to) => new()
    {
        OrganizationId = actor.OrganizationId,
        ActorId = actor.UserId,
        Kind = kind,
        Category = category,
        SubjectId = subject,
        To = to,
        At = time.GetUtcNow(),
    };
}
