using System.Reflection;
using ClinicLive.Tests.Support;
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
        var isOfOne = page.GetProperty("Id")?.GetCustomAttribute<ParameterAttribute>() is not null;
        return (screen, isOfOne ? screen.Render(page, ("Id", Guid.NewGuid())) : screen.Render(page));
    }
}
