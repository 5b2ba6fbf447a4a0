using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Chat;

/// <summary>Begins a conversation, or finds the one that exists. Closes with the room's id.</summary>
public sealed partial class NewChatDialog
{
    private readonly HashSet<Guid> _chosen = [];
    private readonly Guid _commandId = Guid.CreateVersion7();
    private Actor? _actor;
    private IReadOnlyList<PractitionerRow> _doctors = [];
    private IReadOnlyList<ChatPerson> _colleagues = [];
    private PatientMatch? _patient;
    private Refusal? _refusal;
    private Guid _with;
    private string _name = "";
    private bool _isGroup;
    private bool _isSaving;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private ChatService Service { get; set; } = default!;

    [Inject]
    private ChatQueries Chats { get; set; } = default!;

    [Inject]
    private PractitionerQueries Practitioners { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var actor = await Me.GetAsync();
        try
        {
            if (actor.Role == Role.Patient) _doctors = [.. (await Practitioners.ListAsync(actor)).Rows.Where(d => d.AccountId is not null)];
            else _colleagues = await Chats.ColleaguesAsync(actor);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _refusal = Refusal.Unavailable;
        }

        _isGroup = actor.Role == Role.Admin;
        _actor = actor;
    }

    private void Choose(Guid accountId)
    {
        if (!_chosen.Remove(accountId)) _chosen.Add(accountId);
    }

    private async Task OpenAsync()
    {
        if (_isSaving || _actor is not { } actor) return;
        _refusal = actor.IsStaff && !_isGroup && _patient is null ? Refusal.Invalid("Patient", "Please choose a patient.") : null;
        if (_refusal is not null) return;
        _isSaving = true;
        try
        {
            var opened = await AskAsync(actor);
            _refusal = opened.Refusal;
            if (opened.Succeeded) Dialogs.Close(opened.Value);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _refusal = Refusal.Unavailable;
        }
        finally
        {
            _isSaving = false;
        }
    }

    private Task<Outcome<Guid>> AskAsync(Actor actor) => actor.Role switch
    {
        Role.Patient when _with == Guid.Empty => Service.OpenFrontDeskAsync(actor, actor.PatientId ?? Guid.Empty),
        Role.Patient => Service.OpenDirectAsync(actor, actor.PatientId ?? Guid.Empty, _with),
        _ when _isGroup => Service.CreateGroupAsync(actor, _name, _chosen, _commandId),
        Role.Practitioner => Service.OpenDirectAsync(actor, _patient!.Id, actor.PractitionerId ?? Guid.Empty),
        _ => Service.OpenFrontDeskAsync(actor, _patient!.Id),
    };

    private string? ErrorOf(string field) => _refusal?.Field == field ? _refusal.Sentence : null;
}
