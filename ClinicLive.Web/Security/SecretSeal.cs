using System.Security.Cryptography;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.DataProtection;

namespace ClinicLive.Web.Security;

/// <summary>Seals secrets of the core with the keys that seal the cookies.</summary>
public sealed class SecretSeal(IDataProtectionProvider protection) : ISecretSeal
{
    /// <inheritdoc/>
    public string Seal(string purpose, string secret) => protection.CreateProtector(purpose).Protect(secret);

    /// <inheritdoc/>
    public string? Open(string purpose, string stored)
    {
        try
        {
            return protection.CreateProtector(purpose).Unprotect(stored);
        }
        catch (CryptographicException)
        {
            return null; // sealed with keys that are gone, or changed: whoever asks makes a new one
        }
    }
}
