namespace ClinicLive.Domain.Features.Drafts;

/// <summary>
/// What somebody has typed into a form and not sent yet. Kept here and not in the browser, so that a reload, a lost line or
/// a restart loses nothing and a shared computer keeps nothing.
/// </summary>
public sealed class FormDraft
{
    /// <summary>Longest draft, in characters of JSON: the longest message, every unit of it escaped (RFC 8259, 7).</summary>
    public const int Limit = 360_002;

    /// <summary>A draft older than this is not offered again.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(30);

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Which form; one draft per person and form.</summary>
    public required string Form { get; init; }

    /// <summary>The form's fields as JSON.</summary>
    public required string Json { get; set; }

    /// <summary>When it was last typed in, in UTC.</summary>
    public required DateTimeOffset SavedAt { get; set; }
}
