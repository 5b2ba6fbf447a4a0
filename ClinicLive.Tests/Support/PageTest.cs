using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Tests.Support;

/// <summary>A clinic, and the screens that a test opens in it. All of them are closed at the end, and then nobody may listen any more.</summary>
public abstract class PageTest : IAsyncLifetime
{
    /// <summary>What is due later than this is no work under way.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly List<Screen> _screens = [];

    private protected ClinicDatabase Clinic { get; } = new();

    private protected TestClinic Home => Clinic.Home;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var screen in _screens) await screen.DisposeAsync();
        Clinic.Dispose();
    }

    private protected Screen OpenScreen(Actor? actor)
    {
        var screen = new Screen(Clinic, actor);
        _screens.Add(screen);
        return screen;
    }

    /// <summary>Opens a page and waits until it shows what it has read.</summary>
    private protected async Task<IRenderedComponent<T>> OpenAsync<T>(Screen screen, params (string Name, object Value)[] parameters)
        where T : class, IComponent
    {
        var page = screen.Render<T>(builder =>
        {
            builder.OpenComponent<T>(0);
            foreach (var (name, value) in parameters) builder.AddComponentParameter(1, name, value);
            builder.CloseComponent();
        });
        await LoadedAsync(page);
        return page;
    }

    private protected Task<IRenderedComponent<T>> OpenAsync<T>(Actor actor, params (string Name, object Value)[] parameters)
        where T : class, IComponent => OpenAsync<T>(OpenScreen(actor), parameters);

    /// <summary>Waits until every live region has read what it shows, and has drawn it.</summary>
    private protected static async Task LoadedAsync(IRenderedComponent<IComponent> page)
    {
        await WaitFor.TrueAsync(() => page.InvokeAsync(() => LiveRegions.AreLoaded(page)));
        await WaitFor.TrueAsync(() => page.FindAll(".skeleton").Count == 0);
    }

    /// <summary>Waits until it is to be seen. The clock moves on where a bell of a burst is held back.</summary>
    private protected Task SeesAsync(Action assertion) => WaitFor.PassesAsync(() =>
    {
<<<<<<< HEAD
        if (Clinic.Clock.TimersDueWithin(Soon) > 0) Clinic.Clock.Advance(TimeSpan.FromMilliseconds(50));
=======
        if (Clinic.Clock.IsDueWithin(TimeSpan.FromSeconds(1))) Clinic.Clock.Advance(TimeSpan.FromMilliseconds(50));
>>>>>>> pages
        assertion();
    });

    /// <summary>Presses what the selector finds, as it stands at that moment, and waits until all that follows from it is done.</summary>
    private protected static Task PressAsync(IRenderedComponent<IComponent> page, string selector) => page.InvokeAsync(() => page.Find(selector).ClickAsync());

    /// <summary>Moves the clock on until all bells that a burst holds back have rung, and nobody starts to wait for another.</summary>
    private protected async Task CalmAsync()
    {
        var calm = 0;
        await WaitFor.TrueAsync(() =>
        {
<<<<<<< HEAD
            calm = Clinic.Clock.TimersDueWithin(Soon) == 0 ? calm + 1 : 0;
=======
            calm = Clinic.Clock.IsDueWithin(TimeSpan.FromMilliseconds(50)) ? 0 : calm + 1;
>>>>>>> pages
            if (calm == 0) Clinic.Clock.Advance(TimeSpan.FromMilliseconds(50));
            return calm == 4;
        });
    }
}
