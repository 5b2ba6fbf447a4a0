using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Scheduling;

/// <summary>Types the usual week of one owner.</summary>
public sealed partial class WeekEditor
{
    private readonly Dictionary<DayOfWeek, List<SpanDraft>> _days = [];
    private IReadOnlyList<TypedHours>? _before;
    private Refusal? _refusal;
    private int _version = -1;
    private bool _isDirty;
    private bool _isSaving;

    /// <summary>The hours as they are.</summary>
    [Parameter, EditorRequired]
    public HoursRow Row { get; set; } = default!;

    /// <summary>What no hours at all mean for this owner.</summary>
    [Parameter]
    public string Hint { get; set; } = "";

    /// <summary>Saves the hours over the version given; answers why not.</summary>
    [Parameter, EditorRequired]
    public Func<IReadOnlyList<TypedHours>, int, Task<Refusal?>> OnSave { get; set; } = default!;

    private string Closed => _days.Values.All(d => d.Count == 0) ? "No hours" : "Closed";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!_isDirty && !_isSaving && Row.Version != _version) Show();
    }

    private static bool IsOfADay(Refusal refusal) => refusal.Field?.Split('.') is [var day, _] && Enum.TryParse<DayOfWeek>(day, out _);

    private static List<TypedHours> Typed(WeekHours week) => [.. ScheduleWords.Week.SelectMany(day => week[day].Select(span => new TypedHours(day, span)))];

    private void Touch() => (_isDirty, _before, _refusal) = (true, null, null);

    private void Reset()
    {
        (_isDirty, _refusal, _before) = (false, null, null);
        Show();
    }

    private void Show()
    {
        _version = Row.Version;
        foreach (var day in ScheduleWords.Week) _days[day] = [.. Row.Week[day].Select(SpanDraft.Of)];
    }

    private void LikeMonday()
    {
        foreach (var day in ScheduleWords.Week.Skip(1))
        {
            _days[day] = [.. _days[DayOfWeek.Monday].Select(s => new SpanDraft { From = s.From, To = s.To })];
        }

        Touch();
    }

    private Task SaveTypedAsync()
    {
        foreach (var day in ScheduleWords.Week)
        {
            if (_days[day].FindIndex(s => s.Span is null) is var n and >= 0)
            {
                _refusal = Refusal.Invalid($"{day}.{n}", "Please type both times, or remove them.");
                return Task.CompletedTask;
            }
        }

        return SaveAsync([.. ScheduleWords.Week.SelectMany(day => _days[day].Select(s => new TypedHours(day, s.Span!.Value)))]);
    }

    private async Task SaveAsync(IReadOnlyList<TypedHours> hours)
    {
        if (_isSaving) return;
        var (isUndo, before) = (hours == _before, Typed(Row.Week));
        _isSaving = true;
        try
        {
            _refusal = await OnSave(hours, isUndo ? Row.Version : _version);
        }
        finally
        {
            _isSaving = false;
        }

        if (_refusal is not null) return;
        (_isDirty, _before) = (false, isUndo ? null : before);
        Show(); // the saved hours may have come already, or come with the next bell
    }
}
