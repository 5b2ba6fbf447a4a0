namespace ClinicLive.Domain.Features.Push;

/// <summary>The installation's own pair of keys, where none is set. There is one row.</summary>
public sealed class ServerKeyRow
{
    /// <summary>The only id.</summary>
    public const int OnlyId = 1;

    /// <summary>Always <see cref="OnlyId"/>: two nodes that make a pair at once keep one.</summary>
    public int Id { get; init; } = OnlyId;

    /// <summary>The public half in base64url.</summary>
    public required string PublicKey { get; set; }

    /// <summary>The private half, sealed by the host.</summary>
    public required string SealedPrivateKey { get; set; }

    /// <summary>When it was made, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }
}
