using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Replay;

namespace ClinicLive.Web.Features.Replay;

/// <summary>The story of a wait in words.</summary>
public static class WaitWords
{
    /// <summary>How long, in whole minutes.</summary>
    public static string Minutes(TimeSpan length) => (int)Math.Round(length.TotalMinutes) is var minutes && minutes == 1 ? "1 minute" : $"{minutes} minutes";

    /// <summary>The one sentence on top.</summary>
    public static string Title(WaitStory story) => story switch
    {
        { IsOver: false } => $"has waited {Minutes(story.Length)} so far",
        { Row.ConsultationStartedAt: not null } => $"waited {Minutes(story.Length)}",
        _ => $"waited {Minutes(story.Length)} and was not seen",
    };

    /// <summary>When the patient came, against his time.</summary>
    public static string Came(WaitStory story, ClinicPolicy policy)
    {
        var (came, time) = (Clock(story.Came, policy), Clock(story.Row.Start, policy));
        if (story.LateBy > QueueOrder.OnTime) return $"Came at {came} for {time}, {Minutes(story.LateBy)} late: from then on the turn goes by coming.";
        return story.BeforeOwnTime > TimeSpan.FromSeconds(30)
            ? $"Came at {came} for {time}. {Minutes(story.BeforeOwnTime)} of the wait lay before the appointment's own time."
            : $"Came at {came} for {time}.";
    }

    /// <summary>What kept the patient waiting in one part.</summary>
    public static (string Before, string? Name, string After) Of(WaitPart part, ClinicPolicy policy)
    {
        var doctor = part.Doctor;
        if (part.Other is not { } other)
        {
            return (part.Cause switch
            {
                WaitCause.OnBreak => $"{doctor} was on a break.",
                WaitCause.NotAvailable => $"{doctor} took no patients.",
                WaitCause.TakenBack => "The consultation was begun, and taken back.",
                _ => $"Nobody was with {doctor}.",
            }, null, "");
        }

        var turn = Clock(QueueOrder.Key(other), policy);
        return part.Cause switch
        {
            WaitCause.AlreadyInside => ($"{doctor} was with ", other.PatientName, ", who was inside already."),
            WaitCause.BackFromTest => ($"{doctor} was with ", other.PatientName, ", who came back from a test."),
            WaitCause.Urgent => ($"{doctor} saw ", other.PatientName, $", who was urgent{(other.PriorityReason is { } why ? $": {why}" : "")}."),
            WaitCause.OutOfTurn => ($"{doctor} saw ", other.PatientName, $" first, although that turn was at {turn}{(other.StatusByName is { } by ? $"; begun by {by}" : "")}."),
            _ => ($"{doctor} saw ", other.PatientName, $", whose turn was before, at {turn}."),
        };
    }

    /// <summary>How the wait ended.</summary>
    public static string Ended(WaitStory story, ClinicPolicy policy)
    {
        var called = story.CalledAt is { } at ? $"Called at {Clock(at, policy)}. " : "";
        if (!story.IsOver) return $"{called}Still waiting at {Clock(story.Until, policy)}.";
        return story.Row.ConsultationStartedAt is null
            ? $"{called}{story.Row.Status.Words()} at {Clock(story.Until, policy)}."
            : $"{called}The consultation began at {Clock(story.Until, policy)}.";
    }

    /// <summary>The clinic's wall clock.</summary>
    public static string Clock(DateTimeOffset instant, ClinicPolicy policy) => policy.ToLocal(instant).ToString("H:mm", CultureInfo.InvariantCulture);
}
