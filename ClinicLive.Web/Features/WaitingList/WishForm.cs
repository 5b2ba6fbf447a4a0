using ClinicLive.Domain.Features.WaitingList;

namespace ClinicLive.Web.Features.WaitingList;

/// <summary>What somebody waits for, while it is typed. Days and times of the clinic.</summary>
public sealed class WishForm
{
    /// <summary>The kind of visit.</summary>
    public Guid? VisitTypeId { get; set; }

    /// <summary>The doctor; null for any.</summary>
    public Guid? PractitionerId { get; set; }

    /// <summary>First day.</summary>
    public DateOnly From { get; set; }

    /// <summary>Last day.</summary>
    public DateOnly To { get; set; }

    /// <summary>Weekdays.</summary>
    public Weekdays Days { get; set; } = Weekdays.All;

    /// <summary>Earliest begin.</summary>
    public TimeOnly FromTime { get; set; } = new(8, 0);

    /// <summary>Latest end.</summary>
    public TimeOnly ToTime { get; set; } = new(18, 0);

    /// <summary>Reason for the visit.</summary>
    public string? Reason { get; set; }

    /// <summary>A form that begins today and goes on for four weeks.</summary>
    public static WishForm From28Days(DateOnly today) => new() { From = today, To = today.AddDays(28) };

    /// <summary>The wish for a patient; needs a kind of visit.</summary>
    public WaitingWish For(Guid patientId, Guid commandId) =>
        new(patientId, VisitTypeId!.Value, PractitionerId, From, To, Days, FromTime, ToTime, Reason, commandId);
}
