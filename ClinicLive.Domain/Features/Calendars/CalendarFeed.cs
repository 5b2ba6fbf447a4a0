using System.Security.Cryptography;
using System.Text;

namespace ClinicLive.Domain.Features.Calendars;

/// <summary>
/// A person's own calendar under an address that nobody can guess: whoever has the address reads it, so it tells little, and it is made, replaced and ended by
/// the person alone. Only a hash of the address's secret is kept, so that nobody who reads the database reads the calendars.
/// </summary>
public sealed class CalendarFeed
{
    /// <summary>Characters of a token.</summary>
    public const int TokenLength = 64;

    private const int Bytes = 32; // 256 bits: nothing to guess, so the hash needs no salt

    /// <summary>Whose it is; one person has one.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The clinic.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>SHA-256 of the token, in hexadecimal digits.</summary>
    public required string TokenHash { get; set; }

    /// <summary>When the address was made, in UTC.</summary>
    public required DateTimeOffset MadeAt { get; set; }

    /// <summary>A new token.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is kept of a token; null for a text that no token is.</summary>
    public static string? HashOf(string token) => token.Length == TokenLength && token.All(char.IsAsciiHexDigitLower) ? Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token))) : null;
}
