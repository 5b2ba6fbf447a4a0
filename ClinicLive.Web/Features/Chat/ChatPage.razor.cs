using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Chat;

/// <summary>All conversations of a person, and one of them. On a phone the two are separate screens.</summary>
public sealed partial class ChatPage
{
    private string? _refusal;

    [Inject]
    private ChatService Service { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>The open conversation, or null.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    /// <summary>Opens the conversation with this doctor: a link from a patient's screens.</summary>
    [SupplyParameterFromQuery]
    public Guid? Doctor { get; set; }

    /// <summary>Opens the conversation with this patient: a link from staff's screens.</summary>
    [SupplyParameterFromQuery]
    public Guid? Patient { get; set; }

    /// <summary>Opens the patient's own conversation with the front desk.</summary>
    [SupplyParameterFromQuery]
    public bool Desk { get; set; }

    /// <summary>The message to begin at: a link from a search.</summary>
    [SupplyParameterFromQuery]
    public int? At { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Id is not null || (Doctor is null && Patient is null && !Desk)) return;
        var actor = await Me.GetAsync();
        try
        {
            var opened = await OpenAsync(actor);
            _refusal = opened.Refusal?.Sentence;
            Navigation.NavigateTo(opened.Succeeded ? $"chat/{opened.Value}" : "chat", replace: true);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _refusal = Refusal.Unavailable.Sentence;
        }
    }

    private Task<Outcome<Guid>> OpenAsync(Actor actor) => (actor.Role, Doctor, Patient) switch
    {
        (Role.Patient, { } doctor, _) => Service.OpenDirectAsync(actor, actor.PatientId ?? Guid.Empty, doctor),
        (Role.Patient, _, _) => Service.OpenFrontDeskAsync(actor, actor.PatientId ?? Guid.Empty),
        (Role.Practitioner, _, { } patient) => Service.OpenDirectAsync(actor, patient, actor.PractitionerId ?? Guid.Empty),
        (_, _, { } patient) => Service.OpenFrontDeskAsync(actor, patient),
        _ => Task.FromResult<Outcome<Guid>>(Refusal.NotFound("conversation")),
    };

    private async Task NewAsync()
    {
        if (await Dialogs.OpenAsync<NewChatDialog>("New conversation", null, DialogFrame.Of(480)) is Guid room) Navigation.NavigateTo($"chat/{room}");
    }
}
