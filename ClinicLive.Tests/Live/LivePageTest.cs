using System.Reflection;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Displays;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Tests.Live;

/// <summary>What every page that lives must keep, whatever it shows: tried with all of them, also with those that are still to come.</summary>
public abstract class LivePageTest : PageTest
{
    public static TheoryData<string> PageNames => [.. LiveRegions.Pages.Select(p => p.Name)];

    private protected (Screen Screen, IRenderedComponent<IComponent> Page) OpenByName(string name, Action<Screen>? prepare = null)
    {
        var page = LiveRegions.Pages.Single(p => p.Name == name);
        var screen = OpenScreen(Home.Of(Screen.RoleOf(page)));
        prepare?.Invoke(screen);
        screen.RenderTree.Add<CascadingValue<DisplayPass>>(value => value.Add(v => v.Value, Home.Display)); // what the door gives to a screen on the wall
        var isOfOne = page.GetProperty("Id")?.GetCustomAttribute<ParameterAttribute>() is not null;
        if (page == typeof(DisplayPage)) return (screen, screen.Render(page, ("Code", Home.Display.Code)));
        return (screen, isOfOne ? screen.Render(page, ("Id", Guid.NewGuid())) : screen.Render(page));
    }
}
