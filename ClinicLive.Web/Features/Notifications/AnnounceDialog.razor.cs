using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Live;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;
using DialogService = Radzen.DialogService;

namespace ClinicLive.Web.Features.Notifications;

/// <summary>One message to a set of people. It goes to exactly those whom the dialog has counted and named.</summary>
public sealed partial class AnnounceDialog
{
    private readonly Guid _commandId = Guid.CreateVersion7(); // the dialog sends once
    private IReadOnlyList<PractitionerRow> _doctors = [];
    private AudienceKind _kind;
    private Guid? _doctor;
    private AnnouncementAudience? _audience;
    private string _title = "";
    private string _text = "";
    private bool _isUrgent;
    private bool _isSending;
    private int? _sent;
    private Refusal? _refusal;

    /// <summary>A doctor whose patients are meant, where the dialog is opened for one.</summary>
    [Parameter]
    public Guid? PractitionerId { get; set; }

    [Inject]
    private NotificationService Service { get; set; } = default!;

    [Inject]
    private AnnouncementQueries Announcements { get; set; } = default!;

    [Inject]
    private PractitionerQueries Practitioners { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private string Preview => _audience switch
    {
        null => "Choose a doctor to see how many people that is.",
        { Recipients.Count: 0, WithoutAccount: 0 } => "Nobody at the moment.",
        { Recipients.Count: 0 } nobody => $"{People(nobody.WithoutAccount)}, but nobody has an account that could be told.",
        { WithoutAccount: 0 } all => $"Goes to {People(all.Recipients.Count)}.",
        { } some => $"Goes to {People(some.Recipients.Count)}. {People(some.WithoutAccount)} without an account: please tell them yourself.",
    };

    /// <summary>Opens it, for one doctor's patients where one is given.</summary>
    public static Task OpenAsync(DialogService dialogs, Guid? practitionerId = null) =>
        dialogs.OpenAsync<AnnounceDialog>("Tell people", new() { [nameof(PractitionerId)] = practitionerId }, DialogFrame.Of(520));

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _doctor = PractitionerId;
        _doctors = (await Practitioners.ListAsync(await Me.GetAsync())).Rows;
        await PreviewAsync();
    }

    private static string People(int count) => count == 1 ? "1 person" : $"{count} people";

    private string? ErrorOf(string field) => _refusal?.Field == field ? _refusal.Sentence : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";

    private async Task PreviewAsync() => _refusal = await Refusals.OfAsync(async () =>
    {
        _audience = _kind == AudienceKind.AllStaff || _doctor is not null ? await Announcements.AudienceAsync(await Me.GetAsync(), _kind, _doctor) : null;
        return null;
    });

    private async Task SendAsync()
    {
        if (_isSending || _audience is null) return;
        _isSending = true;
        _refusal = await Refusals.OfAsync(async () =>
        {
            var severity = _isUrgent ? NotificationSeverity.Critical : NotificationSeverity.Normal;
            var message = new NotificationMessage(_audience.Recipients, [], NotificationKind.SystemMessage, _title.Trim(), _text.Trim(), Link: null, severity);
            var outcome = await Service.SendAsync(await Me.GetAsync(), message, _commandId);
            _sent = outcome.Value?.Count;
            return outcome.Refusal;
        });
        _isSending = false;
    }
}
