using System.Net;
using System.Net.Sockets;

namespace ClinicLive.Domain.Shared;

/// <summary>
/// Which places outside the house the clinic's own machine may be sent to when a person or a program names the address: only public ones,
/// over TLS, so that nobody reaches through it what stands beside it (OWASP, Server-Side Request Forgery Prevention).
/// </summary>
public static class OutsideAddress
{
    /// <summary>Longest address, in UTF-16 units.</summary>
    public const int Limit = 1_000;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionAge = TimeSpan.FromMinutes(5);

    // What is no public place (IANA special-purpose registries of IPv4 and IPv6 addresses).
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3"); // everything else of IPv6 is loopback, local, mapped, multicast or not given out

    /// <summary>
    /// The address as one that may be called, or null: not absolute, not https on its own port, with a name and password, too long, or
    /// naming this machine or its neighbours outright. What a name leads to is looked at when the connection is made.
    /// </summary>
    /// <param name="address">As it was sent.</param>
    /// <param name="allowPrivate">Any http or https address is taken; for trying it out on one machine.</param>
    public static Uri? Read(string? address, bool allowPrivate)
    {
        if (address is null || address.Length > Limit || !Uri.TryCreate(address, UriKind.Absolute, out var uri)) return null;
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || uri.Host.Length == 0) return null;
        if (allowPrivate) return uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp ? uri : null;
        if (uri.Scheme != Uri.UriSchemeHttps || !uri.IsDefaultPort) return null;
        if (IPAddress.TryParse(uri.DnsSafeHost, out var ip)) return IsPublic(ip) ? uri : null;
        return uri.DnsSafeHost.Contains('.', StringComparison.Ordinal) ? uri : null; // a name without a dot is one of this network
    }

    /// <summary>True for an address that everybody in the world reaches.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Global6.Contains(address)) return false;
        return !Special.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }

    /// <summary>
    /// Connections to such places. The name is looked up once and the connection goes to the very address that was looked at, so a name that
    /// answers differently a moment later gains nothing. No redirects, no cookies, no proxy.
    /// </summary>
    public static SocketsHttpHandler Connections(bool allowPrivate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectPatience,
        PooledConnectionLifetime = ConnectionAge,
        ConnectCallback = (context, gone) => ConnectAsync(context.DnsEndPoint, allowPrivate, gone),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint place, bool allowPrivate, CancellationToken gone)
    {
        var found = await Dns.GetHostAddressesAsync(place.Host, gone).ConfigureAwait(false);
        var allowed = allowPrivate ? found : Array.FindAll(found, IsPublic);
        if (allowed.Length == 0) throw new PrivateAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, place.Port, gone).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name leads to this machine or its neighbours; nothing was sent.</summary>
public sealed class PrivateAddressException() : IOException("The address leads to a private network.");
