using AngleSharp.Dom;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Web.Features.Appointments;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Tests.Support;

/// <summary>What a person sees and presses on a screen.</summary>
internal static class PageSteps
{
    public static IElement Card(this IRenderedComponent<IComponent> page, Guid id) => page.Find($"[data-appointment='{id}']");

    public static bool Shows(this IRenderedComponent<IComponent> page, Guid id) => page.FindAll($"[data-appointment='{id}']").Count > 0;

    public static string? LaneOf(this IRenderedComponent<IComponent> page, Guid id) => page.Card(id).Closest("[data-lane]")!.GetAttribute("data-lane");

    public static string? StatusOf(this IRenderedComponent<IComponent> page, Guid id) => page.Card(id).GetAttribute("data-status");

    public static IReadOnlyList<string> ButtonsOf(this IRenderedComponent<IComponent> page, Guid id) => [.. page.Card(id).QuerySelectorAll("button").Select(b => b.TextContent.Trim())];

    public static IReadOnlyList<string> MenuOf(this IRenderedComponent<IComponent> page, Guid id) => [.. page.Card(id).QuerySelectorAll(".menu button").Select(b => b.TextContent.Trim())];

    public static string TextOf(this IRenderedComponent<IComponent> page, string selector) => page.Find(selector).TextContent.Trim();

    /// <summary>The ids of a lane from top to bottom.</summary>
    public static IReadOnlyList<Guid> Lane(this IRenderedComponent<IComponent> page, string lane) => [.. page.FindAll($"[data-lane='{lane}'] [data-appointment]").Select(e => Guid.Parse(e.GetAttribute("data-appointment")!))];

    /// <summary>Presses the button with these words on an appointment's card.</summary>
    public static Task PressOnCardAsync(this IRenderedComponent<IComponent> page, Guid id, string words) => page.InvokeAsync(() => page.Card(id).QuerySelectorAll("button").Single(b => b.TextContent.Trim() == words).ClickAsync());

    public static Task OpenMenuAsync(this IRenderedComponent<IComponent> page, Guid id) => page.InvokeAsync(() => page.Card(id).QuerySelector("button[data-key=m]")!.ClickAsync());

    /// <summary>How often each card has been drawn.</summary>
    public static Dictionary<Guid, int> Drawn(this IRenderedComponent<IComponent> page) => page.FindComponents<AppointmentCard>().ToDictionary(c => c.Instance.Id, c => c.RenderCount);
}
