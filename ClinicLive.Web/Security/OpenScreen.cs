namespace ClinicLive.Web.Security;

/// <summary>One circuit of a session, as it is watched. Small, for there is one per open tab of the whole clinic.</summary>
public sealed class OpenScreen(Guid sessionId, Guid accountId, string stamp, Action onEnd)
{
    private int _ended;

    /// <summary>The sign-in that the circuit belongs to.</summary>
    public Guid SessionId { get; } = sessionId;

    /// <summary>Whose it is.</summary>
    public Guid AccountId { get; } = accountId;

    /// <summary>The security stamp that the session must still have.</summary>
    public string Stamp { get; set; } = stamp;

    /// <summary>Ends the circuit's rights; a second time does nothing.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0) onEnd();
    }
}
