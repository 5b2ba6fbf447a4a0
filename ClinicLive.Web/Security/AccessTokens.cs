using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace ClinicLive.Web.Security;

/// <summary>
/// Makes and reads access tokens: a session's id, its account and stamp, sealed with the keys that seal the cookies. A token says which
/// session to ask about; whether that may go on is asked of the database at every request.
/// </summary>
public sealed class AccessTokens(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long a token is good for without being exchanged.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int Longest = 2_000; // characters; ours have about 300

    private readonly IDataProtector _seal = protection.CreateProtector("ClinicLive.AccessToken.v1");

    /// <summary>A token for a session.</summary>
    public string Issue(AccessToken token)
    {
        using var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(token.SessionId.ToByteArray());
            writer.Write(token.AccountId.ToByteArray());
            writer.Write(token.Stamp);
            writer.Write((time.GetUtcNow() + Lifetime).UtcTicks);
        }

        return WebEncoders.Base64UrlEncode(_seal.Protect(plain.ToArray()));
    }

    /// <summary>What a token says; null when it is not ours, was changed, or is too old.</summary>
    public AccessToken? Read(string token)
    {
        if (token.Length is 0 or > Longest) return null;
        try
        {
            using var reader = new BinaryReader(new MemoryStream(_seal.Unprotect(WebEncoders.Base64UrlDecode(token))));
            var read = new AccessToken(new Guid(reader.ReadBytes(16)), new Guid(reader.ReadBytes(16)), reader.ReadString());
            return reader.ReadInt64() > time.GetUtcNow().UtcTicks ? read : null;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException or ArgumentException or IOException)
        {
            return null; // what a stranger sends
        }
    }
}

/// <summary>What an access token says.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="Stamp">The account's security stamp when the session began.</param>
public sealed record AccessToken(Guid SessionId, Guid AccountId, string Stamp);
