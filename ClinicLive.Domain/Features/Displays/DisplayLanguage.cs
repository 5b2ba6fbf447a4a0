namespace ClinicLive.Domain.Features.Displays;

/// <summary>The language that a waiting-room screen shows and speaks. Stored by name.</summary>
public enum DisplayLanguage
{
    /// <summary>English (BCP 47: en).</summary>
    English,

    /// <summary>German (BCP 47: de).</summary>
    German,

    /// <summary>French (BCP 47: fr).</summary>
    French,

    /// <summary>Spanish (BCP 47: es).</summary>
    Spanish,

    /// <summary>Arabic (BCP 47: ar), written from right to left.</summary>
    Arabic,
}
