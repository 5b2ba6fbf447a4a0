namespace ClinicLive.Domain.Data;

/// <summary>One key of ASP.NET Core data protection, as the XML that it writes.</summary>
public sealed class DataProtectionKey
{
    /// <summary>Given by the database.</summary>
    public int Id { get; init; }

    /// <summary>The key as XML.</summary>
    public required string Xml { get; init; }
}
