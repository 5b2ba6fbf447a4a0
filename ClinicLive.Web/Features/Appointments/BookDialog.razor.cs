using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Books at the desk: patient, doctor, time. A refusal stands beside its field and nothing typed is lost.</summary>
public sealed partial class BookDialog
{
    private readonly Form _form = new();
    private IReadOnlyList<PractitionerRow> _doctors = [];
    private ClinicPolicy _policy = default!;
    private Actor _actor = default!;
    private Guid _commandId = Guid.CreateVersion7();
    private string? _general;
    private (string Field, string Sentence)? _error;
    private TimeOnly? _free;
    private bool _isSaving;

    [Inject]
    private BookingService Booking { get; set; } = default!;

    [Inject]
    private AppointmentQueries Appointments { get; set; } = default!;

    [Inject]
    private PractitionerQueries Practitioners { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary>Opens the dialog; the board hears of what was booked by itself.</summary>
    public static Task OpenAsync(DialogService dialogs) => dialogs.OpenAsync<BookDialog>(
        "Book", null, new DialogOptions { Width = "min(560px, calc(100vw - 24px))", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = false });

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _actor = await Me.GetAsync();
        _policy = await Organizations.PolicyAsync(_actor.OrganizationId);
        _doctors = (await Practitioners.ListAsync(_actor)).Rows;
        var soon = _policy.ToLocal(Time.GetUtcNow().AddMinutes(5));
        _form.Day = DateOnly.FromDateTime(soon.DateTime);
        _form.Time = new TimeOnly(soon.Hour, soon.Minute / 5 * 5);
    }

    private async Task SaveAsync()
    {
        if (_isSaving) return;
        (_general, _error) = (null, null);
        if (_form.Patient is null) _error = ("Patient", "Please choose a patient, or register a new one.");
        else if (_form.PractitionerId is null) _error = ("Practitioner", "Please choose a doctor.");
        if (_error is not null) return;

        _isSaving = true;
        try
        {
            var wish = new NewAppointment(_form.Patient!.Id, _form.PractitionerId!.Value, _policy.At(_form.Day, _form.Time), _form.Minutes, _form.Reason, _commandId);
            var outcome = _form.WalkIn ? await Booking.WalkInAsync(_actor, wish) : await Booking.BookAsync(_actor, wish);
            if (outcome.Succeeded)
            {
                Dialogs.Close(outcome.Value);
                return;
            }

            _commandId = Guid.CreateVersion7(); // what is sent next is another wish
            if (outcome.Refusal.Field is { } field) _error = (field, outcome.Refusal.Sentence);
            else _general = outcome.Refusal.Sentence;
            if (outcome.Refusal.Kind == RefusalKind.SlotTaken) await SuggestAsync();
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _general = Refusal.Unavailable.Sentence; // the same command id: if it did arrive after all, it is one booking
        }
        finally
        {
            _isSaving = false;
        }
    }

    private Task ChooseDoctor(ChangeEventArgs e)
    {
        _form.PractitionerId = Guid.TryParse(e.Value?.ToString(), out var id) ? id : null;
        return SuggestAsync();
    }

    private Task SetWalkIn(bool walkIn)
    {
        _form.WalkIn = walkIn;
        if (walkIn) _form.Day = _policy.DayOf(Time.GetUtcNow());
        return SuggestAsync();
    }

    /// <summary>The doctor's first gap of the day that is long enough, from now on.</summary>
    private async Task SuggestAsync()
    {
        _free = null;
        if (_form.PractitionerId is not { } practitioner || _form.Minutes < Appointment.ShortestMinutes) return;
        if (await ReadDayAsync() is not { } day) return;
        var now = Time.GetUtcNow();
        var opening = _policy.At(_form.Day, new TimeOnly(8, 0));
        var from = opening > now ? opening : now;
        var gap = FreeGap.First(day, practitioner, from, TimeSpan.FromMinutes(_form.Minutes));
        if (_policy.DayOf(gap) == _form.Day) _free = TimeOnly.FromDateTime(_policy.ToLocal(gap).DateTime);
        if (_form.WalkIn && _free is { } free) _form.Time = free;
    }

    private async Task<DayBoard?> ReadDayAsync()
    {
        try
        {
            return await Appointments.DayAsync(_actor, _form.Day);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return null; // a suggestion is missed; what was typed is not
        }
    }

    private string? ErrorOf(string field) => _error is { } error && error.Field == field ? error.Sentence : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";

    private sealed class Form
    {
        public bool WalkIn { get; set; }

        public PatientMatch? Patient { get; set; }

        public Guid? PractitionerId { get; set; }

        public DateOnly Day { get; set; }

        public TimeOnly Time { get; set; }

        public int Minutes { get; set; } = 15;

        public string? Reason { get; set; }
    }
}
