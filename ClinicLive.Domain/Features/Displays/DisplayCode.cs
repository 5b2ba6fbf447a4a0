using System.Security.Cryptography;

namespace ClinicLive.Domain.Features.Displays;

/// <summary>Makes the secrets of a screen. Drawn by the operating system's generator.</summary>
public static class DisplayCode
{
    /// <summary>Characters of a made code: 26 of 32 signs are 130 bits, more than anybody guesses (OWASP ASVS 5.0, 7.2.3 asks for 128).</summary>
    public const int Length = 26;

    // Base32 of RFC 4648 in small letters: no 0 beside o, no 1 beside l, for codes that are typed into a television.
    private const string Signs = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>A new code for an address.</summary>
    public static string New() => RandomNumberGenerator.GetString(Signs, Length);

    /// <summary>A new secret for check-in codes.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(CheckInCode.SecretBytes);

    /// <summary>True for a text that could be a code; anything else need not be looked up.</summary>
    public static bool CouldBe(string? code) => code is { Length: > 0 and <= WaitingRoomDisplay.CodeLimit } && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
