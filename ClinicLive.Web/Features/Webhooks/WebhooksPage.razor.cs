using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Webhooks;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Live;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Webhooks;

/// <summary>The clinic's webhooks for its admin: where they go, what became of each request, and sending again.</summary>
public sealed partial class WebhooksPage
{
    private IReadOnlyList<WebhookRow> _rows = [];
    private ClinicPolicy _policy = default!;
    private WebhookForm _new = new();
    private WebhookForm _form = new();
    private Guid? _editing;
    private Guid? _shown;
    private string? _secret;
    private Refusal? _refusal;
    private Refusal? _added;
    private bool _isBusy;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Webhooks(Actor.OrganizationId)];

    [Inject]
    private WebhookQueries Webhooks { get; set; } = default!;

    [Inject]
    private WebhookService Service { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _rows = await Webhooks.ListAsync(Actor, Gone);
        if (because is not null) StateHasChanged();
    }

    private void Edit(WebhookRow row) => (_editing, _form, _refusal) = (row.Id, WebhookForm.Of(row), null);

    private void KeepAsItIs() => (_editing, _refusal) = (null, null);

    private async Task AddAsync()
    {
        await DoAsync(_ => Service.AddAsync(Actor, _new.Wish, _new.CommandId, Gone));
        _added = _refusal;
        if (_added is null) _new = new();
    }

    private async Task SaveAsync(WebhookRow row)
    {
        await DoAsync(id => Service.ChangeAsync(Actor, row.Id, _form.Version, _form.Wish, id, Gone));
        if (_refusal is null) _editing = null;
    }

    private async Task ShowSecretAsync(WebhookRow row)
    {
        var wasShown = _shown == row.Id;
        (_shown, _secret) = (null, null);
        if (wasShown) return;
        _secret = await Webhooks.SecretAsync(Actor, row.Id, Gone) ?? "It cannot be opened any more. Please make a new one.";
        _shown = row.Id;
    }

    private async Task RenewAsync(WebhookRow row)
    {
        await DoAsync(id => Service.RenewSecretAsync(Actor, row.Id, id, Gone));
        _shown = null;
        if (_refusal is null) await ShowSecretAsync(row);
    }

    private async Task DoAsync(Func<Guid, Task<Outcome<Guid>>> act)
    {
        if (_isBusy) return;
        _isBusy = true;
        _refusal = await Refusals.OfAsync(async () => (await act(Guid.CreateVersion7())).Refusal);
        _isBusy = false;
    }
}
