namespace ClinicLive.Web.Features.Portal;

/// <summary>What a patient can do with an appointment.</summary>
public enum VisitAction
{
    /// <summary>Takes a reserved time.</summary>
    Confirm,

    /// <summary>Does not take a reserved time.</summary>
    LetGo,

    /// <summary>Says that he will come.</summary>
    WillCome,

    /// <summary>Calls it off.</summary>
    Cancel,
}
