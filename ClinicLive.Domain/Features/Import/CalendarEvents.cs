using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Calendars;

namespace ClinicLive.Domain.Features.Import;

/// <summary>The entries of a calendar (RFC 5545) as records of the clinic, by a settled plan. One that repeats becomes a visit for each time, within bounds.</summary>
internal sealed class CalendarEvents(ImportFile file, int number, CalendarPlan plan, ImportLimits limits, string source, DateTimeOffset now)
{
    private const int MostEntries = 1_000_000;
    private const string OwnDomain = "@cliniclive";
    private readonly CalendarClocks _clocks = new();
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal); // of each entry the highest
    private readonly HashSet<string> _torn = new(StringComparer.Ordinal); // series of which an entry changes all that follow

    /// <summary>Every entry as one or more records; one that cannot be read as a note.</summary>
    public IEnumerable<ImportRecord> Records(CancellationToken gone)
    {
        Prepare(gone);
        var row = 0L;
        foreach (var (part, calendar) in CalendarParts.Read(file, limits, plan.Encoding!))
        {
            if (part.Name == "VTIMEZONE") continue;
            gone.ThrowIfCancellationRequested();
            var at = new RowAt(number, ++row);
            if (part.Name != "VEVENT")
            {
                yield return new NotTaken(at, part.Name, part.Name switch { "VTODO" => "A task is no visit.", "VJOURNAL" => "A note is no visit.", "VFREEBUSY" => "Free and busy times are no visits.", _ => "It is no event." }, IsBroken: false);
                continue;
            }

            if (part.Parts.Exists(p => p.Name == "VALARM")) yield return new NotTaken(at, "VALARM", "Reminders of other programs are not kept.", IsBroken: false);
            foreach (var record in Event(at, part, calendar)) yield return record;
        }
    }

    // Zones may be described, and single times of a series changed, behind the event.
    private void Prepare(CancellationToken gone)
    {
        foreach (var (part, _) in CalendarParts.Read(file, limits, plan.Encoding!))
        {
            if (part.Name == "VTIMEZONE") _clocks.Describe(part);
        }

        foreach (var (name, zone) in plan.Zones)
        {
            if (_clocks.Named(name) is null) _clocks.Say(name, zone);
        }

        foreach (var (part, _) in CalendarParts.Read(file, limits, plan.Encoding!))
        {
            gone.ThrowIfCancellationRequested();
            if (part.Name != "VEVENT" || Read(part) is not { } entry) continue;
            _versions[entry.Key] = Math.Max(entry.Sequence, _versions.GetValueOrDefault(entry.Key));
            if (entry.ChangesAllLater) _torn.Add(entry.Uid);
            if (_versions.Count > MostEntries) throw file.Unreadable(string.Create(CultureInfo.InvariantCulture, $"holds more than {MostEntries:N0} entries. Please take it over in parts"));
        }
    }

    private IEnumerable<ImportRecord> Event(RowAt at, CalendarPart part, CalendarPart calendar)
    {
        if (part.Fault is { } fault) return [Broken(at, $"The line \"{fault}\" cannot be read.")];
        if (part.Find("DTSTART") is not { } line) return [Broken(at, "It has no begin.")];
        if (CalendarParts.Start(part) is { IsDate: true }) return [Left(at, "It is for a whole day and has no time.")];
        if (Read(part) is not { } entry) return [Broken(at, $"The begin \"{line.Value.Trim()}\" cannot be read, or its time zone is not known.")];
        if (entry.Sequence < _versions.GetValueOrDefault(entry.Key)) return [Left(at, "A later version of it is in the same file.")];
        if (_torn.Contains(entry.Uid)) return [Broken(at, "An entry of this series changes all that follow (THISANDFUTURE), which is not read.")];
        if (End(part, entry) is not { } length) return [Broken(at, "Its end cannot be read.")];
        var word = CalendarParts.State(part, calendar);
        AppointmentStatus? state = null;
        if (word is not null && !plan.Statuses.TryGetValue(word, out state) && word != "CANCELLED") return [Broken(at, $"The state \"{word}\" is not understood.")];
        if (word is not null && word != "CANCELLED" && state is null) return [Left(at, $"Entries that are \"{word}\" are left out.")];
        var visit = new CalendarVisit(at, part, entry, length, word == "CANCELLED" ? AppointmentStatus.Cancelled : state);
        return entry.IsSeries ? Series(visit) : [Record(visit, entry.Start, length, entry.Key)];
    }

    private IEnumerable<ImportRecord> Series(CalendarVisit visit)
    {
        var series = new CalendarSeries(visit.Part, visit.Entry.Moment, visit.Entry.Clock, line => ClockOf(line, visit.Entry), now + limits.RepeatsAhead, limits.Repeats);
        if (series.Read() is { } why)
        {
            yield return Broken(visit.At, why);
            yield break;
        }

        if (series.GoesOn) yield return new NotTaken(visit.At, "Series", string.Create(CultureInfo.InvariantCulture, $"It repeats beyond {now + limits.RepeatsAhead:d MMMM yyyy}; visits up to that day are taken over."), IsBroken: false);
        foreach (var (start, own) in series.Starts)
        {
            var key = KeyOf(visit.Entry.Uid, start);
            if (!_versions.ContainsKey(key)) yield return Record(visit, start, own ?? visit.Length, key);
        }
    }

    private VisitRecord Record(CalendarVisit visit, DateTimeOffset start, TimeSpan length, string key)
    {
        var title = visit.Part.Find("SUMMARY")?.Text().Trim() ?? "";
        var isTitle = plan.Patient == CalendarPatient.Title;
        List<(string Key, string Name)> people = isTitle ? (title.Length > 0 ? [(ImportKeys.Of(source, title), title)] : []) : [.. CalendarParts.Invited(visit.Part).Select(p => (ImportKeys.Of(source, p.Key), p.Name))];
        return new VisitRecord(visit.At, [ImportKeys.Of(source, key)], start, start + length, visit.State ?? (start + length <= now ? AppointmentStatus.Done : AppointmentStatus.Booked))
        {
            People = people,
            DoctorId = plan.DoctorId,
            Reason = isTitle || title.Length == 0 ? null : title.Length > Appointment.ReasonLimit ? title[..(Appointment.ReasonLimit - 1)].TrimEnd('\uD83C', '\uD83D', '\uD83E') : title,
            Sequence = visit.Entry.Sequence,
            OwnId = visit.Entry.Uid.EndsWith(OwnDomain, StringComparison.Ordinal) && Guid.TryParse(visit.Entry.Uid[..^OwnDomain.Length], out var own) ? own : null,
            IsRow = true,
        };
    }

    /// <summary>Who it is and when it begins; null for whole days and what cannot be read.</summary>
    private CalendarEntry? Read(CalendarPart part)
    {
        if (part.Find("DTSTART") is not { } line || CalendarMoment.Read(line.Value) is not { IsDate: false } moment) return null;
        if (ClockOf(line, moment, null) is not { } clock || clock.At(moment.Value) is not { } start) return null;
        var uid = part.Find("UID")?.Text().Trim() is { Length: > 0 } said ? said : FhirParts.Hash(string.Join('\n', part.Lines.Select(l => $"{l.Name}:{l.Value}")));
        var sequence = int.TryParse(part.Find("SEQUENCE")?.Text().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        var entry = new CalendarEntry(uid, uid, sequence, moment, clock, start) { IsSeries = part.Lines.Exists(l => l.Name is "RRULE" or "RDATE") };
        if (part.Find("RECURRENCE-ID") is not { } which) return entry;
        if (CalendarMoment.Read(which.Value) is not { } of) return null;
        var day = of.IsDate ? of.Value.Date + moment.Value.TimeOfDay : of.Value;
        if ((of.IsDate ? clock : ClockOf(which, of, clock))?.At(day) is not { } replaced) return null;
        return entry with { Key = KeyOf(uid, replaced), IsSeries = false, ChangesAllLater = which.Parameter("RANGE") is not null };
    }

    private TimeSpan? End(CalendarPart part, CalendarEntry entry)
    {
        if (part.Find("DTEND") is { } line) return CalendarMoment.Read(line.Value) is { IsDate: false } end && ClockOf(line, end, entry.Clock)?.At(end.Value) is { } at ? at - entry.Start : null;
        if (part.Find("DURATION") is { } length) return CalendarMoment.Length(length.Value);
        return plan.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
    }

    private CalendarClock? ClockOf(CalendarLine line, CalendarEntry entry) => line.Parameter("TZID") is { } id ? _clocks.Named(id.Trim()) : entry.Clock;

    // A time without a zone is on the clock of its event's begin; a begin without one on the clock that was said.
    private CalendarClock? ClockOf(CalendarLine line, CalendarMoment moment, CalendarClock? otherwise) =>
        moment.IsUtc ? KnownClock.Utc : line.Parameter("TZID") is { } id ? _clocks.Named(id.Trim()) : otherwise ?? (plan.TimeZone is { } zone ? _clocks.Named(zone) : null);

    private static string KeyOf(string uid, DateTimeOffset of) => $"{uid}|{CalendarMoment.Instant(of)}";

    private static NotTaken Broken(RowAt at, string why) => new(at, "Visit", why, IsBroken: true);

    private static NotTaken Left(RowAt at, string why) => new(at, "VEVENT", why, IsBroken: false);

    /// <summary>Who an entry is, and when it begins.</summary>
    private sealed record CalendarEntry(string Uid, string Key, int Sequence, CalendarMoment Moment, CalendarClock Clock, DateTimeOffset Start)
    {
        public bool IsSeries { get; init; }

        public bool ChangesAllLater { get; init; }
    }

    /// <summary>An entry that becomes one visit or several.</summary>
    private sealed record CalendarVisit(RowAt At, CalendarPart Part, CalendarEntry Entry, TimeSpan Length, AppointmentStatus? State);
}
