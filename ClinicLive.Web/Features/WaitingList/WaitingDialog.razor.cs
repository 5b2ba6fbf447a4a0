using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.WaitingList;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Patients;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.WaitingList;

/// <summary>Puts a patient on the waiting list at the desk.</summary>
public sealed partial class WaitingDialog
{
    private static readonly string[] Fields = ["Patient", "VisitType", "Practitioner", "From", "To", "Days", "ToTime", "Reason"];

    private readonly PatientDraft _search = new();
    private WishForm _form = new();
    private WaitingChoices _choices = new([], []);
    private PatientMatch? _patient;
    private Guid _commandId = Guid.CreateVersion7();
    private Refusal? _refusal;
    private bool _isSaving;

    [Inject]
    private WaitingListService Waiting { get; set; } = default!;

    [Inject]
    private WaitingListQueries Queries { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary>Opens the dialog; the list hears of who was added by itself.</summary>
    public static Task OpenAsync(DialogService dialogs) => dialogs.OpenAsync<WaitingDialog>("Add to the waiting list", null, DialogFrame.Of(560));

    /// <summary>True for a refusal that stands beside a field of a wish.</summary>
    public static bool IsOfAField(Refusal refusal) => Fields.Contains(refusal.Field);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var actor = await Me.GetAsync();
        var policy = await Organizations.PolicyAsync(actor.OrganizationId);
        _form = WishForm.From28Days(policy.DayOf(Time.GetUtcNow()));
        _choices = await Queries.ChoicesAsync(actor);
    }

    private async Task SaveAsync()
    {
        if (_isSaving) return;
        _refusal = _patient is null ? Refusal.Invalid("Patient", "Please choose a patient, or register a new one.")
            : _form.VisitTypeId is null ? Refusal.Invalid("VisitType", "Please choose a visit.")
            : null;
        if (_refusal is not null) return;
        _isSaving = true;
        try
        {
            var outcome = await Waiting.JoinAsync(await Me.GetAsync(), _form.For(_patient!.Id, _commandId));
            _refusal = outcome.Refusal;
            if (outcome.Succeeded) Dialogs.Close(outcome.Value);
            else _commandId = Guid.CreateVersion7();
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _refusal = Refusal.Unavailable; // the same command id: if it did arrive after all, it is one place
        }
        finally
        {
            _isSaving = false;
        }
    }
}
