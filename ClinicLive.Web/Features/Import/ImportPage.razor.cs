using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace ClinicLive.Web.Features.Import;

/// <summary>Taking over a history, step by step: files, what was found and what is asked, what it would bring, then the work itself with a way to stop it.</summary>
public sealed partial class ImportPage
{
    private const int MostFiles = 50;
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(200);
    private static readonly (ImportPageStep Step, string Words)[] Steps =
        [(ImportPageStep.Choosing, "Choose files"), (ImportPageStep.Checking, "Say what is asked"), (ImportPageStep.Tried, "See what it brings"), (ImportPageStep.Running, "Take over"), (ImportPageStep.Done, "Done")];

    private readonly Dictionary<string, CsvPlan> _plans = [];
    private readonly Dictionary<string, CalendarPlan> _calendars = [];
    private readonly HashSet<string> _kept = [];
    private List<ImportFile> _files = [];
    private IReadOnlyList<PractitionerRow> _doctors = [];
    private IReadOnlyList<ImportRow>? _history;
    private ClinicPolicy? _policy;
    private ImportPageStep _step;
    private ImportLook? _look;
    private ImportReport? _report;
    private ImportProgress? _progress;
    private CancellationTokenSource? _work;
    private string? _problem;
    private string? _rejectsLink;
    private string _zone = "UTC";
    private string _source = "";
    private bool _leavesOut;
    private long _drawn;
    private int _answers;

    [Inject]
    private ImportService Imports { get; set; } = default!;

    [Inject]
    private ImportQueries Earlier { get; set; } = default!;

    [Inject]
    private ImportLimits Limits { get; set; } = default!;

    [Inject]
    private PractitionerQueries Practitioners { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    private ImportPageStep Shown => _step switch
    {
        ImportPageStep.Receiving => ImportPageStep.Choosing,
        ImportPageStep.Trying => ImportPageStep.Checking,
        _ => _step,
    };

    private ImportRequest Request => new([.. _files]) { Plans = new Dictionary<string, CsvPlan>(_plans), Calendars = new Dictionary<string, CalendarPlan>(_calendars), Source = _source.Trim(), LeavesOutRejected = _leavesOut };

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Patients(Actor.OrganizationId), Topic.Practitioners(Actor.OrganizationId), Topic.Clinic(Actor.OrganizationId)];

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _zone = _policy.Zone.Id;
        _doctors = (await Practitioners.ListAsync(Actor, Gone)).Rows;
        _history = await Earlier.ListAsync(Actor, Gone);
        if (because is not null) StateHasChanged();
    }

    /// <inheritdoc/>
    protected override ValueTask LeaveAsync()
    {
        foreach (var file in _files) file.Forget();
        return ValueTask.CompletedTask;
    }

    private bool MayRun(ImportReport tried) => (tried.Rejected == 0 || _leavesOut) && tried.Counts.Any(c => c.New > 0);

    private async Task ChooseAsync(InputFileChangeEventArgs chosen)
    {
        if (_work is not null) return; // the field was closed meanwhile: those before are still looked at
        BeginAgain();
        if (chosen.FileCount > MostFiles)
        {
            _problem = $"At most {MostFiles} files are taken at once. Please choose fewer.";
            return;
        }

        await WorkAsync(ImportPageStep.Receiving, ImportPageStep.Choosing, async gone =>
        {
            foreach (var file in chosen.GetMultipleFiles(MostFiles))
            {
                if (file.Size > Limits.UploadBytes) return Refusal.Invalid("File", $"{file.Name} is larger than {Limits.UploadBytes >> 20} MB. Please use the import command, or take it over in parts.");
                await using var stream = file.OpenReadStream(Limits.UploadBytes, gone);
                var received = await Imports.ReceiveAsync(Actor, file.Name, stream, gone);
                if (!received.Succeeded) return received.Refusal;
                _files.Add(received.Value);
            }

            return await LookAsync(gone);
        });
    }

    private Task ChangeAsync(string file, Func<CsvPlan, CsvPlan> said) => LookAgainAsync(file, look => look with { Plan = _plans[file] = said(look.Plan!) });

    private Task ChangeAsync(string file, Func<CalendarPlan, CalendarPlan> said) => LookAgainAsync(file, look => look with { CalendarPlan = _calendars[file] = said(look.CalendarPlan!) });

    // An answer counts at once, also one that is given while the file is still looked at for the answer before.
    private Task LookAgainAsync(string file, Func<ImportFileLook, ImportFileLook> said)
    {
        _look = _look! with { Files = [.. _look.Files.Select(f => f.Name == file ? said(f) : f)] };
        _answers++;
        ForgetTrial();
        return WorkAsync(ImportPageStep.Checking, ImportPageStep.Checking, async gone =>
        {
            Refusal? refusal;
            int before;
            do
            {
                before = _answers;
                refusal = await LookAsync(gone);
            }
            while (before != _answers);
            return refusal;
        });
    }

    private async Task KeepAsync(ImportFileLook file)
    {
        _problem = (await Refusals.OfAsync(async () => (await Imports.KeepPlanAsync(Actor, file.Look!, file.Plan!, Gone)).Refusal))?.Sentence;
        if (_problem is null) _kept.Add(file.Name);
    }

    private Task TryAsync() => WorkAsync(ImportPageStep.Trying, ImportPageStep.Checking, async gone =>
    {
        var outcome = await Imports.TryAsync(Actor, Request, Told, null, gone);
        return Reported(outcome, ImportPageStep.Tried);
    });

    private Task RunAsync() => WorkAsync(ImportPageStep.Running, ImportPageStep.Tried, async gone =>
    {
        var outcome = await Imports.RunAsync(Actor, Request, Told, null, gone);
        return Reported(outcome, outcome.Value?.IsDone == true ? ImportPageStep.Done : ImportPageStep.Tried);
    });

    private Refusal? Reported(Outcome<ImportReport> outcome, ImportPageStep next)
    {
        if (!outcome.Succeeded) return outcome.Refusal;
        (_report, _step) = (outcome.Value, next);
        _rejectsLink = _report.RejectsId is { } id ? $"admin/import/rejects/{id:N}.csv" : null;
        return null;
    }

    private async Task<Refusal?> LookAsync(CancellationToken gone)
    {
        var before = _answers;
        var looked = await Imports.LookAsync(Actor, Request, gone);
        if (!looked.Succeeded) return looked.Refusal;
        if (before != _answers) return null; // an answer came meanwhile: it is looked at again
        _look = looked.Value;
        foreach (var file in _look.Files)
        {
            if (file.Plan is { } plan) _plans[file.Name] = plan;
            if (file.CalendarPlan is { } calendar) _calendars[file.Name] = calendar;
        }

        _step = ImportPageStep.Checking;
        return null;
    }

    private async Task WorkAsync(ImportPageStep during, ImportPageStep back, Func<CancellationToken, Task<Refusal?>> work)
    {
        if (_work is not null) return;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        (_work, _problem, _progress, _step) = (stop, null, null, during);
        try
        {
            var refusal = await Refusals.OfAsync(() => work(stop.Token));
            if (refusal is null) return;
            (_problem, _step) = (refusal.Sentence, back);
        }
        catch (OperationCanceledException)
        {
            (_problem, _step) = ("Stopped. Nothing was taken over.", back);
        }
        catch (IOException)
        {
            (_problem, _step) = ("The file could not be read. Please choose it again.", back);
        }
        finally
        {
            _work = null;
        }
    }

    private Task StopAsync() => _work?.CancelAsync() ?? Task.CompletedTask;

    // Comes from the working thread, often; drawn a few times a second.
    private void Told(ImportProgress progress)
    {
        _progress = progress;
        var now = Time.GetTimestamp();
        if (progress.Step != ImportStep.Writing && Time.GetElapsedTime(_drawn, now) < DrawEvery) return;
        _drawn = now;
        _ = InvokeAsync(StateHasChanged);
    }

    private void ForgetTrial()
    {
        (_report, _leavesOut, _rejectsLink) = (null, false, null);
        if (_step == ImportPageStep.Tried) _step = ImportPageStep.Checking;
    }

    private void BeginAgain()
    {
        foreach (var file in _files) file.Forget();
        (_files, _look, _report, _problem, _rejectsLink, _leavesOut, _step) = ([], null, null, null, null, false, ImportPageStep.Choosing);
        _plans.Clear();
        _calendars.Clear();
        _kept.Clear();
    }
}

/// <summary>Where the page stands.</summary>
internal enum ImportPageStep
{
    /// <summary>Files are chosen.</summary>
    Choosing,

    /// <summary>They come in.</summary>
    Receiving,

    /// <summary>What was found is shown, and what is open is asked.</summary>
    Checking,

    /// <summary>They are read for what they would bring.</summary>
    Trying,

    /// <summary>What they would bring is shown.</summary>
    Tried,

    /// <summary>They are taken over.</summary>
    Running,

    /// <summary>They are taken over.</summary>
    Done,
}
