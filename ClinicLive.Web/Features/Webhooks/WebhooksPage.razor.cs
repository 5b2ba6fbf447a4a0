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

    // What goes out changes with every request; once a second is enough for the eye.
    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromSeconds(1);

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
        if (!await DoAsync(_ => Service.AddAsync(Actor, _new.Wish, _new.CommandId, Gone))) return;
        _added = _refusal;
        if (_added is null) _new = new();
    }

    private async Task SaveAsync(WebhookRow row)
    {
        if (await DoAsync(id => Service.ChangeAsync(Actor, row.Id, _form.Version, _form.Wish, id, Gone)) && _refusal is null) _editing = null;
    }

    private async Task ShowSecretAsync(WebhookRow row)
    {
        var wasShown = _shown == row.Id;
        (_shown, _secret) = (null, null);
        if (wasShown) return;
        _refusal = await Refusals.OfAsync(async () =>
        {
            _secret = await Webhooks.SecretAsync(Actor, row.Id, Gone) ?? "It cannot be opened any more. Please make a new one.";
            return null;
        });
        if (_refusal is null) _shown = row.Id;
    }

    private async Task RenewAsync(WebhookRow row)
    {
        if (!await DoAsync(id => Service.RenewSecretAsync(Actor, row.Id, id, Gone))) return;
        _shown = null;
        if (_refusal is null) await ShowSecretAsync(row);
    }

    // False when another is under way: then nothing was done, and nothing that was typed is let go.
    private async Task<bool> DoAsync(Func<Guid, Task<Outcome<Guid>>> act)
    {
        if (_isBusy) return false;
        _isBusy = true;
        _refusal = await Refusals.OfAsync(async () => (await act(Guid.CreateVersion7())).Refusal);
        _isBusy = false;
        return true;
    }
}
