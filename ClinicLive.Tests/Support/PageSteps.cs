using System.Globalization;
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

    public static Task OpenMenuAsync(this IRenderedComponent<IComponent> page, Guid id) => page.PressAsync(page.Shown(id, "Menu"));

    /// <summary>A press as the browser sends it, with what the card shows now; to be sent at once or later.</summary>
    public static CardPressEventArgs Shown(this IRenderedComponent<IComponent> page, Guid id, string key) => new()
    {
        Id = id,
        Version = int.Parse(page.Card(id).GetAttribute("data-version")!, CultureInfo.InvariantCulture),
        Status = page.StatusOf(id)!,
        Key = key,
    };

    /// <summary>Sends a press.</summary>
    public static Task PressAsync(this IRenderedComponent<IComponent> page, CardPressEventArgs press) => page.InvokeAsync(() => page.Find("[data-presses]").TriggerEventAsync("oncardpress", press));

    /// <summary>How often the list of cards of each lane has been drawn.</summary>
    public static Dictionary<string, int> Drawn(this IRenderedComponent<IComponent> page) =>
        page.FindComponents<CardList>().Zip(page.FindAll("[data-lane]"), (list, lane) => (Lane: lane.GetAttribute("data-lane")!, list.RenderCount)).ToDictionary(l => l.Lane, l => l.RenderCount);
}
