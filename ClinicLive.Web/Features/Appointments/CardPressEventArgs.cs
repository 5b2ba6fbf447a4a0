using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>
/// A press on a card with what the screen showed at that moment. It reaches the board even when the card has gone to another
/// lane meanwhile, so that whoever was slower is told who was faster. Comes from the browser: nothing of it is believed, it is
/// only compared.
/// </summary>
public sealed class CardPressEventArgs : EventArgs
{
    /// <summary>The appointment.</summary>
    public Guid Id { get; set; }

    /// <summary>The version on the screen.</summary>
    public int Version { get; set; }

    /// <summary>The state on the screen, by name.</summary>
    public string Status { get; set; } = "";

    /// <summary>What was pressed: <see cref="CardAction.Key"/>, or "Menu", "Dismiss", "Reschedule".</summary>
    public string Key { get; set; } = "";
}

/// <summary>The events of the browser that are the clinic's own.</summary>
[EventHandler("oncardpress", typeof(CardPressEventArgs))]
public static class EventHandlers;
