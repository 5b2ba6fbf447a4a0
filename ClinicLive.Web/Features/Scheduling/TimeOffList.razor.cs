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
    public Func<DateTimeOffset, DateTimeOffset, string?, Task<Refusal?>> OnAdd { get; set; } = default!;

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
            _refusal = last < first ? Refusal.Invalid("Until", "The last day is before the first.") : await OnAdd(from, until, _reason);
        }
        finally
        {
            _isSaving = false;
        }

        if (_refusal is null) (_from, _until, _reason, _isPart) = (null, null, null, false);
    }

    private async Task RemoveAsync(TimeOffRow row)
    {
        _refusal = await OnRemove(row);
        _removed = _refusal is null ? row : null;
    }

    private async Task UndoAsync(TimeOffRow row)
    {
        _refusal = await OnAdd(row.From, row.Until, row.Reason);
        _removed = null;
    }
}
