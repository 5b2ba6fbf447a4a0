namespace ClinicLive.Domain.Features.Accounts;

/// <summary>
/// A program's right to go on with its session: good for one use, which gives the next one. All tokens of a session are one family;
/// only a hash of each is kept, so that nobody who reads the database can go on in somebody's name.
/// </summary>
public sealed class RefreshToken
{
    /// <summary>SHA-256 of the token, in hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The session that it goes on with; it ends with it.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The account's security stamp when the session began: another password, role or right ends the family.</summary>
    public required string Stamp { get; init; }

    /// <summary>When it was given, in UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it was used, in UTC; null while it is good. A second use ends the session.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
