using System.Buffers.Text;

namespace ClinicLive.Domain.Features.Push;

/// <summary>How this installation sends web push. Off unless it is switched on.</summary>
public sealed record PushSettings
{
    /// <summary>Whether browsers can be told with all tabs closed.</summary>
    public bool IsOn { get; init; }

    /// <summary>Whom a push service writes to when something is wrong with us: a <c>mailto:</c> or <c>https:</c> address (RFC 8292, 2.1).</summary>
    public string Subject { get; init; } = "";

    /// <summary>The public key of this installation, as 65 bytes in base64url; null where it makes its own pair.</summary>
    public string? PublicKey { get; init; }

    /// <summary>The private key that belongs to it, as 32 bytes in base64url.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>Also takes push services that are not public or not over TLS. For trying it out on one machine.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>What cannot be used, as the name of the setting and what is wrong with it; null when it is right.</summary>
    public (string Name, string Problem)? Check()
    {
        if (!IsOn) return null;
        if (!Uri.TryCreate(Subject, UriKind.Absolute, out var subject) || subject.Scheme is not ("mailto" or "https"))
        {
            return (nameof(Subject), "must be a mailto: or https: address under which push services reach you");
        }

        if (PublicKey is null && PrivateKey is null) return null;
        return ServerKey.TryRead(PublicKey ?? "", PrivateKey ?? "") is null
            ? (nameof(PrivateKey), "and WebPush:PublicKey must be a pair of P-256 keys in base64url, or both be left out")
            : null;
    }

    internal static byte[]? FromBase64Url(string text, int length)
    {
        if (text.Length > 4 * length || !Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        return bytes.Length == length ? bytes : null;
    }
}
