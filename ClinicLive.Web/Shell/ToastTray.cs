using ClinicLive.Domain.Features.Notifications;

namespace ClinicLive.Web.Shell;

/// <summary>Something that pops up for a moment.</summary>
/// <param name="Id">Tells it from others.</param>
/// <param name="Kind">What it is, as the screen's colours know it.</param>
/// <param name="Icon">The sign beside it.</param>
/// <param name="Name">What or who, to the letter.</param>
/// <param name="Words">The rest.</param>
/// <param name="Link">Where one goes on; only what stays has it, because what leaves must not be in the way of a click.</param>
/// <param name="Stays">True when it stays until it is dismissed.</param>
/// <param name="Sound">The sound it comes with, or null.</param>
/// <param name="Notification">The notification that it shows, or null when it shows something else.</param>
public sealed record Toast(
    Guid Id, string Kind, string Icon, string Name, string Words = "", string? Link = null, bool Stays = false, string? Sound = null, Guid? Notification = null);

/// <summary>
/// What pops up on one screen, whoever has it to tell: at most three. They leave by themselves in the browser after five
/// seconds; here only the last few are kept.
/// </summary>
public sealed class ToastTray
{
    /// <summary>Most at once.</summary>
    public const int Most = 3;

    private List<Toast>? _shown; // most screens never need it

    /// <summary>Something came or went.</summary>
    public event Action? Changed;

    /// <summary>How the person wants to be told; null until the bell has read it.</summary>
    public NotificationChoices? Choices { get; set; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Toast> Shown => _shown ?? (IReadOnlyList<Toast>)[];

    /// <summary>Shows one more, unless the person wants no popups of that kind; when it is too many, the oldest that would leave anyway goes first.</summary>
    public void Show(NotificationKind kind, Toast toast)
    {
        if (Choices?.IsOn(kind, NotificationChannel.Popup) == false) return;
        _shown ??= [];
        _shown.Add(toast);
        if (_shown.Count > Most) _shown.RemoveAt(Math.Max(0, _shown.FindIndex(t => !t.Stays)));
        Changed?.Invoke();
    }

    /// <summary>Takes those back that are no news any more.</summary>
    public void TakeBack(Predicate<Toast> isOver)
    {
        if (_shown?.RemoveAll(isOver) > 0) Changed?.Invoke();
    }
}
