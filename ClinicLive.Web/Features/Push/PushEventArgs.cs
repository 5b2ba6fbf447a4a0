using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Push;

/// <summary>How this browser stands to notices outside the page. Nothing of it is believed; it only decides which words are shown.</summary>
public sealed class PushStateEventArgs : EventArgs
{
    /// <summary>"unsupported", "default" (never asked), "denied", "off" or "on".</summary>
    public string State { get; set; } = "";

    /// <summary>The address of its subscription, by which it is found among the person's devices; null without one.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Why turning it on did not work, or not fully; null when it did.</summary>
    public string? Problem { get; set; }
}

/// <summary>The events of the browser that concern notices outside the page.</summary>
[EventHandler("onpushstate", typeof(PushStateEventArgs))]
public static class EventHandlers;
