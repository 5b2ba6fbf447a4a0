using System.Text.Json;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Drafts;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Books at the desk: patient, doctor or whoever is free first, time. A refusal stands beside its field and nothing typed is lost.</summary>
public sealed partial class BookDialog : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private SlotFields? _fields;
    private Guid _commandId = Guid.CreateVersion7();
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _isRestored;
    private int _typing;

    [Inject]
    private BookingService Booking { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private DraftService Drafts { get; set; } = default!;

    [Inject]
    private ILogger<BookDialog> Log { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary>What is in the fields; given when something was being typed before.</summary>
    [Parameter]
    public BookForm Form { get; set; } = new();

    /// <summary>With whom and when to begin with; given when a time in the calendar was chosen.</summary>
    [Parameter]
    public SlotChoice? At { get; set; }

    /// <summary>Opens the dialog, with what was typed before if there is such; the board hears of what was booked by itself.</summary>
    public static async Task OpenAsync(DialogService dialogs, DraftService drafts, Actor actor, BookForm? before = null, SlotChoice? at = null)
    {
        var parameters = before is null && at is null ? null : new Dictionary<string, object?> { [nameof(Form)] = before ?? new BookForm(), [nameof(At)] = at };
        await dialogs.OpenAsync<BookDialog>("Book", parameters, DialogFrame.Of(560));
        try
        {
            await drafts.DropAsync(actor, BookForm.Name); // sent or given up; a page that went away never comes here
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            // The draft grows too old by itself; the board must not go because of it.
        }
    }

    /// <summary>What this person was typing when the page went away, or null.</summary>
    public static async Task<BookForm?> DraftAsync(DraftService drafts, Actor actor)
    {
        try
        {
            return await drafts.ReadAsync(actor, BookForm.Name) is { } json ? JsonSerializer.Deserialize<BookForm>(json) : null;
        }
        catch (JsonException)
        {
            return null; // written by another version of this dialog
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return null; // the board says by itself that it cannot be read
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _isRestored = Form.Patient is not null || Form.Slot.Day != default;
        if (At is not null) Form.Slot = At;
    }

    /// <summary>What was sent or given up is not written down a moment later: restored, it would be booked twice.</summary>
    public void Dispose() => _typing++;

    private async Task SaveAsync()
    {
        if (_isSaving) return;
        _refusal = Form.Patient is null ? Refusal.Invalid("Patient", "Please choose a patient, or register a new one.") : null;
        if (_refusal is not null || _fields is null) return;

        _isSaving = true;
        try
        {
            var chosen = await _fields.ChosenAsync();
            _refusal = chosen.Refusal;
            if (!chosen.Succeeded) return;
            var actor = await Me.GetAsync();
            var wish = new NewAppointment(Form.Patient!.Id, chosen.Value.PractitionerId, chosen.Value.Start, chosen.Value.Minutes, Form.Reason, _commandId, Form.Slot.VisitTypeId);
            var outcome = Form.WalkIn ? await Booking.WalkInAsync(actor, wish) : await Booking.BookAsync(actor, wish);
            _refusal = outcome.Refusal;
            if (outcome.Succeeded) Dialogs.Close(outcome.Value);
            else _commandId = Guid.CreateVersion7(); // what is sent next is another wish
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _refusal = Refusal.Unavailable; // the same command id: if it did arrive after all, it is one booking
        }
        finally
        {
            _isSaving = false;
        }
    }

    private Task SetWalkInAsync(bool walkIn)
    {
        Form.WalkIn = walkIn;
        return KeepAsync();
    }

    private Task SlotChangedAsync()
    {
        if (_refusal is { Field: "Start" or "Practitioner" or "Minutes" or "VisitType" }) _refusal = null; // it was said of another choice
        return KeepAsync();
    }

    /// <summary>Keeps the draft when the typing rests; a draft that cannot be kept just now costs nobody the form.</summary>
    private async Task KeepAsync()
    {
        var typing = ++_typing;
        await Task.Delay(Pause, Time);
        if (typing != _typing || _isSaving) return;
        try
        {
            await Drafts.KeepAsync(await Me.GetAsync(), BookForm.Name, JsonSerializer.Serialize(Form));
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            Log.LogWarning(fault, "A draft could not be kept just now.");
        }
    }

    private string? ErrorOf(string field) => _refusal?.Field == field ? _refusal.Sentence : null;
}
