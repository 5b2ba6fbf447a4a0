using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Accounts;

/// <summary>The clinic's accounts for its admin: who may sign in, and as what.</summary>
public sealed partial class AccountsPage
{
    private AccountPage _page = new([], 0);
    private string _search = "";
    private int _number;
    private int _reads;
    private (Guid Id, string Sentence)? _problem;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Accounts(Actor.OrganizationId)];

    [Inject]
    private AccountQueries Accounts { get; set; } = default!;

    [Inject]
    private AccountService Service { get; set; } = default!;

    private int Pages => Math.Max(1, (_page.Count + AccountQueries.PageSize - 1) / AccountQueries.PageSize);

    private string Counted => (IsLoaded, _page.Count) switch
    {
        (false, _) => "",
        (_, 1) => "1 account",
        var (_, count) => $"{count} accounts",
    };

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var read = ++_reads;
        var page = await Accounts.ListAsync(Actor, _search, _number, Gone);
        if (read != _reads) return; // an answer to what was asked before
        _page = page with { Rows = RowReuse.Merge(_page.Rows, page.Rows, r => r.Id) };
        if (because is not null) StateHasChanged();
    }

    private Task SearchAsync(string? typed)
    {
        var text = typed ?? "";
        (_search, _number) = (text.Length > 200 ? text[..200] : text, 0);
        return ReadAgainAsync();
    }

    private Task TurnAsync(int by)
    {
        _number = Math.Clamp(_number + by, 0, Pages - 1);
        return ReadAgainAsync();
    }

    // What was changed comes back by the same path as a change made elsewhere.
    private async Task ChangeAsync(Guid id, Func<Task<Outcome<Guid>>> change)
    {
        _problem = null;
        try
        {
            if ((await change()).Refusal is { } refusal) _problem = (id, refusal.Sentence);
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            _problem = (id, Refusal.Unavailable.Sentence);
        }
    }
}
