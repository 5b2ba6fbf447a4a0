namespace ClinicLive.Web.Features.Patients;

/// <summary>What is typed while a patient is looked for or registered.</summary>
public sealed class PatientDraft
{
    /// <summary>The words in the search.</summary>
    public string Typed { get; set; } = "";

    /// <summary>True while a new patient is being entered.</summary>
    public bool IsNew { get; set; }

    /// <summary>The new patient's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The new patient's date of birth.</summary>
    public DateOnly? BirthDate { get; set; }

    /// <summary>The new patient's phone.</summary>
    public string? Phone { get; set; }
}
