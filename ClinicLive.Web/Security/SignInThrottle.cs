using System.Net;
using System.Net.Sockets;
using ClinicLive.Domain.Features.Paces;

namespace ClinicLive.Web.Security;

/// <summary>
/// Counts failed attempts per remote address in a sliding window, on all nodes together. An attempt takes a place before the password is looked
/// at and gets it back when it succeeds, so that a thousand attempts at the same moment are not a thousand free ones.
/// </summary>
/// <param name="paces">Where they are counted.</param>
/// <param name="door">What is attempted: each door counts for itself.</param>
public sealed class SignInThrottle(PaceKeeper paces, string door = SignInThrottle.SignIn)
{
    /// <summary>Failures that one address has in <see cref="Window"/>. A clinic's desks share one address, so it is not small.</summary>
    public const int Failures = 20;

    /// <summary>The door of passwords and codes.</summary>
    public const string SignIn = "sign-in";

    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly PaceWindow _limit = new($"{door} by address", Failures, Window);

    /// <summary>Takes a place for one attempt. Where none is free, or that is not known, the answer says so.</summary>
    public Task<PaceAnswer> TakeAsync(IPAddress? from, CancellationToken gone = default) => paces.TakeAsync(_limit, Network(from), gone);

    /// <summary>Whether a place is free; takes none.</summary>
    public Task<PaceAnswer> LookAsync(IPAddress? from, CancellationToken gone = default) => paces.LookAsync(_limit, Network(from), gone);

    /// <summary>The attempt was no failure.</summary>
    public Task GiveBackAsync(IPAddress? from) => paces.GiveBackAsync(_limit, Network(from));

    // One household has a whole /64 of version 6 addresses; counting each alone would count nothing.
    private static string Network(IPAddress? from)
    {
        if (from is null) return "";
        if (from.IsIPv4MappedToIPv6) return from.MapToIPv4().ToString();
        if (from.AddressFamily != AddressFamily.InterNetworkV6) return from.ToString();
        Span<byte> bytes = stackalloc byte[16];
        from.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes).ToString();
    }
}
