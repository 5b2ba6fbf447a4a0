namespace ClinicLive.Domain.Shared;

/// <summary>Keeps a secret in the database so that nobody who reads the row alone can use it. The host has the key.</summary>
public interface ISecretSeal
{
    /// <summary>The secret as it may be stored. The purpose belongs to it: sealed for one, it opens for no other.</summary>
    string Seal(string purpose, string secret);

    /// <summary>The secret again; null where it was sealed for something else, was changed, or the key is lost.</summary>
    string? Open(string purpose, string stored);
}
