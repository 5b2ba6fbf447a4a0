using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Practitioners;

/// <summary>What a doctor says about himself. Being online is a separate fact, and an open consultation wins over it on screen.</summary>
public enum Availability
{
    /// <summary>Takes no patients now.</summary>
    NotAvailable,

    /// <summary>Ready for the next patient.</summary>
    Available,

    /// <summary>Away until a time, then asked whether he is back.</summary>
    OnBreak,
}

/// <summary>A doctor of the clinic (FHIR Practitioner with PractitionerRole).</summary>
public sealed class Practitioner : LiveEntity
{
    /// <summary>Longest note, in UTF-16 units.</summary>
    public const int NoteLimit = 200;

    /// <summary>The lengths of break that a doctor can choose, in minutes.</summary>
    public static IReadOnlyList<int> BreakMinutes { get; } = [10, 20, 30];

    /// <summary>Makes a doctor's record; for the data that fills a clinic.</summary>
    public Practitioner(Guid organizationId, Guid? accountId, string givenName, string familyName)
    {
        OrganizationId = organizationId;
        AccountId = accountId;
        GivenName = givenName;
        FamilyName = familyName;
    }

    /// <summary>The account that the doctor signs in with, if any.</summary>
    public Guid? AccountId { get; private init; }

    /// <summary>Given name.</summary>
    public string GivenName { get; private set; }

    /// <summary>Family name; the board says "Dr" and this.</summary>
    public string FamilyName { get; private set; }

    /// <summary>Field of medicine, as shown.</summary>
    public string Specialty { get; init; } = "";

    /// <summary>When the doctor sees patients, as shown, for example "8–16".</summary>
    public string ConsultationHours { get; init; } = "";

    /// <summary>The hospital or practice the doctor belongs to.</summary>
    public string Hospital { get; init; } = "";

    /// <summary>The room that the doctor's patients are called to, unless an appointment names another.</summary>
    public Guid? LocationId { get; init; }

    /// <summary>Does not work here, or not any more: named on what was, offered for nothing new. Doctors of a history that was taken over come so.</summary>
    public bool IsRetired { get; init; }

    /// <summary>What the doctor said last.</summary>
    public Availability Availability { get; private set; }

    /// <summary>When that was said, in UTC.</summary>
    public DateTimeOffset AvailabilitySince { get; private set; }

    /// <summary>When the break ends, in UTC; null when the doctor is not on a break.</summary>
    public DateTimeOffset? BreakUntil { get; private set; }

    /// <summary>When somebody was last called from the top of the doctor's line, in UTC. The database lets one of two calls at once through.</summary>
    public DateTimeOffset? LastCallAt { get; private set; }

    /// <summary>Notes that somebody is called from the top of the line.</summary>
    public void NoteCall(DateTimeOffset at) => LastCallAt = at;

    /// <summary>
    /// Says whether the doctor takes patients. A break needs one of <see cref="BreakMinutes"/>; the other states take none.
    /// Saying again what is already true changes nothing and answers false; a new break starts again.
    /// </summary>
    public (bool Changed, Refusal? Refusal) SayAvailability(Availability availability, int? breakMinutes, Actor by, DateTimeOffset at, string? note = null)
    {
        if (availability == Availability.OnBreak && (breakMinutes is not { } minutes || !BreakMinutes.Contains(minutes)))
        {
            return (false, Refusal.Invalid("breakMinutes", $"A break lasts {string.Join(", ", BreakMinutes.SkipLast(1))} or {BreakMinutes[^1]} minutes."));
        }

        if (note?.Length > NoteLimit) return (false, Refusal.Invalid("note", $"The note is longer than {NoteLimit} characters."));
        if (PlainText.HasBrokenCharacter(note)) return (false, Refusal.Invalid("note", "A character of the note is broken. Please type it again."));
        if (availability == Availability && availability != Availability.OnBreak) return (false, null);

        var before = Availability;
        Availability = availability;
        AvailabilitySince = at;
        BreakUntil = availability == Availability.OnBreak ? at.AddMinutes(breakMinutes!.Value) : null;
        Version++;
        Raise(new PractitionerAvailabilityChanged(OrganizationId, Id, Version, availability, at), new ActivityEntry
        {
            OrganizationId = OrganizationId,
            ActorId = by.UserId,
            Kind = ActivityKind.AvailabilityChanged,
            Category = ActivityCategory.Practitioner,
            SubjectId = Id,
            SubjectVersion = Version,
            From = before.ToString(),
            To = availability.ToString(),
            At = at,
            Reason = PlainText.HasVisibleCharacter(note) ? note : null,
        });
        return (true, null);
    }
}
