using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Scheduling;

/// <summary>Enters a doctor's absences and takes them back.</summary>
public sealed partial class TimeOffList
{
    private DateOnly? _from;
    private DateOnly? _until;
    private TimeOnly _fromTime = new(8, 0);
    private TimeOnly _untilTime = new(18, 0);
    private string? _reason;
    private Guid _coveredBy;
    private bool _isPart;
    private bool _isSaving;
    private Refusal? _refusal;
    private TimeOffRow? _removed;

    /// <summary>The absences.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TimeOffRow> Rows { get; set; } = [];

    /// <summary>The clinic's clock.</summary>
    [Parameter, EditorRequired]
    public ClinicPolicy Policy { get; set; } = default!;

    /// <summary>Enters an absence; answers why not.</summary>
    [Parameter, EditorRequired]
    public Func<DateTimeOffset, DateTimeOffset, string?, Guid?, Task<Refusal?>> OnAdd { get; set; } = default!;

    /// <summary>The doctors who can cover.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ScheduleDoctor> Colleagues { get; set; } = [];

    /// <summary>Says who covers an absence, or nobody; answers why not.</summary>
    [Parameter, EditorRequired]
    public Func<TimeOffRow, Guid?, Task<Refusal?>> OnCover { get; set; } = default!;

    /// <summary>Takes one back; answers why not.</summary>
    [Parameter, EditorRequired]
    public Func<TimeOffRow, Task<Refusal?>> OnRemove { get; set; } = default!;

    private string? ErrorOf(string field) => _refusal?.Field == field ? _refusal.Sentence : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";

    private async Task AddAsync()
    {
        if (_isSaving) return;
        _removed = null;
        _refusal = _from is null ? Refusal.Invalid("From", "Please choose the first day.") : null;
        if (_refusal is not null) return;
        var (first, last) = (_from!.Value, _until ?? _from.Value);
        var from = Policy.At(first, _isPart ? _fromTime : TimeOnly.MinValue);
        var until = _isPart ? Policy.At(last, _untilTime) : Policy.At(last.AddDays(1), TimeOnly.MinValue);
        _isSaving = true;
        try
        {
            _refusal = last < first ? Refusal.Invalid("Until", "The last day is before the first.") : await OnAdd(from, until, _reason, _coveredBy == Guid.Empty ? null : _coveredBy);
        }
        finally
        {
            _isSaving = false;
        }

        if (_refusal is null) (_from, _until, _reason, _isPart, _coveredBy) = (null, null, null, false, Guid.Empty);
    }

    private async Task RemoveAsync(TimeOffRow row)
    {
        _refusal = await OnRemove(row);
        _removed = _refusal is null ? row : null;
    }

    private async Task UndoAsync(TimeOffRow row)
    {
        _refusal = await OnAdd(row.From, row.Until, row.Reason, row.CoveredBy);
        _removed = null;
    }

    private async Task CoverAsync(TimeOffRow row, ChangeEventArgs chosen) =>
        _refusal = await OnCover(row, Guid.TryParse(chosen.Value?.ToString(), out var id) && id != Guid.Empty ? id : null);

    private RenderFragment CoverOptions(Guid? chosen) => builder =>
    {
        Option(0, Guid.Empty, "Nobody");
        for (var i = 0; i < Colleagues.Count; i++) Option(i + 1, Colleagues[i].Id, Colleagues[i].Name);

        void Option(int index, Guid id, string name)
        {
            builder.OpenElement(0, "option");
            builder.SetKey(index);
            builder.AddAttribute(1, "value", id.ToString());
            builder.AddAttribute(2, "selected", chosen is { } who ? who == id : id == Guid.Empty);
            builder.AddContent(3, name);
            builder.CloseElement();
        }
    };
}
