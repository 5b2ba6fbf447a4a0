using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Drafts;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Appointments;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;

namespace ClinicLive.Web.Features.Chat;

/// <summary>What the page's script asks for on behalf of the person, and what the person does with a message.</summary>
public sealed partial class ChatRoomPanel
{
    private ElementReference _element;
    private DotNetObjectReference<ChatRoomPanel>? _self;
    private IDisposable? _looking;
    private bool _isAttached;
    private bool _isDrawn;
    private string? _draft;
    private string? _problem;
    private IReadOnlyList<AttachmentRow> _unsent = [];
    private Task _lastDraft = Task.CompletedTask;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private CoverService Covers { get; set; } = default!;

    [Inject]
    private DraftService Drafts { get; set; } = default!;

    [Inject]
    private AttachmentService Files { get; set; } = default!;

    [Inject]
    private AttachmentQueries FileQueries { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private RoomLookers Lookers { get; set; } = default!;

    [Inject]
    private TypingSignals Typing { get; set; } = default!;

    /// <summary>Sends what was written. Answers after the commit; the message itself comes to this screen as to all others.</summary>
    [JSInvokable]
    public async Task<Answer> SendAsync(Guid clientMessageId, string body, Guid? replyToId, Guid[]? attachmentIds = null)
    {
        var answer = await AskAsync(() => Service.SendAsync(Actor, Id, new NewMessage(clientMessageId, body, replyToId, attachmentIds), CancellationToken.None)); // once asked for, it is not given up with the screen
        if (answer.Problem is not null) return answer;
        await DraftAsync("");
        _replyTo = null;
        _firstUnread = null;
        if (_window.HasNewer) await ToNewestAsync();
        else StateHasChanged();
        return answer;
    }

    /// <summary>The line is back, and meanwhile messages were sent by another way.</summary>
    [JSInvokable]
    public void Back()
    {
        (_replyTo, _firstUnread) = (null, null);
        Redraw();
    }

    /// <summary>Lets go of a file that was not sent.</summary>
    [JSInvokable]
    public Task DiscardAsync(Guid attachmentId) => TryAsync(() => Files.DiscardAsync(Actor, attachmentId, CancellationToken.None));

    /// <summary>Changes an own message.</summary>
    [JSInvokable]
    public Task<Answer> EditAsync(Guid messageId, int version, string body) => AskAsync(() => Service.EditAsync(Actor, Id, messageId, version, body, CancellationToken.None));

    /// <summary>Keeps what is being typed; an empty text is forgotten.</summary>
    [JSInvokable]
    public Task DraftAsync(string text)
    {
        return _lastDraft = KeepAsync(_lastDraft);

        // One after the other: what is forgotten because it was sent must not be kept again by a slower step before.
        async Task KeepAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            await TryAsync(() => Drafts.KeepTextAsync(Actor, Id, text));
        }
    }

    /// <summary>Somebody types here.</summary>
    [JSInvokable]
    public Task TypingAsync() => TryAsync(() => Typing.SignalAsync(Actor, Id, Gone));

    /// <summary>The person has the screen before the eyes and sees up to this message.</summary>
    [JSInvokable]
    public Task SeenAsync(int sequence) => TryAsync(() => Service.MarkReadAsync(Actor, Id, sequence, Gone));

    /// <summary>Whether the person has this screen before the eyes.</summary>
    [JSInvokable]
    public void Looking(bool isLooking)
    {
        _looking?.Dispose();
        _looking = isLooking && _room is not null && !Gone.IsCancellationRequested ? Lookers.Look(Actor.UserId, Id) : null;
    }

    /// <summary>Whether the newest message is on screen; while it is not, what comes is counted and nothing at the top is let go.</summary>
    [JSInvokable]
    public void AtEnd(bool isAtEnd)
    {
        if (_isAtEnd == isAtEnd) return;
        _isAtEnd = isAtEnd;
        if (isAtEnd) _unseen = 0;
        StateHasChanged();
    }

    /// <summary>Reads the page before the first message shown.</summary>
    [JSInvokable]
    public Task OlderAsync() => TryAsync(async () =>
    {
        if (!_window.HasOlder) return;
        _window.Prepend(await Chats.BeforeAsync(Actor, Id, _window.First, ChatWindow.Page, Gone));
        Redraw();
    });

    /// <summary>Reads the page after the last message shown.</summary>
    [JSInvokable]
    public Task NewerAsync() => TryAsync(async () =>
    {
        if (!_window.HasNewer) return;
        var rows = await Chats.AfterAsync(Actor, Id, _window.Last, ChatWindow.Page, Gone);
        _window.Append(rows, hasNewer: rows.Count == ChatWindow.Page);
        Redraw();
    });

    /// <summary>Goes to the newest messages.</summary>
    [JSInvokable]
    public Task ToNewestAsync() => TryAsync(async () =>
    {
        _unseen = 0;
        if (_window.HasNewer) await ShowAroundAsync(null);
        Redraw();
    });

    /// <summary>Goes to a message, wherever it is in the conversation.</summary>
    [JSInvokable]
    public Task ToAsync(int sequence) => TryAsync(async () =>
    {
        if (sequence < _window.First || sequence > _window.Last) await ShowAroundAsync(sequence);
        Redraw();
        await TellScriptAsync("show", sequence);
    });

    internal ChatTimes Times => _times;

    internal ChatRoomView Room => _room!;

    internal Guid Me => Actor.UserId;

    internal void Reply(ChatMessageRow? to)
    {
        _replyTo = to;
        StateHasChanged();
        _ = TellScriptAsync("focus").AsTask();
    }

    internal Task BeginEditAsync(ChatMessageRow row) => TellScriptAsync("edit", row.Id, row.Version, row.Body).AsTask();

    internal Task<Answer> DeleteAsync(ChatMessageRow row) => AskAsync(() => Service.DeleteAsync(Actor, Id, row.Id, CancellationToken.None));

    internal Task<Answer> ReactAsync(ChatMessageRow row, string emoji) =>
        AskAsync(() => Service.ReactAsync(Actor, Id, row.Id, emoji, !row.Reactions.Any(r => r.Emoji == emoji && r.IsOwn), CancellationToken.None));

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isAttached && IsLoaded && _room is null) // taken out of the conversation: its elements are gone, and so are their hands
        {
            await TellScriptAsync("detach");
            _self?.Dispose();
            (_isAttached, _isDrawn) = (false, false);
            return;
        }

        if (_isAttached && At != _at)
        {
            _at = At;
            if (At is { } sequence) await ToAsync(sequence); // another hit of a search, in the conversation that is open
            return;
        }

        if (_isAttached || !_isDrawn) return; // a browser tells late that it has drawn: by then the room may be read and not be on screen
        _isAttached = true;
        _self = DotNetObjectReference.Create(this);
        await TellScriptAsync("attach", _self, _unsent);
    }

    /// <inheritdoc/>
    protected override async ValueTask LeaveAsync()
    {
        _looking?.Dispose();
        if (_isAttached) await TellScriptAsync("detach");
        _self?.Dispose();
    }

    private async Task ActAsync(ChatRoomHead.DeskAct act) => _problem = (await AskAsync(() => act switch
    {
        ChatRoomHead.DeskAct.Take => Service.AssignAsync(Actor, Id, Actor.UserId, CancellationToken.None),
        ChatRoomHead.DeskAct.EndCover => Covers.EndAsync(Actor, Id, CancellationToken.None),
        ChatRoomHead.DeskAct.Close => Service.CloseAsync(Actor, Id, CancellationToken.None),
        _ => Service.ReopenAsync(Actor, Id, CancellationToken.None),
    })).Problem;

    private async Task ManageAsync() => await Dialogs.OpenAsync<GroupDialog>("People", new Dictionary<string, object?> { [nameof(GroupDialog.RoomId)] = Id }, DialogFrame.Of(480));

    private async Task HandOverAsync() => await Dialogs.OpenAsync<HandOverDialog>("Hand over", HandOverDialog.Of(Id, _room!.Row.Kind, _room.Row.PractitionerId), DialogFrame.Of(440));

    private async Task ExportAsync() => await Dialogs.OpenAsync<ExportDialog>("Export the record", new Dictionary<string, object?> { [nameof(ExportDialog.RoomId)] = Id }, DialogFrame.Of(480));

    private Task InsertAsync(string text) => TellScriptAsync("insert", text).AsTask();

    private void Redraw()
    {
        Draw();
        StateHasChanged();
    }

    private static async Task<Answer> AskAsync<T>(Func<Task<Outcome<T>>> ask)
        where T : notnull
    {
        try
        {
            var outcome = await ask();
            return new Answer(outcome.Refusal?.Sentence, outcome.Refusal?.Kind is RefusalKind.Unavailable);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return new Answer(Refusal.Unavailable.Sentence, IsPassing: true);
        }
    }

    // What is only a convenience must not end the screen when the database is away for a moment; the region says by itself that it is stale.
    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (Saving.IsPassing(fault) || (fault is OperationCanceledException && Gone.IsCancellationRequested))
        {
            Log.LogWarning(fault, "A step of a conversation could not be taken just now.");
        }
    }

    private async ValueTask TellScriptAsync(string what, params object?[] values)
    {
        try
        {
            await Js.InvokeVoidAsync($"clinicChat.{what}", CancellationToken.None, [_element, .. values]); // also said when the screen goes
        }
        catch (Exception fault) when (fault is JSException or JSDisconnectedException or OperationCanceledException)
        {
            Log.LogDebug(fault, "The page's script is not there any more, or not there yet.");
        }
    }

    [Inject]
    private ILogger<ChatRoomPanel> Log { get; set; } = default!;

    /// <summary>What the script hears.</summary>
    /// <param name="Problem">Why nothing was changed, or null.</param>
    /// <param name="IsPassing">Trying the same again is right.</param>
    public sealed record Answer(string? Problem, bool IsPassing = false);
}
