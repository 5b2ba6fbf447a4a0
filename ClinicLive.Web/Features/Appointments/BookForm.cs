using ClinicLive.Domain.Features.Patients;
using ClinicLive.Web.Features.Patients;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Everything in the booking dialog: what is kept as a draft while somebody types.</summary>
public sealed class BookForm
{
    /// <summary>The name under which its draft is kept.</summary>
    public const string Name = "book";

    /// <summary>The person is here already.</summary>
    public bool WalkIn { get; set; }

    /// <summary>The patient chosen.</summary>
    public PatientMatch? Patient { get; set; }

    /// <summary>What is typed while choosing one.</summary>
    public PatientDraft Search { get; set; } = new();

    /// <summary>With whom and when.</summary>
    public SlotChoice Slot { get; set; } = new();

    /// <summary>Reason for the visit.</summary>
    public string? Reason { get; set; }
}
