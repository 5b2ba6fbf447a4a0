namespace ClinicLive.Domain.Features.Practitioners;

/// <summary>The one word for a doctor on screen, made of three facts: online, an open consultation, and what he said.</summary>
public enum PractitionerPresence
{
    /// <summary>No live connection.</summary>
    Offline,

    /// <summary>Online, free, and says so.</summary>
    Available,

    /// <summary>Online and with a patient, whatever he said.</summary>
    InConsultation,

    /// <summary>Online and on a break.</summary>
    OnBreak,

    /// <summary>Online and not taking patients.</summary>
    NotAvailable,
}

/// <summary>How the word is found and written.</summary>
public static class PractitionerPresences
{
    /// <summary>Offline wins over all, an open consultation over what the doctor said.</summary>
    public static PractitionerPresence Of(PractitionerRow row, bool hasOpenConsultation) => row switch
    {
        { Online: false } => PractitionerPresence.Offline,
        _ when hasOpenConsultation => PractitionerPresence.InConsultation,
        { Availability: Availability.Available } => PractitionerPresence.Available,
        { Availability: Availability.OnBreak } => PractitionerPresence.OnBreak,
        _ => PractitionerPresence.NotAvailable,
    };

    /// <summary>The word as addresses, attributes and the API write it.</summary>
    public static string Token(this PractitionerPresence presence) => presence switch
    {
        PractitionerPresence.InConsultation => "in-consultation",
        PractitionerPresence.OnBreak => "on-break",
        PractitionerPresence.NotAvailable => "not-available",
        PractitionerPresence.Available => "available",
        _ => "offline",
    };
}
