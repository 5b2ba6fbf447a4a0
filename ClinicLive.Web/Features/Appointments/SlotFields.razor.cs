using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>
/// Chooses what for, with whom and when. Listens to every day that it shows: a time that somebody else takes goes at once, and if it was
/// the chosen one that is said and everything else stays. Whether a time is free at the save, the database decides.
/// </summary>
public sealed partial class SlotFields
{
    private const int Span = 14;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private ClinicPolicy _policy = default!;
    private IReadOnlyList<VisitTypeRow> _types = [];
    private IReadOnlyList<PractitionerRow> _doctors = [];
    private IReadOnlyList<FreeSlot> _slots = [];
    private DateTimeOffset _wanted;
    private DateOnly _from;
    private TimeOnly? _suggestion;
    private Refusal? _search;
    private string? _gone;
    private bool _hasBegun, _takesFirst = true, _wasTodayOnly;
    private Task _looking = Task.CompletedTask;
    private int _asked; // counts what was asked for anew, so that an answer to what was asked before chooses nothing

    /// <summary>What is chosen; changed in place.</summary>
    [Parameter, EditorRequired]
    public SlotChoice Choice { get; set; } = default!;

    /// <summary>Told after every change.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>A refusal that names one of these fields.</summary>
    [Parameter]
    public Refusal? Refusal { get; set; }

    /// <summary>For somebody who is here already: today, as soon as possible, whether or not the doctor works then.</summary>
    [Parameter]
    public bool TodayOnly { get; set; }

    /// <summary>The appointment that is to go to another time, with its own length and kind; null for a new one.</summary>
    [Parameter]
    public Guid? Moving { get; set; }

    [Inject]
    private FreeSlotQueries FreeTimes { get; set; } = default!;

    [Inject]
    private VisitTypeQueries VisitTypes { get; set; } = default!;

    [Inject]
    private AppointmentQueries Appointments { get; set; } = default!;

    [Inject]
    private PractitionerQueries Practitioners { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics =>
    [
        Topic.Clinic(Actor.OrganizationId), Topic.Schedule(Actor.OrganizationId), Topic.Practitioners(Actor.OrganizationId),
        .. Days.Select(day => Topic.DayBoard(Actor.OrganizationId, day)),
    ];

    private IEnumerable<DateOnly> Days => TodayOnly ? [Today]
        : Choice.IsOther ? [Choice.Day]
        : Enumerable.Range(0, Span).Select(_from.AddDays).Concat(Choice.Slot is { } chosen ? [_policy.DayOf(chosen.Start)] : []).Distinct();

    private DateOnly Today => _policy.DayOf(Time.GetUtcNow());

    private DateOnly To => _from.AddDays(Span - 1);

    private VisitTypeRow? Type => _types.FirstOrDefault(t => t.Id == Choice.VisitTypeId);

    private IEnumerable<PractitionerRow> Offering => _doctors.Where(d => Type?.IsOfferedBy(d.Id) != false || d.Id == Choice.PractitionerId);

    // Of several doctors who are free at one time one is shown: the one who is chosen, else the first.
    private IReadOnlyList<FreeSlot> Shown => [.. _slots.GroupBy(s => s.Start).Select(g => g.FirstOrDefault(s => IsTheSame(s, Choice.Slot)) ?? g.First())];

    private string Chosen => Choice.IsOther || Choice.Slot is not { } slot ? "" : TodayOnly ? $"Next gap: {Words(slot, "H:mm")}" : $"{Words(slot, "dddd d MMMM, H:mm")}, {slot.Minutes} min";

    /// <summary>
    /// What was chosen, or what is missing, at its field. Waits for free times that are being looked up, so that nobody books a time of
    /// the doctor before.
    /// </summary>
    public async Task<Outcome<FreeSlot>> ChosenAsync()
    {
        try
        {
            await _looking.WaitAsync(Patience, Time, Gone);
        }
        catch (TimeoutException)
        {
            return Refusal.Unavailable;
        }

        if (!IsLoaded) return Refusal.Unavailable;
        if (Choice.PractitionerId is { } asked && _doctors.All(d => d.Id != asked)) return Refusal.Invalid("Practitioner", "Please choose a doctor of this clinic.");
        if (!Choice.IsOther) return Choice.Slot is { } slot ? Outcome<FreeSlot>.Done(slot) : _search ?? Refusal.Invalid("Start", TodayOnly ? "No time is left today." : "Please choose a time.");
        return Choice.PractitionerId is { } doctor
            ? Outcome<FreeSlot>.Done(new FreeSlot(doctor, "", _policy.At(Choice.Day, Choice.Time), Choice.Minutes))
            : Refusal.Invalid("Practitioner", "Please choose a doctor for this time.");
    }

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _wasTodayOnly = TodayOnly;
        var now = Time.GetUtcNow();
        if (Choice.Day == default)
        {
            var soon = _policy.ToLocal(now.AddMinutes(5));
            (Choice.Day, Choice.Time, _wanted) = (DateOnly.FromDateTime(soon.DateTime), new TimeOnly(soon.Hour, soon.Minute / 5 * 5), now);
        }
        else
        {
            _wanted = _policy.At(Choice.Day, Choice.Time);
        }

        _from = Choice.Day < Today ? Today : Choice.Day;
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (TodayOnly == _wasTodayOnly) return;
        _wasTodayOnly = TodayOnly;
        if (TodayOnly) (Choice.Day, Choice.IsOther) = (Today, false);
        _looking = ChooseAnewAsync();
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _types = await VisitTypes.ListAsync(Actor, Gone);
        _doctors = (await Practitioners.ListAsync(Actor, Gone)).Rows;
        if (Moving is null && Type is null) TakeType(_types.OrderBy(t => t.OfferedBy.Count > 0).ThenBy(t => Math.Abs(t.Minutes - Choice.Minutes)).FirstOrDefault());
        _hasBegun = true;
        if (Choice.IsOther) await SuggestAsync();
        else if (TodayOnly) await TakeNextGapAsync();
        else await FindAsync();
        if (because is not null) StateHasChanged();
    }

    private FreeSlotSearch Search(DateOnly from, DateOnly to) => new(from, to, Choice.Minutes, Type?.Id, Choice.PractitionerId, Moving);

    /// <summary>The free times of the days shown; keeps what is chosen while it is free, and begins with the first.</summary>
    private async Task FindAsync()
    {
        var asked = _asked;
        await ReadAsync();
        if (asked != _asked) return;
        if (Choice.Slot is { } chosen)
        {
            if (await IsStillFreeAsync(chosen) || asked != _asked) return;
            _gone = chosen.Start < Time.GetUtcNow() ? $"{Words(chosen, "H:mm")} has passed. Please choose a time." : $"{Words(chosen, "H:mm")} is not free any more. Please choose another time.";
            Choice.Slot = null;
        }
        else if (_takesFirst && _search is null)
        {
            if (_slots.Count == 0 && await FreeTimes.FirstAvailableAsync(Actor, Search(_from, _from.AddDays(FreeSlotQueries.FirstWithinDays - 1)), Gone) is { } first)
            {
                if (asked != _asked) return;
                _from = _policy.DayOf(first.Start);
                await ReadAsync();
            }

            if (asked != _asked) return;

            Choice.Slot = _slots.FirstOrDefault(s => s.Start >= _wanted) ?? (_slots is [var earliest, ..] ? earliest : null);
        }

        _takesFirst = false; // nothing is chosen again behind somebody's back
    }

    private async Task ReadAsync()
    {
        var found = await FreeTimes.FindAsync(Actor, Search(_from, To), Gone);
        (_slots, _search, _suggestion) = (found.Slots, found.Refusal, null);
    }

    private async Task<bool> IsStillFreeAsync(FreeSlot chosen)
    {
        var day = _policy.DayOf(chosen.Start);
        return day >= _from && day <= To
            ? _slots.Any(s => IsTheSame(s, chosen))
            : await FreeTimes.IsFreeAsync(Actor, Search(day, day) with { PractitionerId = chosen.PractitionerId }, chosen.Start, Gone);
    }

    /// <summary>The doctor's first free time of the day that is typed, unless the typed one is free.</summary>
    private async Task SuggestAsync()
    {
        var found = await FreeTimes.FindAsync(Actor, Search(Choice.Day, Choice.Day), Gone);
        (_slots, _search) = ([], found.Refusal is { Field: "Practitioner" or "VisitType" } atField ? atField : null);
        var typed = _policy.At(Choice.Day, Choice.Time);
        _suggestion = Choice.PractitionerId is not null && found.Slots is [var first, ..] && found.Slots.All(s => s.Start != typed) ? TimeOnly.FromDateTime(_policy.ToLocal(first.Start).DateTime) : null;
    }

    private Task ChooseDoctorAsync(ChangeEventArgs e)
    {
        var value = e.Value?.ToString();
        Choice.PractitionerId = string.IsNullOrEmpty(value) ? null : Guid.TryParse(value, out var id) ? id : Guid.Empty;
        return ChangeAsync(ChooseAnewAsync);
    }

    private Task ChooseTypeAsync(ChangeEventArgs e)
    {
        TakeType(_types.FirstOrDefault(t => t.Id.ToString() == e.Value?.ToString()));
        return ChangeAsync(ChooseAnewAsync);
    }

    private void TakeType(VisitTypeRow? type)
    {
        Choice.VisitTypeId = type?.Id;
        if (type is not null && (_hasBegun || !Choice.IsOther)) Choice.Minutes = type.Minutes;
    }

    private Task SwitchAsync()
    {
        Choice.IsOther = !Choice.IsOther;
        if (Choice is { IsOther: true, Slot: { } slot })
        {
            var local = _policy.ToLocal(slot.Start).DateTime;
            (Choice.PractitionerId, Choice.Day, Choice.Time, Choice.Minutes) = (slot.PractitionerId, DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), slot.Minutes);
        }
        else if (!Choice.IsOther)
        {
            if (Moving is null && Type is { } type) Choice.Minutes = type.Minutes;
            (_from, _wanted) = (Choice.Day < Today ? Today : Choice.Day, _policy.At(Choice.Day, Choice.Time));
        }

        return ChangeAsync(ChooseAnewAsync);
    }

    private Task TakeAsync(FreeSlot slot)
    {
        (Choice.Slot, _gone) = (slot, null);
        return Changed.InvokeAsync();
    }

    private Task GoAsync(int spans)
    {
        var from = _from.AddDays(spans * Span);
        _from = from < Today ? Today : from;
        return _looking = ReadAgainAsync();
    }

    private Task LookAgainAsync() => ChangeAsync(ReadAgainAsync);

    private async Task ChangeAsync(Func<Task> look)
    {
        await (_looking = look());
        await Changed.InvokeAsync();
    }

    // What was chosen goes before anything is awaited: it belongs to another doctor or kind of visit.
    private Task ChooseAnewAsync()
    {
        _asked++;
        (Choice.Slot, _takesFirst, _gone) = (null, true, null);
        return ReadAgainAsync();
    }

    private static bool IsTheSame(FreeSlot slot, FreeSlot? other) => other is not null && slot.PractitionerId == other.PractitionerId && slot.Start == other.Start && slot.Minutes == other.Minutes;

    private string Words(FreeSlot slot, string format) => $"{_policy.ToLocal(slot.Start).ToString(format, CultureInfo.InvariantCulture)} with {slot.PractitionerName}";

    private string? ErrorOf(string field) => Refusal?.Field == field ? Refusal.Sentence : _search?.Field == field ? _search.Sentence : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";
}
