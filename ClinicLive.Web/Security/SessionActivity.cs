using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Security;

/// <summary>
/// The sessions in which somebody did something since they were last written down: a page was opened, something was changed, a window was
/// touched. Kept for seconds only; <see cref="SessionSweeper"/> writes all of them together.
/// </summary>
public sealed class SessionActivity(IdleLimits limits)
{
    private readonly Lock _gate = new();
    private Dictionary<Guid, Role> _touched = [];

    /// <summary>How long a session of that role goes on while nobody does anything in it.</summary>
    public TimeSpan LimitOf(Role role) => limits.Of(role);

    /// <summary>Somebody did something in this session.</summary>
    public void Touch(Guid sessionId, Role role)
    {
        if (sessionId == Guid.Empty) return;
        lock (_gate) _touched[sessionId] = role;
    }

    /// <summary>Takes what has come together since the last time.</summary>
    internal IReadOnlyDictionary<Guid, Role> Take()
    {
        lock (_gate)
        {
            var touched = _touched;
            if (touched.Count > 0) _touched = [];
            return touched;
        }
    }
}
