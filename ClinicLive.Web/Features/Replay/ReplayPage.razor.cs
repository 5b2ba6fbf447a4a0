using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Replay;
using ClinicLive.Domain.Live;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Replay;

/// <summary>A day of the clinic again: any minute of it, played or by hand, and why a patient waited. Today goes on while one looks.</summary>
public sealed partial class ReplayPage
{
    private const int RecentLines = 6;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);
    private static readonly int[] Speeds = [1, 5, 15, 60];

    private DayReplay? _replay;
    private ClinicPolicy _policy = default!;
    private DateOnly _today;
    private DateOnly? _shown;
    private DateTimeOffset _first;
    private DateTimeOffset _last;
    private DateTimeOffset _at;
    private DayBoard _board = default!;
    private Guid? _chosen;
    private BoardRow? _chosenRow;
    private WaitStory? _story;
    private IReadOnlyList<(ReplayLine Line, string Name)> _recent = [];
    private int _speed = 5;
    private bool _isPlaying;

    /// <summary>The day as the address says it (yyyy-MM-dd); today when it says none or nonsense.</summary>
    [SupplyParameterFromQuery(Name = "date")]
    public string? DateText { get; set; }

    /// <summary>The appointment whose wait is told, as the address says it.</summary>
    [SupplyParameterFromQuery(Name = "appointment")]
    public string? AppointmentText { get; set; }

    [Inject]
    private ReplayQueries Replays { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics =>
        [Topic.DayBoard(Actor.OrganizationId, Day), Topic.Practitioners(Actor.OrganizationId), Topic.Clinic(Actor.OrganizationId)];

    private DateOnly Day =>
        DateOnly.TryParseExact(DateText, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day <= _today && day.Year > 1900 ? day : _today;

    private string Nothing => _replay switch
    {
        { NotReplayed: 1 } => "One appointment of this day was imported as history. It has no log to be replayed.",
        { NotReplayed: > 1 } => $"{_replay.NotReplayed} appointments of this day were imported as history. They have no log to be replayed.",
        _ => "Nothing happened on this day.",
    };

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _today = _policy.DayOf(Time.GetUtcNow());
        if (Guid.TryParse(AppointmentText, out var chosen)) _chosen = chosen;
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        var now = Time.GetUtcNow();
        _today = policy.DayOf(now);
        var day = Day;
        var replay = await Replays.DayAsync(Actor, day, Gone);
        if (day != Day) return; // another day was chosen meanwhile and is on its way
        var stays = _shown == day && _at < _last;
        (_policy, _replay, _shown) = (policy, replay, day);
        if (replay is { Moments.Count: > 0 })
        {
            var begun = replay.Lines.FirstOrDefault(l => l.At >= replay.Begin && l.ActorId != Guid.Empty)?.At; // not the clinic's own closing at midnight
            _first = Floor(begun ?? replay.Moments[0]);
            _last = replay.Day == _today ? now : replay.Moments[^1];
            Show(stays && _at >= _first ? _at : _last);
        }

        if (because is not null) StateHasChanged();
    }

    private void Show(DateTimeOffset at)
    {
        _at = at < _first ? _first : at > _last ? _last : at;
        _board = _replay!.At(_at);
        _chosenRow = _chosen is { } id ? _replay.RowAt(id, _at) : null;
        _story = _chosen is { } told ? WaitStory.Of(_replay, told, _at) : null;
        _recent = [.. _replay.Lines.Where(l => l.At <= _at && l.At >= _replay.Begin).TakeLast(RecentLines).Reverse()
            .Select(l => (l, _replay.RowAt(l.AppointmentId, _at)!.PatientName))];
    }

    private void Choose(Guid id)
    {
        _chosen = id;
        Show(_at);
    }

    private void Scrub(ChangeEventArgs e)
    {
        if (!int.TryParse(e.Value?.ToString(), CultureInfo.InvariantCulture, out var minute)) return;
        Show(minute >= Minutes(_last) ? _last : _first.AddMinutes(Math.Max(0, minute)));
    }

    private void Jump(int by)
    {
        var moments = _replay!.Moments;
        DateTimeOffset? to = by > 0
            ? moments.Where(m => m > _at).Select(m => (DateTimeOffset?)m).FirstOrDefault()
            : moments.Where(m => m < _at).Select(m => (DateTimeOffset?)m).LastOrDefault();
        Show(to ?? (by > 0 ? _last : _first));
    }

    // Runs until the end of the day, a second press, or the screen's going.
    private async Task PlayAsync()
    {
        _isPlaying = !_isPlaying;
        if (!_isPlaying) return;
        if (_at >= _last) Show(_first);
        using var timer = new PeriodicTimer(Frame, Time);
        try
        {
            while (_isPlaying && await timer.WaitForNextTickAsync(Gone))
            {
                if (!_isPlaying || _replay is not { Moments.Count: > 0 }) break;
                Show(_at.AddMinutes(_speed * Frame.TotalSeconds));
                if (_at >= _last) _isPlaying = false;
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The screen is gone.
        }
    }

    private void ChooseDay(ChangeEventArgs e)
    {
        if (DateOnly.TryParseExact(e.Value?.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) Navigation.NavigateTo(Address(day));
    }

    private int Minutes(DateTimeOffset instant) => (int)Math.Floor((instant - _first).TotalMinutes);

    private string Clock(DateTimeOffset instant) => WaitWords.Clock(instant, _policy);

    private static string Address(DateOnly day) => $"dashboard/replay?date={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    private static DateTimeOffset Floor(DateTimeOffset instant) => instant.AddTicks(-(instant.UtcTicks % TimeSpan.TicksPerMinute));
}
