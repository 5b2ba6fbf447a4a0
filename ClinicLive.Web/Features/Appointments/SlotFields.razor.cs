using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Chooses with whom and when. A suggestion of the next free time; whether it is free at the save, the database decides.</summary>
public sealed partial class SlotFields
{
    private static readonly TimeOnly Opening = new(8, 0);
    private IReadOnlyList<PractitionerRow> _doctors = [];
    private ClinicPolicy _policy = default!;
    private Actor _actor = default!;
    private TimeOnly? _free;
    private bool _wasTodayOnly;

    /// <summary>What is chosen; changed in place.</summary>
    [Parameter, EditorRequired]
    public SlotChoice Choice { get; set; } = default!;

    /// <summary>Told after every change.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>A refusal that names one of these fields.</summary>
    [Parameter]
    public Refusal? Refusal { get; set; }

    /// <summary>For somebody who is here already: today, as soon as possible.</summary>
    [Parameter]
    public bool TodayOnly { get; set; }

    /// <summary>Takes the focus when the dialog opens.</summary>
    [Parameter]
    public bool IsFirst { get; set; }

    [Inject]
    private AppointmentQueries Appointments { get; set; } = default!;

    [Inject]
    private PractitionerQueries Practitioners { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _actor = await Me.GetAsync();
        _policy = await Organizations.PolicyAsync(_actor.OrganizationId);
        _doctors = (await Practitioners.ListAsync(_actor)).Rows;
        if (Choice.Day == default)
        {
            var soon = _policy.ToLocal(Time.GetUtcNow().AddMinutes(5));
            (Choice.Day, Choice.Time) = (DateOnly.FromDateTime(soon.DateTime), new TimeOnly(soon.Hour, soon.Minute / 5 * 5));
        }

        await SuggestAsync();
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (_policy is null || (TodayOnly == _wasTodayOnly && Refusal?.Kind != RefusalKind.SlotTaken)) return Task.CompletedTask;
        _wasTodayOnly = TodayOnly;
        if (TodayOnly) Choice.Day = _policy.DayOf(Time.GetUtcNow());
        return SuggestAsync();
    }

    private Task ChooseDoctor(ChangeEventArgs e)
    {
        Choice.PractitionerId = Guid.TryParse(e.Value?.ToString(), out var id) ? id : null;
        return ChangedAsync();
    }

    private async Task ChangedAsync()
    {
        await SuggestAsync();
        await Changed.InvokeAsync();
    }

    private Task TakeAsync(TimeOnly free)
    {
        Choice.Time = free;
        return Changed.InvokeAsync();
    }

    /// <summary>The doctor's first gap of the day that is long enough, from now on.</summary>
    private async Task SuggestAsync()
    {
        _free = null;
        if (Choice.PractitionerId is not { } practitioner || Choice.Minutes is < Appointment.ShortestMinutes or > Appointment.LongestMinutes) return;
        if (await ReadDayAsync() is not { } day) return;
        var now = Time.GetUtcNow();
        var opening = _policy.At(Choice.Day, Opening);
        var gap = FreeGap.First(day, practitioner, opening > now ? opening : now, TimeSpan.FromMinutes(Choice.Minutes));
        if (_policy.DayOf(gap) == Choice.Day) _free = TimeOnly.FromDateTime(_policy.ToLocal(gap).DateTime);
        if (TodayOnly && _free is { } free) Choice.Time = free;
    }

    private async Task<DayBoard?> ReadDayAsync()
    {
        try
        {
            return await Appointments.DayAsync(_actor, Choice.Day);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return null; // a suggestion is missed; what was typed is not
        }
    }

    private string? ErrorOf(string field) => Refusal?.Field == field ? Refusal.Sentence : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";
}
