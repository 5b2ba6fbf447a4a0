using System.Security.Cryptography;

namespace ClinicLive.Web.Security;

/// <summary>The value that marks a script of ours in the page as ours; another one for each request.</summary>
public static class CspNonce
{
    /// <summary>The nonce of a request.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Items[typeof(CspNonce)] is string known) return known;
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[typeof(CspNonce)] = nonce;
        return nonce;
    }
}
