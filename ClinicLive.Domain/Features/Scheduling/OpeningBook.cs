using System.Globalization;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>
/// When a clinic, its doctors and its rooms are there, and its kinds of visits: one immutable value, shared by everybody who asks.
/// <para>
/// A doctor can be booked while the clinic is open, he works, his usual room is open, and he is not away. An exception for a date
/// wins over the usual week of its owner. A doctor without hours of his own works the clinic's opening hours; a room without hours
/// is always open, and so is a clinic without any.
/// </para>
/// <para>
/// Hours are meant on the clinic's wall clock. A time that the clock skips in spring is the moment of the jump; of a time that
/// occurs twice in autumn the first is meant, so hours that span the second one are an hour longer.
/// </para>
/// </summary>
public sealed class OpeningBook
{
    private readonly Dictionary<Guid, WeekHours> _weeks;
    private readonly Dictionary<(Guid Owner, DateOnly Date), IReadOnlyList<HoursSpan>> _exceptions;
    private readonly ILookup<Guid, Stretch> _away;
    private readonly Dictionary<Guid, ScheduleDoctor> _doctors;
    private readonly Dictionary<Guid, ScheduleRoom> _rooms;
    private readonly Dictionary<Guid, VisitTypeRow> _visitTypes;

    internal OpeningBook(
        Guid organizationId,
        ClinicPolicy policy,
        IReadOnlyList<HoursRow> hours,
        IReadOnlyList<HoursExceptionRow> exceptions,
        IReadOnlyList<TimeOffRow> timeOff,
        IReadOnlyList<VisitTypeRow> visitTypes,
        IReadOnlyList<ScheduleDoctor> doctors,
        IReadOnlyList<ScheduleRoom> rooms)
    {
        (OrganizationId, Policy, Hours, Exceptions, TimeOff, VisitTypes, Doctors, Rooms) =
            (organizationId, policy, hours, exceptions, timeOff, visitTypes, doctors, rooms);
        _weeks = hours.Where(h => !h.Week.IsEmpty).ToDictionary(h => h.Owner.Id, h => h.Week);
        _exceptions = exceptions.ToDictionary(e => (e.Owner.Id, e.Date), e => e.Hours);
        _away = timeOff.ToLookup(t => t.PractitionerId, t => new Stretch(t.From, t.Until));
        _doctors = doctors.ToDictionary(d => d.Id);
        _rooms = rooms.ToDictionary(r => r.Id);
        _visitTypes = visitTypes.ToDictionary(t => t.Id);
    }

    /// <summary>The clinic.</summary>
    public Guid OrganizationId { get; }

    /// <summary>The clinic's settings, with its time zone.</summary>
    public ClinicPolicy Policy { get; }

    /// <summary>The usual weeks of everybody who said his.</summary>
    public IReadOnlyList<HoursRow> Hours { get; }

    /// <summary>Exceptions that are not long over, by date.</summary>
    public IReadOnlyList<HoursExceptionRow> Exceptions { get; }

    /// <summary>Absences that are not over, by begin.</summary>
    public IReadOnlyList<TimeOffRow> TimeOff { get; }

    /// <summary>Kinds of visits by name, the retired ones too.</summary>
    public IReadOnlyList<VisitTypeRow> VisitTypes { get; }

    /// <summary>The doctors by name.</summary>
    public IReadOnlyList<ScheduleDoctor> Doctors { get; }

    /// <summary>The rooms by name.</summary>
    public IReadOnlyList<ScheduleRoom> Rooms { get; }

    /// <summary>A kind of visit, also a retired one; null when there is none of that id.</summary>
    public VisitTypeRow? VisitType(Guid? id) => id is { } known ? _visitTypes.GetValueOrDefault(known) : null;

    /// <summary>The hours of an owner, with version 0 when it never said any.</summary>
    public HoursRow HoursOf(HoursOwner owner) => Hours.FirstOrDefault(h => h.Owner == owner) ?? new HoursRow(owner, WeekHours.None, 0);

    /// <summary>The clinic's opening hours on a day; empty when closed.</summary>
    public IReadOnlyList<HoursSpan> ClinicHours(DateOnly day) => OwnHours(OrganizationId, day) ?? HoursSpans.WholeDay;

    /// <summary>The hours in which a doctor can be booked on a day, without looking at time off; empty when there are none.</summary>
    public IReadOnlyList<HoursSpan> HoursOn(Guid practitionerId, DateOnly day)
    {
        var hours = ClinicHours(day);
        if (OwnHours(practitionerId, day) is { } own) hours = HoursSpans.Intersect(hours, own);
        return RoomHours(practitionerId, day) is { } room ? HoursSpans.Intersect(hours, room) : hours;
    }

    /// <summary>The stretches of real time in which a doctor can be booked, from the first to the last day, by begin. None touches the next.</summary>
    public IReadOnlyList<Stretch> OpenTimes(Guid practitionerId, DateOnly from, DateOnly to)
    {
        var open = new List<Stretch>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            foreach (var span in HoursOn(practitionerId, day)) open.Add(new Stretch(At(day, span.FromMinute), At(day, span.ToMinute)));
        }

        return Stretch.Without(Stretch.Merge(open), _away[practitionerId]);
    }

    /// <summary>
    /// Null when a doctor can be booked in that time, else the sentence that says why not and when he can, at the field "Start".
    /// It knows of hours and absences only; whether another appointment lies there is the database's to say.
    /// </summary>
    public Refusal? Refuse(Guid practitionerId, DateTimeOffset start, DateTimeOffset end)
    {
        var (first, last) = (Policy.DayOf(start), Policy.DayOf(end));
        foreach (var open in OpenTimes(practitionerId, first, last))
        {
            if (open.From <= start && end <= open.To) return null;
        }

        return Refusal.Invalid("Start", WhyNot(practitionerId, first, start, end));
    }

    /// <summary>Null when a visit may have that kind with that doctor, or none, else the refusal; a patient chooses only what is online.</summary>
    internal Refusal? RefuseVisitType(Actor actor, Guid? visitTypeId, Guid practitionerId)
    {
        if (visitTypeId is null) return null;
        if (VisitType(visitTypeId) is not { IsRetired: false } type || (actor.Role == Role.Patient && !type.IsOnline))
        {
            return Refusal.Invalid("VisitType", "Please choose a kind of visit that can be booked here.");
        }

        return RefuseOffer(visitTypeId, practitionerId);
    }

    /// <summary>
    /// The kind of visit that a patient books: the one asked for, else one of that length that the doctor offers online. Refused when
    /// there is none such; a clinic without any kinds of visits has no such rule.
    /// </summary>
    internal (VisitTypeRow? VisitType, Refusal? Refusal) OnlineVisit(Guid? visitTypeId, Guid practitionerId, int minutes)
    {
        if (VisitTypes.Count == 0) return (null, null);
        var found = VisitTypes.FirstOrDefault(t => t is { IsOnline: true, IsRetired: false } && (visitTypeId is null || t.Id == visitTypeId)
            && t.Minutes == minutes && t.IsOfferedBy(practitionerId));
        return found is null ? (null, Refusal.Invalid("VisitType", "Please choose a kind of visit that can be booked here, with a doctor who offers it.")) : (found, null);
    }

    /// <summary>Null when a doctor offers a kind of visit, or there is none.</summary>
    internal Refusal? RefuseOffer(Guid? visitTypeId, Guid practitionerId) => VisitType(visitTypeId) is not { } type || type.IsOfferedBy(practitionerId)
        ? null
        : Refusal.Invalid("Practitioner", $"This doctor does not offer \"{type.Name}\". Please choose another doctor.");

    /// <summary>The book as a person may read it: why a doctor is away is for himself and the front desk, and patients read none of it.</summary>
    internal OpeningBook For(Actor actor) => actor.Role switch
    {
        _ when actor.IsFrontDesk => this,
        Role.Practitioner => With([.. TimeOff.Select(t => t.PractitionerId == actor.PractitionerId ? t : t with { Reason = null })]),
        _ => new OpeningBook(OrganizationId, Policy, [], [], [], [], [], []),
    };

    private OpeningBook With(IReadOnlyList<TimeOffRow> timeOff) => new(OrganizationId, Policy, Hours, Exceptions, timeOff, VisitTypes, Doctors, Rooms);

    private string WhyNot(Guid practitionerId, DateOnly day, DateTimeOffset start, DateTimeOffset end)
    {
        var name = _doctors.GetValueOrDefault(practitionerId)?.ShortName ?? "The doctor";
        var date = day.ToString("dddd d MMMM", CultureInfo.InvariantCulture);
        var clinic = ClinicHours(day);
        if (clinic.Count == 0) return $"The clinic is closed on {date}. Please choose another day.";
        if (!Fits(clinic, day, start, end)) return $"The clinic is open {clinic.Words()} on {date}. Please choose a time within these hours.";

        var own = OwnHours(practitionerId, day);
        if (own is { Count: 0 }) return $"{name} does not work on {date}. Please choose another day or another doctor.";
        if (own is not null && !Fits(own, day, start, end)) return $"{name} does not work then. The hours on {date} are {own.Words()}.";

        if (RoomHours(practitionerId, day) is { } room && !Fits(room, day, start, end))
        {
            return $"{_rooms[_doctors[practitionerId].RoomId!.Value].Name}, the room of {name}, is {(room.Count == 0 ? "closed" : $"open {room.Words()}")} on {date}.";
        }

        foreach (var away in _away[practitionerId])
        {
            if (away.From < end && away.To > start) return $"{name} is away until {BackAt(away.To)}. Please choose another time or another doctor.";
        }

        return $"{name} does not work then. The hours on {date} are {HoursOn(practitionerId, day).Words()}.";
    }

    private bool Fits(IReadOnlyList<HoursSpan> hours, DateOnly day, DateTimeOffset start, DateTimeOffset end) =>
        hours.Any(h => At(day, h.FromMinute) <= start && (end <= At(day, h.ToMinute) || h.ToMinute == HoursSpan.DayMinutes));

    private string BackAt(DateTimeOffset until)
    {
        var local = Policy.ToLocal(until);
        return local.TimeOfDay == TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"the end of {local.AddDays(-1):d MMMM}")
            : string.Create(CultureInfo.InvariantCulture, $"{local:HH:mm} on {local:d MMMM}");
    }

    private IReadOnlyList<HoursSpan>? OwnHours(Guid owner, DateOnly day) =>
        _exceptions.GetValueOrDefault((owner, day)) ?? _weeks.GetValueOrDefault(owner)?[day.DayOfWeek];

    private IReadOnlyList<HoursSpan>? RoomHours(Guid practitionerId, DateOnly day) =>
        _doctors.GetValueOrDefault(practitionerId)?.RoomId is { } room && _rooms.ContainsKey(room) ? OwnHours(room, day) : null;

    /// <summary>The instant of a minute of the wall clock; the moment of the jump for one that the clock skips, the first for one that occurs twice.</summary>
    private DateTimeOffset At(DateOnly day, int minute)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        var skipped = 0;
        while (Policy.Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(-1);
            skipped = 1; // one minute behind the last one that exists is the jump
        }

        var offset = Policy.Zone.IsAmbiguousTime(local) ? Policy.Zone.GetAmbiguousTimeOffsets(local).Max() : Policy.Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime().AddMinutes(skipped);
    }
}
