using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Live;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ClinicLive.Web.Features.Chat;

/// <summary>Managing quick replies.</summary>
public sealed partial class QuickReplyDialog
{
    private Actor? _actor;
    private IReadOnlyList<QuickReplyRow> _all = [];
    private QuickReplyWish? _wish;
    private QuickReplyRow? _removed;
    private Refusal? _refusal;
    private string _title = "";
    private string _text = "";
    private bool _isForClinic;
    private bool _isBusy;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private QuickReplyQueries Replies { get; set; } = default!;

    [Inject]
    private QuickReplyService Service { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var actor = await Me.GetAsync();
        await AskAsync(async () =>
        {
            _all = await Replies.ListAsync(actor);
            return null;
        });
        _actor = actor;
    }

    private void Edit(QuickReplyRow? reply, bool isNew = false)
    {
        _wish = reply is not null ? new QuickReplyWish(reply.Id, reply.Title, reply.Text, reply.IsForClinic, reply.Version)
            : isNew ? new QuickReplyWish(Guid.CreateVersion7(), "", "", false) : null;
        (_title, _text, _isForClinic, _refusal, _removed) = (reply?.Title ?? "", reply?.Text ?? "", false, null, null);
    }

    private async Task SaveAsync()
    {
        if (_wish is not { } wish) return;
        if (await ChangeAsync(() => Service.SaveAsync(_actor!, wish with { Title = _title, Text = _text, IsForClinic = wish.Version > 0 ? wish.IsForClinic : _isForClinic }))) Edit(null);
    }

    private async Task RemoveAsync(QuickReplyRow reply) => _removed = await ChangeAsync(() => Service.RemoveAsync(_actor!, reply.Id)) ? reply : null;

    private async Task UndoAsync()
    {
        if (_removed is { } gone && await ChangeAsync(() => Service.SaveAsync(_actor!, new QuickReplyWish(gone.Id, gone.Title, gone.Text, gone.IsForClinic)))) _removed = null;
    }

    private async Task<bool> ChangeAsync(Func<Task<Outcome<Guid>>> change)
    {
        if (_isBusy) return false;
        _isBusy = true;
        var succeeded = await AskAsync(async () => (await change()).Refusal)
            && await AskAsync(async () =>
            {
                _all = await Replies.ListAsync(_actor!);
                return null;
            });
        _isBusy = false;
        return succeeded;
    }

    private async Task<bool> AskAsync(Func<Task<Refusal?>> ask)
    {
        _refusal = await Refusals.OfAsync(ask);
        return _refusal is null;
    }

    private string? ErrorOf(string field) => _refusal?.Field == field ? _refusal.Sentence : null;
}
