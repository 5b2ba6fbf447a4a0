using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Presence;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Push;
using ClinicLive.Web.Live;
using ClinicLive.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Notifications;

/// <summary>How many notifications are unread, the newest of them on request, and what pops up.</summary>
public sealed partial class NotificationBell
{
    private const int ListSize = 8;
    private static readonly TimeSpan StaysAfterReload = TimeSpan.FromHours(1);
    private Bell? _bell;
    private ClinicPolicy? _policy;
    private IReadOnlyList<NotificationRow>? _list;
    private Refusal? _refusal;
    private long _newest;
    private NoticeAlert? _alert;

    [Inject]
    private NotificationQueries Notifications { get; set; } = default!;

    [Inject]
    private NotificationService Service { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    [Inject]
    private IAttention Attention { get; set; } = default!;

    [Inject]
    private RoomLookers Lookers { get; set; } = default!;

    [Inject]
    private ToastTray Tray { get; set; } = default!;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Notifications(Actor.UserId)];

    private int Unread => _bell?.Unread ?? 0;

    private string Newest => _bell is { Newest.Count: > 0 } bell ? string.Join(' ', bell.Newest.Select(n => n.Id)) : "";

    /// <inheritdoc/>
    protected override Task PrepareAsync()
    {
        Tray.Changed += Redraw;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override ValueTask LeaveAsync()
    {
        Tray.Changed -= Redraw;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var bell = await Notifications.BellAsync(Actor, Gone);
        if (_list is not null) _list = await Notifications.PageAsync(Actor, NotificationFilter.All, size: ListSize, gone: Gone);
        else if (ReferenceEquals(bell, _bell)) return;

        var isFirst = _bell is null;
        _bell = bell;
        Tray.Choices = bell.Choices;
        Tray.TakeBack(t => t.Notification is { } told && !bell.Newest.Any(n => n.Id == told)); // read elsewhere, or three newer ones came
        var fresh = bell.Newest.Reverse().Where(r => isFirst ? StillStays(r) : r.Sequence > _newest && !IsBeforeTheEyes(r)).ToList();
        var isAlerted = fresh.Count > 0 && !isFirst && !await Attention.IsLookingAsync(Actor.UserId, Gone);
        foreach (var row in fresh) Pop(row, isFirst, isAlerted);
        if (bell.Newest is [var newest, ..]) _newest = Math.Max(_newest, newest.Sequence);
        if (because is not null) StateHasChanged();
    }

    // An urgent one that nobody dismissed is still there after a reload, without its sound.
    private bool StillStays(NotificationRow row) => row.Severity == NotificationSeverity.Critical && Time.GetUtcNow() - row.CreatedAt < StaysAfterReload;

    // A message of a conversation that is open here: the sender's node did not know it.
    private bool IsBeforeTheEyes(NotificationRow row) => row.Kind == NotificationKind.ChatMessage
        && Guid.TryParse(row.Link?.Split('/')[^1], out var room) && Lookers.IsLooking(Actor.UserId, room);

    private void Pop(NotificationRow row, bool isSilent, bool isAlerted)
    {
        var isUrgent = row.Severity == NotificationSeverity.Critical;
        if (isAlerted) _alert = NoticeAlert.Of(row, _bell!.Choices, Time.GetUtcNow()) ?? _alert;
        var sound = !isSilent && _bell!.Choices.Sounds(row.Kind, row.Severity, Time.GetUtcNow())
            ? row.Kind == NotificationKind.PatientCall ? "call" : "urgent"
            : null;
        Tray.Show(row.Kind, new Toast(row.Id, isUrgent ? "Urgent" : "Note", NotificationWords.Icon(row.Kind), row.Title, row.Text, row.Link, isUrgent, sound, row.Id));
    }

    private void Redraw() => _ = InvokeAsync(StateHasChanged);

    private async Task ToggleAsync()
    {
        if (_list is not null)
        {
            _list = null; // closed, it costs nothing again
            return;
        }

        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _list = await Notifications.PageAsync(Actor, NotificationFilter.All, size: ListSize, gone: Gone);
    }

    private async Task ReadAsync(NotificationRow row)
    {
        if (row.Link is not null) _list = null; // one goes on there
        if (row.ReadAt is null) await ReadAsync(row.Id);
    }

    private async Task ReadAsync(Guid id) => _refusal = await Refusals.OfAsync(async () => (await Service.ReadAsync(Actor, id, Gone)).Refusal);

    private async Task ReadAllAsync() => _refusal = await Refusals.OfAsync(async () =>
        (await Service.ReadAllAsync(Actor, _list is [var newest, ..] ? newest.Sequence : 0, Gone)).Refusal);

    private async Task DismissAsync(Toast toast)
    {
        Tray.TakeBack(t => t.Id == toast.Id);
        if (toast.Notification is { } told) await ReadAsync(told);
    }
}
