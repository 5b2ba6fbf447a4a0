using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Live;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Chat;

/// <summary>The buttons over a patient's conversation, while an appointment of today is ahead: of this doctor, or in the desk's room of any.</summary>
public sealed partial class PatientWordsBar
{
    private readonly Dictionary<(Guid, PatientWord, int, string), Guid> _commandIds = [];
    private ClinicPolicy _policy = default!;
    private BoardRow? _row;
    private PatientWord? _open;
    private Refusal? _refusal;
    private string? _said;
    private string _code = "";
    private string _why = "";
    private bool _hasScreens;
    private bool _isLate;
    private bool _isBusy;

    [Inject]
    private AppointmentQueries Appointments { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private DisplayQueries Displays { get; set; } = default!;

    [Inject]
    private PatientWords Words { get; set; } = default!;

    /// <summary>The doctor of the conversation; null for the front desk's.</summary>
    [Parameter]
    public Guid? PractitionerId { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.PatientAppointments(Actor.PatientId ?? Guid.Empty), Topic.Clinic(Actor.OrganizationId)];

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        var today = _policy.DayOf(Time.GetUtcNow());
        var ahead = (await Appointments.OwnAsync(Actor, Gone)).Ahead;
        var row = ahead.FirstOrDefault(r => r.Status == AppointmentStatus.Booked && _policy.DayOf(r.Start) == today && (PractitionerId is null || r.PractitionerId == PractitionerId));
        if (row?.Id != _row?.Id) (_open, _isLate) = (null, false); // what was being said was about another appointment
        _row = row;
        _hasScreens = await Displays.HasScreensAsync(Actor, Gone);
        if (because is not null) StateHasChanged();
    }

    private void Open(PatientWord word) => (_open, _refusal, _said) = (word, null, null);

    private void Close() => (_open, _refusal, _isLate) = (null, null, false);

    private Task OutsideAsync()
    {
        if (!_hasScreens) return SayAsync(PatientWord.Outside);
        Open(PatientWord.Outside);
        return Task.CompletedTask;
    }

    private async Task SayAsync(PatientWord word)
    {
        if (_isBusy || _row is not { } row) return;
        (_isBusy, _refusal, _said) = (true, null, null);
        try
        {
            // One press is one command however often it is tried: only another word, code or reason is another.
            var press = (row.Id, word, row.Version, $"{_code}|{_why}|{_isLate}");
            if (!_commandIds.TryGetValue(press, out var commandId)) _commandIds[press] = commandId = Guid.CreateVersion7();
            var command = new AppointmentCommand(row.Id, row.Status, row.Version, commandId, word == PatientWord.CannotCome ? _why : null);
            var checksIn = word == PatientWord.Outside && PlainText.HasVisibleCharacter(_code);
            _refusal = await Refusals.OfAsync(async () => (await Words.SayAsync(Actor, word, command, checksIn ? _code : null, _isLate, CancellationToken.None)).Refusal);
            _isLate |= _refusal is LateForCheckIn;
            var instead = (_refusal as DeskWasTold)?.Sentence;
            if (_refusal is not null && instead is null) return;
            _refusal = null;
            _said = instead ?? word switch
            {
                PatientWord.CannotCome => "Your appointment is cancelled, and the doctor was told.",
                PatientWord.Late => "The doctor and the front desk were told.",
                _ when checksIn => "You are checked in.",
                _ => "The doctor and the front desk were told that you are outside.",
            };
            (_open, _code, _why, _isLate) = (null, "", "", false);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private string Clock(DateTimeOffset at) => _policy.ToLocal(at).ToString("H:mm", CultureInfo.InvariantCulture);
}
