using System.Globalization;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Repeats an appointment every so many weeks. Every date is shown with what stands in its way before anything is booked.</summary>
public sealed partial class SeriesDialog
{
    private List<Choice> _choices = [];
    private int _everyWeeks = 1;
    private int _times = 6;
    private int _looks;
    private Guid _commandId = Guid.CreateVersion7();
    private Refusal? _refusal;
    private bool _isSaving;

    /// <summary>The first appointment.</summary>
    [Parameter, EditorRequired]
    public BoardRow Row { get; set; } = default!;

    /// <summary>The clinic's clock.</summary>
    [Parameter, EditorRequired]
    public ClinicPolicy Policy { get; set; } = default!;

    [Inject]
    private SeriesService Series { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private List<DateTimeOffset> Chosen => [.. _choices.Where(c => c is { IsChosen: true, At: not null }).Select(c => c.At!.Value)];

    private string Counted => _choices.Count(c => c.At is null) switch
    {
        0 => "Every date is free.",
        1 => "One date cannot be booked as it is.",
        var count => $"{count} dates cannot be booked as they are.",
    };

    /// <summary>Opens the dialog; the calendar and the page hear of what was booked by themselves.</summary>
    public static Task OpenAsync(DialogService dialogs, BoardRow row, ClinicPolicy policy) => dialogs.OpenAsync<SeriesDialog>(
        "Repeat", new() { [nameof(Row)] = row, [nameof(Policy)] = policy }, DialogFrame.Of(560));

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LookAsync();

    private async Task LookAsync()
    {
        _refusal = null;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var look = ++_looks;
        try
        {
            var preview = await Series.PreviewAsync(await Me.GetAsync(), new SeriesWish(Row.Id, _everyWeeks, _times));
            if (look != _looks) return; // an answer to what was asked before
            _refusal ??= preview.Refusal;
            _choices = [.. (preview.Value?.Dates ?? []).Select(d => new Choice(d))];
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            if (look == _looks) (_refusal, _choices) = (Refusal.Unavailable, []);
        }
    }

    private async Task SaveAsync()
    {
        if (_isSaving || Chosen.Count == 0) return;
        _isSaving = true;
        try
        {
            var outcome = await Series.BookAsync(await Me.GetAsync(), new AppointmentCommand(Row.Id, Row.Status, Row.Version, _commandId), Chosen);
            _refusal = outcome.Refusal;
            if (outcome.Succeeded)
            {
                Dialogs.Close(outcome.Value);
                return;
            }

            _commandId = Guid.CreateVersion7();
            await ReadAsync(); // the dates as they are now, below the sentence
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _refusal = Refusal.Unavailable; // the same command id: if it did arrive after all, it is one series
        }
        finally
        {
            _isSaving = false;
        }
    }

    private static string Words(SeriesDateState state) => state switch
    {
        SeriesDateState.Free => "Free",
        SeriesDateState.Taken => "Taken",
        SeriesDateState.TimeOff => "Away",
        _ => "Outside hours",
    };

    private string Say(DateTimeOffset instant) => Policy.ToLocal(instant).ToString("ddd d MMMM yyyy, H:mm", CultureInfo.InvariantCulture);

    private string Clock(DateTimeOffset instant) => Policy.ToLocal(instant).ToString("H:mm", CultureInfo.InvariantCulture);

    private string? ErrorOf(string field) => _refusal?.Field == field ? _refusal.Sentence : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";

    /// <summary>A date as somebody decides about it.</summary>
    private sealed class Choice(SeriesDate date)
    {
        public SeriesDate Date { get; } = date;

        /// <summary>When it would be booked; null while it cannot be.</summary>
        public DateTimeOffset? At { get; private set; } = date.State == SeriesDateState.Free ? date.Start : null;

        public bool IsChosen { get; set; } = date.State == SeriesDateState.Free;

        public void Take(DateTimeOffset instead) => (At, IsChosen) = (instead, true);
    }
}
