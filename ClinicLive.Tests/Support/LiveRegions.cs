using System.Reflection;
using ClinicLive.Domain.Live;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Chat;
using ClinicLive.Web.Features.Export;
using ClinicLive.Web.Features.Notifications;
using ClinicLive.Web.Live;
using ClinicLive.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Tests.Support;

/// <summary>The regions of a screen that listen.</summary>
internal static class LiveRegions
{
    private static readonly PropertyInfo Loaded = typeof(LiveComponentBase).GetProperty("IsLoaded", BindingFlags.Instance | BindingFlags.NonPublic)!;
    private static readonly PropertyInfo Topics = typeof(LiveComponentBase).GetProperty("Topics", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>Every kind of region that the app has.</summary>
    public static IEnumerable<Type> All => typeof(LiveComponentBase).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(LiveComponentBase)) && !t.IsAbstract);

    /// <summary>Regions that stand beside every page and belong to none.</summary>
    public static IReadOnlyList<Type> OfTheFrame { get; } = [typeof(ChatBadge), typeof(NotificationBell)];

    /// <summary>Regions that no page shows before something is chosen in it, such as those of a dialog; they are tried where they are opened.</summary>
    public static IReadOnlyList<Type> OpenedLater { get; } = [typeof(SlotFields), typeof(PatientWordsBar)];

    /// <summary>Every page behind the sign-in that is drawn by a circuit, but those that say no or show nothing of the clinic.</summary>
    public static IEnumerable<Type> Pages => typeof(App).Assembly.GetTypes()
        .Where(t => t.GetCustomAttributes<RouteAttribute>().Any() && t.GetCustomAttribute<ExcludeFromInteractiveRoutingAttribute>() is null)
        .Except([typeof(NotFoundPage), typeof(VerifyExportPage), typeof(ExportPage)]);

    public static IReadOnlyCollection<Topic> TopicsOf(LiveComponentBase region) => (IReadOnlyCollection<Topic>)Topics.GetValue(region)!;

    public static IReadOnlyList<LiveComponentBase> In(IRenderedComponent<IComponent> page)
    {
        var inside = page.FindComponents<LiveComponentBase>().Select(c => c.Instance);
        return [.. page.Instance is LiveComponentBase own ? inside.Append(own).Distinct() : inside];
    }

    public static bool AreLoaded(IRenderedComponent<IComponent> page) => In(page) is { Count: > 0 } regions && regions.All(r => (bool)Loaded.GetValue(r)!);
}
