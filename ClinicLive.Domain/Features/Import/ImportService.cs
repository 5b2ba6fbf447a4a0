using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Import;

/// <summary>What is to be taken over, and how.</summary>
/// <param name="Files">The files. All of them together are taken over, or nothing.</param>
public sealed record ImportRequest(IReadOnlyList<ImportFile> Files)
{
    /// <summary>How tables are read, by the file's name; what is not said is found, taken from what was kept, or asked.</summary>
    public IReadOnlyDictionary<string, CsvPlan> Plans { get; init; } = new Dictionary<string, CsvPlan>();

    /// <summary>How calendars are read, by the file's name; what is not said is asked.</summary>
    public IReadOnlyDictionary<string, CalendarPlan> Calendars { get; init; } = new Dictionary<string, CalendarPlan>();

    /// <summary>Stands in front of every id, where histories of several systems come into one clinic and their ids may be the same.</summary>
    public string Source { get; init; } = "";

    /// <summary>Rows that cannot be read are left out; else one of them stops the whole.</summary>
    public bool LeavesOutRejected { get; init; }

    /// <summary>The files were not chosen one by one: a table that shows nothing for a clinic is left out and not asked about.</summary>
    public bool IsFolder { get; init; }
}

/// <summary>What was found in a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Format">What it holds.</param>
/// <param name="Look">Of a table, what was found in it.</param>
/// <param name="Plan">Of a table, how it will be read.</param>
public sealed record ImportFileLook(string Name, ImportFormat Format, CsvLook? Look = null, CsvPlan? Plan = null)
{
    /// <summary>Of a calendar, what was found in it.</summary>
    public CalendarLook? Calendar { get; init; }

    /// <summary>Of a calendar, how it will be read.</summary>
    public CalendarPlan? CalendarPlan { get; init; }

    internal Guid? DoctorId => Plan?.DoctorId ?? CalendarPlan?.DoctorId;
}

/// <summary>What was found, and what has to be said before anything is taken over.</summary>
/// <param name="Files">The files.</param>
/// <param name="Questions">Open questions; none: it can begin.</param>
public sealed record ImportLook(IReadOnlyList<ImportFileLook> Files, IReadOnlyList<ImportQuestion> Questions);

/// <summary>
/// Takes over a clinic's history from other systems. Everything is made ready in a file beside the database, so reading takes no lock, and
/// is then written in one transaction: all of it, or nothing. A second time the same files change nothing. Nobody is notified.
/// </summary>
public sealed class ImportService(IDbContextFactory<ClinicDbContext> contexts, OrganizationQueries organizations, ImportFolder folder, ImportLimits limits, TimeProvider time)
{
    private int _running; // one at a time: two would wait for each other's lock, and for the disk

    /// <summary>What the files are and what has to be asked. Admin only; changes nothing.</summary>
    public Task<Outcome<ImportLook>> LookAsync(Actor actor, ImportRequest request, CancellationToken gone = default) =>
        ReadingAsync(actor, async () => Outcome<ImportLook>.Already(await LookAtAllAsync(actor, request, gone).ConfigureAwait(false)), gone);

    /// <summary>Makes everything ready and tells what it would bring; changes nothing.</summary>
    /// <param name="actor">The acting admin, or the clinic itself.</param>
    /// <param name="request">What and how.</param>
    /// <param name="told">Hears how far it is, often; it must be quick.</param>
    /// <param name="rejects">Hears of every row that is not taken over.</param>
    /// <param name="gone">Stops it; nothing remains.</param>
    public Task<Outcome<ImportReport>> TryAsync(Actor actor, ImportRequest request, Action<ImportProgress>? told = null, Action<ImportReject>? rejects = null, CancellationToken gone = default) =>
        InTurnAsync(actor, request, told, rejects, isTrial: true, gone);

    /// <summary>Takes the files over. Answers a report that is not done, and changes nothing, where rows cannot be read and were not said to be left out.</summary>
    /// <inheritdoc cref="TryAsync" path="/param"/>
    public Task<Outcome<ImportReport>> RunAsync(Actor actor, ImportRequest request, Action<ImportProgress>? told = null, Action<ImportReject>? rejects = null, CancellationToken gone = default) =>
        InTurnAsync(actor, request, told, rejects, isTrial: false, gone);

    /// <summary>Keeps a file that comes in until it is forgotten, at the longest for a day. Refuses more than is allowed.</summary>
    public async Task<Outcome<ImportFile>> ReceiveAsync(Actor actor, string name, Stream content, CancellationToken gone = default)
    {
        await using (var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false))
        {
            if (await RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } refusal) return refusal;
        }

        var path = folder.NewFile("received", time.GetUtcNow());
        if (await ImportFolder.CopyAsync(content, path, limits.UploadBytes, gone).ConfigureAwait(false)) return Outcome<ImportFile>.Done(new ImportFile(path, Path.GetFileName(name.Replace('\\', '/'))));
        return Refusal.Invalid("File", $"{name} is larger than {limits.UploadBytes >> 20} MB.");
    }

    /// <summary>Keeps how such tables are read in the clinic, for the next time.</summary>
    public async Task<Outcome<CsvPlan>> KeepPlanAsync(Actor actor, CsvLook look, CsvPlan plan, CancellationToken gone = default)
    {
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        if (await RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } refusal) return refusal;
        if (look.Header.Count == 0) return Refusal.Invalid("Columns", "There are no columns to keep.");
        var (text, now) = (CsvPlans.Write(plan), time.GetUtcNow());
        if (await db.KeptCsvPlans.SingleOrDefaultAsync(p => p.OrganizationId == actor.OrganizationId && p.Signature == look.Signature, gone).ConfigureAwait(false) is { } kept)
        {
            if (kept.Plan == text) return Outcome<CsvPlan>.Already(plan);
            (kept.Plan, kept.At) = (text, now);
        }
        else
        {
            db.Add(new KeptCsvPlan { OrganizationId = actor.OrganizationId, Signature = look.Signature, Plan = text, At = now });
        }

        db.Activity.Add(Line(actor, ActivityKind.ImportMappingSaved, actor.OrganizationId, now, plan.Table.ToString()));
        return await db.TrySaveAsync(gone).ConfigureAwait(false) == SaveResult.Saved ? Outcome<CsvPlan>.Done(plan) : Refusal.Unavailable;
    }

    private async Task<Outcome<ImportReport>> InTurnAsync(Actor actor, ImportRequest request, Action<ImportProgress>? told, Action<ImportReject>? rejects, bool isTrial, CancellationToken gone)
    {
        if (Interlocked.Exchange(ref _running, 1) == 1) return Refusal.NotAllowed("Another import is running. Please wait until it is done.");
        try
        {
            return await ReadingAsync(actor, () => TakeAsync(actor, request, told ?? (_ => { }), rejects, isTrial, gone), gone).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    /// <summary>On a thread of its own: reading is steady work and must not hold up somebody's page.</summary>
    private async Task<Outcome<T>> ReadingAsync<T>(Actor actor, Func<Task<Outcome<T>>> work, CancellationToken gone)
        where T : notnull
    {
        await using (var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false))
        {
            if (await RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } refusal) return refusal;
        }

        try
        {
            return await Task.Run(work, gone).ConfigureAwait(false);
        }
        catch (UnreadableFileException fault)
        {
            return Refusal.Invalid("File", fault.Message);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return Refusal.Unavailable;
        }
        catch (IOException)
        {
            return Refusal.Unavailable; // no room on the disk, or the file went away
        }
    }

    private static async Task<Refusal?> RefuseAsync(ClinicDbContext db, Actor actor, CancellationToken gone) =>
        await AccountRights.RefuseAsync(db, actor, gone).ConfigureAwait(false)
        ?? (actor.Role is Role.Admin or Role.System ? null : Refusal.Forbidden("Only an admin can take over history."));

    private async Task<ImportLook> LookAtAllAsync(Actor actor, ImportRequest request, CancellationToken gone)
    {
        if (request.Files.Count == 0) throw new UnreadableFileException("There is no file of a kind that can be taken over.");
        var (files, questions) = (new List<ImportFileLook>(), new List<ImportQuestion>());
        foreach (var file in request.Files)
        {
            gone.ThrowIfCancellationRequested();
            var format = file.Recognise(limits);
            if (format != ImportFormat.Csv)
            {
                files.Add(format == ImportFormat.Calendar ? CalendarQuestions.Settle(file, request.Calendars.GetValueOrDefault(file.Name), limits, questions, gone) : new ImportFileLook(file.Name, format));
                continue;
            }

            var said = request.Plans.GetValueOrDefault(file.Name);
            var look = CsvLook.At(file, limits, said, gone);
            if (said is null || said.Columns.Count == 0) said = Merge(said, await KeptAsync(actor, look, gone).ConfigureAwait(false));
            var (plan, open) = CsvQuestions.Settle(file.Name, look, said);
            if (request.IsFolder && open is [{ Ask: ImportAsk.Table }]) plan = plan with { Table = CsvTable.Nothing };
            else questions.AddRange(open);
            files.Add(new ImportFileLook(file.Name, format, look, plan));
        }

        return new ImportLook(files, questions);
    }

    // What is said now wins over what was kept.
    private static CsvPlan? Merge(CsvPlan? said, CsvPlan? kept) => kept is null ? said : said is null ? kept : kept with
    {
        Table = said.Table == CsvTable.Unknown ? kept.Table : said.Table,
        DateOrder = said.DateOrder ?? kept.DateOrder,
        TimeZone = said.TimeZone ?? kept.TimeZone,
        DoctorId = said.DoctorId ?? kept.DoctorId,
        Minutes = said.Minutes ?? kept.Minutes,
        Statuses = said.Statuses.Count > 0 ? said.Statuses : kept.Statuses,
    };

    private async Task<CsvPlan?> KeptAsync(Actor actor, CsvLook look, CancellationToken gone)
    {
        if (look.Header.Count == 0) return null;
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        var kept = await db.KeptCsvPlans.AsNoTracking().SingleOrDefaultAsync(p => p.OrganizationId == actor.OrganizationId && p.Signature == look.Signature, gone).ConfigureAwait(false);
        return kept is null ? null : CsvPlans.Read(kept.Plan);
    }

    private async Task<Outcome<ImportReport>> TakeAsync(Actor actor, ImportRequest request, Action<ImportProgress> told, Action<ImportReject>? rejects, bool isTrial, CancellationToken gone)
    {
        var look = await LookAtAllAsync(actor, request, gone).ConfigureAwait(false);
        if (look.Questions is [var question, ..]) return Refusal.Invalid(question.Ask.ToString(), question.Sentence);
        var change = new Change(actor, time.GetUtcNow(), await organizations.PolicyAsync(actor.OrganizationId, gone).ConfigureAwait(false));
        await using var db = await contexts.CreateDbContextAsync(gone).ConfigureAwait(false);
        using var stage = new ImportStage(folder.NewFile("stage", change.At), db);
        using var known = new KnownRecords(db, actor.OrganizationId);
        await RefuseDoctorsAsync(db, actor, look, gone).ConfigureAwait(false);
        var intake = new ImportIntake(stage, known, change, limits.Visits);
        new ImportReading(stage, intake, limits, request, look, change.At).Read(told, gone);
        var report = ImportReports.Of(stage, intake, request, look, rejects, folder, actor.OrganizationId);
        if (isTrial || (report.Rejected > 0 && !request.LeavesOutRejected)) return Outcome<ImportReport>.Already(report);
        if (report.Counts.All(c => c.New == 0)) return Outcome<ImportReport>.Already(report with { IsDone = true });
        if (await RefuseAsync(db, actor, gone).ConfigureAwait(false) is { } lapsed) return lapsed;

        told(new ImportProgress(ImportStep.Writing, 0));
        var import = ImportReports.Row(report, request, actor, change.At);
        stage.Add(import);
        stage.Add(Line(actor, ActivityKind.HistoryTakenOver, import.Id, change.At, import.Visits.ToString(CultureInfo.InvariantCulture)));
        if (ImportWriter.Write(stage, db) is { } refusal) return refusal;
        db.PublishAfterSave(new HistoryImported(actor.OrganizationId, import.FirstDay ?? change.Policy.DayOf(change.At), import.LastDay ?? change.Policy.DayOf(change.At), import.Visits, change.At));
        await db.SaveChangesAsync(CancellationToken.None).ConfigureAwait(false); // nothing to save: what it tells is told
        return Outcome<ImportReport>.Done(report with { IsDone = true });
    }

    private static async Task RefuseDoctorsAsync(ClinicDbContext db, Actor actor, ImportLook look, CancellationToken gone)
    {
        foreach (var file in look.Files.Where(f => f.DoctorId is not null))
        {
            if (!await db.Practitioners.AnyAsync(p => p.Id == file.DoctorId && p.OrganizationId == actor.OrganizationId, gone).ConfigureAwait(false)) throw new UnreadableFileException("The doctor is none of this clinic.");
        }
    }

    private static ActivityEntry Line(Actor actor, ActivityKind kind, Guid subject, DateTimeOffset at, string to) => new()
    {
        OrganizationId = actor.OrganizationId,
        ActorId = actor.UserId,
        Kind = kind,
        Category = ActivityCategory.Clinic,
        SubjectId = subject,
        To = to,
        At = at,
    };
}
