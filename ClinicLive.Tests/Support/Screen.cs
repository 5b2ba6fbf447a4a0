using System.Reflection;
using System.Text.RegularExpressions;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Features.Displays;
using ClinicLive.Web.Live;
using ClinicLive.Web.Security;
using ClinicLive.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ClinicLive.Tests.Support;

/// <summary>One browser tab of one signed-in person: the real components over the real core of a clinic, without a browser.</summary>
internal sealed partial class Screen : BunitContext
{
    public Screen(ClinicDatabase clinic, Actor? actor)
    {
        Person = new SignedInAs(actor);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddRadzenComponents();
        Services.AddSingleton<AuthenticationStateProvider>(Person);
        Services.AddScoped<CurrentActor>();
        Services.AddScoped<ToastTray>();
        Services.AddScoped<DisplayScreen>();
        Services.AddScoped<WindowAttention>();
        Services.AddSingleton(new SessionActivity(clinic.Get<SessionTouches>(), IdleLimits.Usual));
        Services.AddSingleton(clinic.Get<TimeProvider>());

        // The clinic owns the core: handed over as instances, its services outlive the screen.
        var core = clinic.Scope().ServiceProvider;
        foreach (var service in clinic.Registered.Where(IsOfTheCore)) Services.AddSingleton(service.ServiceType, core.GetRequiredService(service.ServiceType));
    }

    public SignedInAs Person { get; }

    /// <summary>The dialogs that the screen opens.</summary>
    public DialogService Dialogs => Services.GetRequiredService<DialogService>();

    /// <summary>What pops up on the screen, whoever tells it.</summary>
    public ToastTray Tray => Services.GetRequiredService<ToastTray>();

    /// <summary>A fault that no boundary caught: in the clinic the whole screen would be gone.</summary>
    public Exception? Fault => Renderer.UnhandledException is { IsCompletedSuccessfully: true } fault ? fault.Result : null;

    /// <summary>What is on screen, without the numbers that the framework gives to event handlers.</summary>
    public static string Plain(IRenderedComponent<IComponent> shown) => FrameworkNumbers().Replace(shown.Markup, "");

    /// <summary>Renders a page known by its type only, with the parameters it has in its address.</summary>
    public IRenderedComponent<IComponent> Render(Type page, params (string Name, object Value)[] parameters) => Render<IComponent>(builder =>
    {
        builder.OpenComponent(0, page);
        foreach (var (name, value) in parameters) builder.AddComponentParameter(1, name, value);
        builder.CloseComponent();
    });

    /// <summary>The first role that a page is for; reception where it does not say.</summary>
    public static Role RoleOf(Type page) =>
        page.GetCustomAttribute<AuthorizeAttribute>()?.Roles?.Split(',') is [var first, ..] ? Enum.Parse<Role>(first) : Role.Receptionist;

    private static bool IsOfTheCore(ServiceDescriptor service) =>
        service.Lifetime == ServiceLifetime.Singleton && service.ServiceType.Assembly == typeof(ClinicData).Assembly && !service.ServiceType.IsGenericType;

    [GeneratedRegex("""\sblazor:[\w:]+(="[^"]*")?""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FrameworkNumbers();
}
