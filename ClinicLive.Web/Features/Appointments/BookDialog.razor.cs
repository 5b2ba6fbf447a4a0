using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Books at the desk: patient, doctor, time. A refusal stands beside its field and nothing typed is lost.</summary>
public sealed partial class BookDialog
{
    private readonly SlotChoice _slot = new();
    private Guid _commandId = Guid.CreateVersion7();
    private PatientMatch? _patient;
    private Refusal? _refusal;
    private string? _reason;
    private bool _walkIn;
    private bool _isSaving;

    [Inject]
    private BookingService Booking { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    /// <summary>Opens the dialog; the board hears of what was booked by itself.</summary>
    public static Task OpenAsync(DialogService dialogs) => dialogs.OpenAsync<BookDialog>("Book", null, DialogFrame.Of(560));

    private async Task SaveAsync()
    {
        if (_isSaving) return;
        _refusal = _patient is null ? Refusal.Invalid("Patient", "Please choose a patient, or register a new one.")
            : _slot.PractitionerId is null ? Refusal.Invalid("Practitioner", "Please choose a doctor.")
            : null;
        if (_refusal is not null) return;

        _isSaving = true;
        try
        {
            var actor = await Me.GetAsync();
            var policy = await Organizations.PolicyAsync(actor.OrganizationId);
            var wish = new NewAppointment(_patient!.Id, _slot.PractitionerId!.Value, policy.At(_slot.Day, _slot.Time), _slot.Minutes, _reason, _commandId);
            var outcome = _walkIn ? await Booking.WalkInAsync(actor, wish) : await Booking.BookAsync(actor, wish);
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

    private string? ErrorOf(string field) => _refusal?.Field == field ? _refusal.Sentence : null;
}
