using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Live;

namespace ClinicLive.Web.Security;

/// <summary>
/// The sessions that have screens open on this node. All of them are checked together with one query, so a thousand circuits cost
/// no more than one; each account that has screens is listened to once, so that ending an account is seen at once.
/// </summary>
public sealed class OpenSessions(SessionService sessions, IEventBus bus, ILogger<OpenSessions> log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, List<OpenScreen>> _byAccount = [];
    private readonly Dictionary<Guid, ILiveSubscription> _listening = [];
    private readonly HashSet<Guid> _paused = [];

    /// <summary>How many screens are watched.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _byAccount.Values.Sum(screens => screens.Count);
        }
    }

    /// <summary>Watches a screen from now on.</summary>
    public void Add(OpenScreen screen)
    {
        lock (_gate)
        {
            if (_byAccount.TryGetValue(screen.AccountId, out var screens))
            {
                screens.Add(screen);
                return;
            }

            _byAccount.Add(screen.AccountId, [screen]);
            var mailbox = bus.Subscribe([Topic.Account(screen.AccountId)], nameof(OpenSessions));
            _listening.Add(screen.AccountId, mailbox);
            _ = ListenAsync(screen.AccountId, mailbox); // ends with the mailbox
        }
    }

    /// <summary>The screen is gone.</summary>
    public void Remove(OpenScreen screen)
    {
        ILiveSubscription? last;
        lock (_gate)
        {
            if (!_byAccount.TryGetValue(screen.AccountId, out var screens) || !screens.Remove(screen) || screens.Count > 0) return;
            _byAccount.Remove(screen.AccountId);
            _listening.Remove(screen.AccountId, out last);
        }

        _ = last?.DisposeAsync().AsTask(); // closes the mailbox at once; there is nothing to wait for
    }

    /// <summary>Ends the screens of one session here and now, without asking the database.</summary>
    public void End(Guid sessionId)
    {
        foreach (var screen in Where(s => s.SessionId == sessionId)) screen.End();
    }

    /// <summary>
    /// Holds the checks of one session back while its security stamp is changed by the session itself, and gives the new one to its
    /// screens; the account's other sessions end as they should.
    /// </summary>
    public async Task RestampAsync(Guid sessionId, Func<Task<string?>> change)
    {
        lock (_gate) _paused.Add(sessionId);
        try
        {
            if (await change() is not { } stamp) return;
            foreach (var screen in Where(s => s.SessionId == sessionId)) screen.Stamp = stamp;
        }
        finally
        {
            lock (_gate) _paused.Remove(sessionId);
        }
    }

    /// <summary>Checks every open session with one query and ends the screens of those that are not valid any more.</summary>
    public Task CheckAllAsync(CancellationToken gone) => CheckAsync(_ => true, gone);

    private async Task ListenAsync(Guid accountId, ILiveSubscription mailbox)
    {
        try
        {
            await foreach (var _ in mailbox.ReadAllAsync(CancellationToken.None))
            {
                try
                {
                    await CheckAsync(s => s.AccountId == accountId, CancellationToken.None);
                }
                catch (Exception fault)
                {
                    // The check of all sessions, seconds later, does it again.
                    log.LogWarning(fault, "The sessions of an account could not be checked just now.");
                }
            }
        }
        catch (Exception fault)
        {
            log.LogError(fault, "The sessions of an account are not listened to any more; the regular check goes on.");
        }
    }

    private async Task CheckAsync(Func<OpenScreen, bool> which, CancellationToken gone)
    {
        // Tabs of one session may carry different stamps for a moment, so each stamp is asked about by its newest screen's value.
        var asked = Where(which).Select(s => (Screen: s, s.Stamp)).ToList();
        if (asked.Count == 0) return;
        var stamps = new Dictionary<Guid, string>();
        foreach (var (screen, stamp) in asked) stamps[screen.SessionId] = stamp;
        var valid = await sessions.StillValidAsync(stamps, gone);
        foreach (var (screen, stamp) in asked)
        {
            if (valid.Contains(screen.SessionId)) continue;
            lock (_gate)
            {
                if (_paused.Contains(screen.SessionId) || screen.Stamp != stamp) continue; // its stamp is just being changed; asked again soon
            }

            screen.End();
        }
    }

    private List<OpenScreen> Where(Func<OpenScreen, bool> which)
    {
        lock (_gate) return [.. _byAccount.Values.SelectMany(screens => screens).Where(which)];
    }
}
