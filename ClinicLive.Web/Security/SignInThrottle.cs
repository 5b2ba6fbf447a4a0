using System.Net;
using System.Net.Sockets;

namespace ClinicLive.Web.Security;

/// <summary>
/// Counts failed attempts per remote address in a sliding window. An attempt takes a place before the password is looked at and gets it
/// back when it succeeds, so that a thousand attempts at the same moment are not a thousand free ones.
/// </summary>
public sealed class SignInThrottle(TimeProvider time)
{
    /// <summary>Failures that one address has in <see cref="Window"/>. A clinic's desks share one address, so it is not small.</summary>
    public const int Failures = 20;

    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Addresses remembered at once; of more than that the quietest is forgotten.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, List<DateTimeOffset>> _attempts = [];

    /// <summary>How many addresses are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _attempts.Count;
        }
    }

    /// <summary>Takes a place for one attempt; false, with the time to wait, when there is none.</summary>
    public bool TryTake(IPAddress? from, out TimeSpan wait)
    {
        var now = time.GetUtcNow();
        var address = Network(from);
        lock (_gate)
        {
            if (!_attempts.TryGetValue(address, out var attempts))
            {
                if (_attempts.Count >= Capacity) MakeRoom(now);
                _attempts.Add(address, attempts = []);
            }

            attempts.RemoveAll(at => at <= now - Window);
            wait = attempts.Count < Failures ? TimeSpan.Zero : attempts[0] + Window - now;
            if (wait > TimeSpan.Zero) return false;
            attempts.Add(now);
            return true;
        }
    }

    /// <summary>The attempt was no failure.</summary>
    public void GiveBack(IPAddress? from)
    {
        var address = Network(from);
        lock (_gate)
        {
            if (!_attempts.TryGetValue(address, out var attempts)) return;
            if (attempts.Count > 0) attempts.RemoveAt(attempts.Count - 1);
            if (attempts.Count == 0) _attempts.Remove(address);
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (address, attempts) in _attempts)
        {
            if (attempts.Count == 0 || attempts[^1] <= now - Window) _attempts.Remove(address);
        }

        if (_attempts.Count >= Capacity) _attempts.Remove(_attempts.MinBy(pair => (pair.Value.Count, pair.Value[^1])).Key);
    }

    // One household has a whole /64 of version 6 addresses; counting each alone would count nothing.
    private static IPAddress Network(IPAddress? from)
    {
        if (from is null) return IPAddress.None;
        if (from.IsIPv4MappedToIPv6) return from.MapToIPv4();
        if (from.AddressFamily != AddressFamily.InterNetworkV6) return from;
        Span<byte> bytes = stackalloc byte[16];
        from.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
