using System.Globalization;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Push;

/// <summary>Notices outside the page, for the device that the person sits at, and the list of all of his devices.</summary>
public sealed partial class PushPanel
{
    private PushStateEventArgs? _here;

    /// <summary>The key to subscribe with; null where the clinic has not set up web push.</summary>
    [Parameter, EditorRequired]
    public string? PublicKey { get; set; }

    /// <summary>Whose browser this is while he is signed in.</summary>
    [Parameter, EditorRequired]
    public Guid Account { get; set; }

    /// <summary>The person's devices.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<PushDevice> Devices { get; set; } = [];

    /// <summary>The clinic's clock.</summary>
    [Parameter, EditorRequired]
    public ClinicPolicy Policy { get; set; } = default!;

    /// <summary>Why the last removal was refused.</summary>
    [Parameter]
    public Refusal? Refusal { get; set; }

    /// <summary>A device is to be told nothing any more.</summary>
    [Parameter]
    public EventCallback<Guid> Removed { get; set; }

    private (bool IsRefusal, string Text)? Words => _here switch
    {
        { Problem: "no-push-service" } => (false, "This browser has no push service. Notices come while the clinic is open in a tab."),
        { Problem: { } sentence } => (true, sentence),
        { State: "on" } when PublicKey is null => (false, "They come while the clinic is open in a tab. With all tabs closed: not set up at this clinic."),
        _ => null,
    };

    private bool IsHere(PushDevice device) => _here?.Endpoint is { } endpoint && device.EndpointHash == PushSubscription.HashOf(endpoint);

    private string About(PushDevice device) => device switch
    {
        { IsAsleep: true } => "Signed out there: nothing is sent until you sign in again",
        { LastSentAt: { } last } => $"Last told {Day(last)}",
        _ => $"Turned on {Day(device.CreatedAt)}",
    };

    private string Day(DateTimeOffset instant) => Policy.ToLocal(instant).ToString("d MMM, H:mm", CultureInfo.InvariantCulture);

    private void Know(PushStateEventArgs here) => _here = here;

    // The browser gives its subscription up by itself (push.js); the clinic forgets it here.
    private Task TurnOffAsync() => Devices.FirstOrDefault(IsHere) is { } here ? Removed.InvokeAsync(here.Id) : Task.CompletedTask;
}
