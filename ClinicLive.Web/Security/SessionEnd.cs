namespace ClinicLive.Web.Security;

/// <summary>Tells a circuit's layout that its session is over, so that nothing of the clinic stays readable. One per circuit.</summary>
public sealed class SessionEnd
{
    /// <summary>
    /// The session is over. Raised on any thread, and again when a lost connection comes back to a screen whose session has ended
    /// meanwhile: listeners go to the renderer's thread themselves (InvokeAsync) and may hear it twice.
    /// </summary>
    public event Action? Ended;

    /// <summary>True from the moment the session is over.</summary>
    public bool HasEnded { get; private set; }

    internal void Raise()
    {
        HasEnded = true;
        Ended?.Invoke();
    }
}
