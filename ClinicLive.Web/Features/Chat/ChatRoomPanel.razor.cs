using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Chat;

/// <summary>An open conversation: reads what is new after the last message that it shows, and holds a bounded part of the whole.</summary>
public sealed partial class ChatRoomPanel
{
    private const int BeforeUnread = 12;

    private readonly ChatWindow _window = new();
    private readonly Dictionary<Guid, DateTimeOffset> _typingUntil = [];
    private ChatRoomView? _room;
    private ChatTimes _times = default!;
    private List<Bubble> _bubbles = [];
    private ChatTyping? _typing;
    private ChatMessageRow? _replyTo;
    private string? _announced;
    private string? _expectation;
    private int? _firstUnread;
    private int? _at;
    private int _unseen;
    private bool _isAtEnd = true;

    [Inject]
    private ChatQueries Chats { get; set; } = default!;

    [Inject]
    private ChatService Service { get; set; } = default!;

    [Inject]
    private ReplyExpectationQueries Expectations { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    /// <summary>Which conversation.</summary>
    [Parameter, EditorRequired]
    public Guid Id { get; set; }

    /// <summary>The message to begin at.</summary>
    [Parameter]
    public int? At { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => _room?.Row.OtherAccountId is { } other
        ? [Topic.Room(Id), Topic.Clinic(Actor.OrganizationId), .. Actor.Role == Role.Patient ? new[] { Topic.Practitioners(Actor.OrganizationId), Topic.Schedule(Actor.OrganizationId) } : [Topic.PatientPresence(other)]]
        : [Topic.Room(Id), Topic.Clinic(Actor.OrganizationId)];

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        if (because is { Resync: false } && _room is not null && because.Events.All(e => e is TypingSignalled))
        {
            HearTyping(because.Events);
            ShowTyping(); // a hundred who type draw no message again
            return;
        }

        var policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _times = ChatTimes.For(_times, policy, Time.GetUtcNow());
        if (because is null || _room is null) await OpenAsync();
        else if (because.Resync) await ReadAllAgainAsync();
        else await FollowAsync(because.Events);
        Draw();
        if (because is not null) StateHasChanged();
        ShowTyping();
    }

    private async Task OpenAsync()
    {
        _room = await Chats.RoomAsync(Actor, Id, Gone);
        if (_room is null) return;
        _draft ??= await Drafts.ReadTextAsync(Actor, Id, Gone);
        await ReadExpectationAsync();
        _unsent = await FileQueries.UnsentAsync(Actor, Id, Gone);
        var unread = _room.Row.Unread > 0 ? _room.OwnLastRead + 1 : (int?)null;
        _at = At;
        await ShowAroundAsync(_at ?? (unread is { } first && _room.Row.LastSequence - first >= BeforeUnread ? first : null));
        _firstUnread = unread is null ? null : _window.Rows.FirstOrDefault(r => r.Sequence >= unread && r.SenderId != Actor.UserId && r.Kind == ChatMessageKind.Text)?.Sequence;
    }

    /// <summary>When an answer can be expected: from how fast it came so far, and from who is away.</summary>
    private async Task ReadExpectationAsync() =>
        _expectation = await Expectations.OfAsync(Actor, Id, Gone) is { } expectation ? ChatWords.Expectation(expectation, _times) : null;

    /// <summary>The part around a message; the newest part when none is named.</summary>
    private async Task ShowAroundAsync(int? sequence)
    {
        if (sequence is not { } at)
        {
            var newest = await Chats.BeforeAsync(Actor, Id, int.MaxValue, ChatWindow.Page, Gone);
            _window.Show(newest, hasOlder: newest.Count == ChatWindow.Page, hasNewer: false);
            return;
        }

        var before = await Chats.BeforeAsync(Actor, Id, at, ChatWindow.Page / 2, Gone);
        var after = await Chats.AfterAsync(Actor, Id, at - 1, ChatWindow.Page, Gone);
        _window.Show([.. before, .. after], hasOlder: before.Count == ChatWindow.Page / 2, hasNewer: after.Count == ChatWindow.Page);
    }

    /// <summary>After a gap in what was heard: the room, and the same part of it, as they are now.</summary>
    private async Task ReadAllAgainAsync()
    {
        _typingUntil.Clear();
        _room = await Chats.RoomAsync(Actor, Id, Gone);
        await ReadExpectationAsync();
        var from = Math.Max(0, _window.First - 1);
        var limit = _window.HasNewer ? Math.Max(1, _window.Last - from) : ChatQueries.MessagesPageSize;
        var rows = await Chats.AfterAsync(Actor, Id, from, limit, Gone);
        _window.Show(rows, _window.HasOlder, hasNewer: _window.HasNewer || rows.Count == ChatQueries.MessagesPageSize);
    }

    private async Task FollowAsync(IReadOnlyList<IClinicEvent> events)
    {
        HearTyping(events);
        if (events.Any(e => e is not (MessageSent or MessageChanged or TypingSignalled)))
        {
            _room = await Chats.RoomAsync(Actor, Id, Gone);
            if (_room is null) return;
            if (Actor.Role == Role.Patient) await ReadExpectationAsync();
        }

        Guid[] changed = [.. events.OfType<MessageChanged>().Where(e => e.Sequence >= _window.First && e.Sequence <= _window.Last).Select(e => e.MessageId)];
        if (changed.Length > 0) _window.Replace(await Chats.TheseAsync(Actor, Id, changed, Gone));
        if (!events.Any(e => e is MessageSent or RoomChanged)) return;
        if (_window.HasNewer) NoteBeyond(events.OfType<MessageSent>());
        else await AppendAsync();
    }

    private async Task AppendAsync()
    {
        while (true)
        {
            var rows = await Chats.AfterAsync(Actor, Id, _window.Last, ChatWindow.Page, Gone);
            _window.Append(rows, hasNewer: false, trims: _isAtEnd);
            foreach (var row in rows.Where(r => r.SenderId != Actor.UserId && r.Kind == ChatMessageKind.Text))
            {
                _typingUntil.Remove(row.SenderId);
                _announced = $"{row.SenderName}: {row.Body}";
                if (!_isAtEnd) _unseen++;
            }

            if (rows.Count < ChatWindow.Page) return;
        }
    }

    private void NoteBeyond(IEnumerable<MessageSent> sent)
    {
        foreach (var message in sent)
        {
            _typingUntil.Remove(message.SenderId);
            if (message.SenderId != Actor.UserId) _unseen++;
        }
    }

    private void Draw()
    {
        if (_room is null)
        {
            _bubbles = [];
            return;
        }

        _bubbles = Bubble.Of(_window.Rows, _room, Actor.UserId, Actor.IsFrontDesk, _firstUnread, _times);
        MarkHits();
    }

    private void HearTyping(IReadOnlyList<IClinicEvent> events)
    {
        foreach (var typing in events.OfType<TypingSignalled>())
        {
            if (typing.AccountId == Actor.UserId) continue;
            if (typing.Until > Time.GetUtcNow()) _typingUntil[typing.AccountId] = typing.Until;
            else _typingUntil.Remove(typing.AccountId);
        }
    }

    private void ShowTyping()
    {
        if (_room is null) return;
        var now = Time.GetUtcNow();
        _typing?.Show(_typingUntil.Where(t => t.Value > now).Select(t => (NameOf(t.Key), t.Value)));
    }

    private string NameOf(Guid accountId) => _room!.People.FirstOrDefault(p => p.AccountId == accountId)?.Name
        ?? _window.Rows.LastOrDefault(r => r.SenderId == accountId)?.SenderName
        ?? (Actor.Role == Role.Patient ? ChatQueries.DeskName : "A colleague");
}
