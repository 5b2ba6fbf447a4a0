namespace ClinicLive.Web.Security;

/// <summary>Tells a circuit's layout that its session is over, so that nothing of the clinic stays readable. One per circuit.</summary>
public sealed class SessionEnd
{
    private readonly Lock _gate = new();
    private bool _isLineDown;

    /// <summary>
    /// The session is over and the browser can be told so: at once, or when the line comes back. Raised on any thread, and again when
    /// the line breaks and comes back later: listeners go to the renderer's thread themselves (InvokeAsync) and may hear it twice.
    /// </summary>
    public event Action? Ended;

    /// <summary>True from the moment the session is over.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The session is over.</summary>
    internal void Raise() => Tell(() => HasEnded = true);

    /// <summary>The browser cannot be reached; what one asked of it would fail a minute later, in the middle of something else.</summary>
    public void LineBreaks()
    {
        lock (_gate) _isLineDown = true;
    }

    /// <summary>The browser can be reached.</summary>
    public void LineComes() => Tell(() => _isLineDown = false);

    private void Tell(Action change)
    {
        lock (_gate)
        {
            change();
            if (!HasEnded || _isLineDown) return;
        }

        Ended?.Invoke();
    }
}
