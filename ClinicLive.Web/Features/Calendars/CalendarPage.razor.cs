using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Accounts;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Calendars;

/// <summary>The address of one's own calendar: made, shown once, replaced, ended.</summary>
public sealed partial class CalendarPage(CurrentActor current, CalendarFeedService service, CalendarFeedQueries feeds, OrganizationQueries organizations, NavigationManager navigation)
{
    private FieldErrors _errors = new();
    private Actor _me = default!;
    private DateTimeOffset? _madeAt; // on the clinic's clock
    private string? _address;
    private bool _replaced;
    private bool _ended;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _me = await current.GetAsync();
        await LookAsync();
    }

    private async Task MakeAsync()
    {
        var hadOne = _madeAt is not null;
        var outcome = await service.RenewAsync(_me);
        if (outcome.Value is { } token) (_address, _replaced) = (CalendarDoor.AddressOf(navigation.BaseUri, token), hadOne);
        else _errors.Add(outcome.Refusal!);
        await LookAsync();
    }

    private async Task EndAsync()
    {
        var outcome = await service.RevokeAsync(_me);
        if (outcome.Succeeded) _ended = true;
        else _errors.Add(outcome.Refusal);
        await LookAsync();
    }

    private async Task LookAsync()
    {
        var policy = await organizations.PolicyAsync(_me.OrganizationId);
        _madeAt = await feeds.MadeAtAsync(_me) is { } at ? policy.ToLocal(at) : null;
    }
}
