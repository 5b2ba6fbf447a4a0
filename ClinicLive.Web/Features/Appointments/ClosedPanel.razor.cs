using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>The last closing of the clinic's day, on the dashboard.</summary>
public sealed partial class ClosedPanel
{
    private ClosedDay _closed = ClosedDay.None;
    private ClinicPolicy _policy = default!;
    private DateOnly _today;
    private Guid? _saving;
    private (Guid Id, string Sentence)? _problem;
    private (Guid Id, int Version, Guid CommandId) _press;

    [Inject]
    private EndOfDayQueries EndOfDay { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private AppointmentService Appointments { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.EndOfDay(Actor.OrganizationId), Topic.Clinic(Actor.OrganizationId)];

    private string Title => _closed.Rows.Count == 0 ? "Closed at the end of the day" : $"Closed at the end of {DayWords}: {_closed.Rows.Count}";

    private string DayWords => _closed.Day == _today ? "today"
        : _closed.Day.AddDays(1) == _today ? "yesterday"
        : _closed.Day.ToString("dddd", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        var closed = await EndOfDay.LastAsync(Actor, Gone);
        var today = policy.DayOf(Time.GetUtcNow());
        if (ReferenceEquals(closed, _closed) && today == _today) return;
        (_policy, _closed, _today) = (policy, closed, today);
        if (because is not null) StateHasChanged();
    }

    // What was taken back leaves the list by the same path as a change made elsewhere.
    private async Task TakeBackAsync(BoardRow row, CardAction undo)
    {
        if (_saving is not null) return;
        if (await ReasonDialog.AskAsync(Dialogs, undo, row) is not { } reason) return;
        (_saving, _problem) = (row.Id, null);
        if ((_press.Id, _press.Version) != (row.Id, row.Version)) _press = (row.Id, row.Version, Guid.CreateVersion7());
        try
        {
            var outcome = await Appointments.UndoAsync(Actor, new AppointmentCommand(row.Id, row.Status, row.Version, _press.CommandId, reason), Gone);
            if (outcome.Refusal is { } refusal) _problem = (row.Id, refusal.Sentence);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _problem = (row.Id, Refusal.Unavailable.Sentence);
        }
        finally
        {
            _saving = null;
        }
    }

    private string Became(BoardRow row) => row.Status == AppointmentStatus.LeftUnseen
        ? $"still waiting since {Local(row.ArrivedAt ?? row.Start)}, now left unseen"
        : $"still in consultation since {Local(row.ConsultationStartedAt ?? row.Start)}, now done";

    private string Local(DateTimeOffset instant) => _policy.ToLocal(instant).ToString("H:mm", CultureInfo.InvariantCulture);
}
