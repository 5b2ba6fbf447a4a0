using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Domain.Features.Import;

/// <summary>Settles what a calendar shows by itself, and asks for the rest.</summary>
internal static class CalendarQuestions
{
    private const int Most = 40;

    /// <summary>What was found, with what is still open added to the questions.</summary>
    public static ImportFileLook Settle(ImportFile file, CalendarPlan? said, ImportLimits limits, List<ImportQuestion> questions, CancellationToken gone)
    {
        var encoding = said?.Encoding ?? CalendarParts.EncodingOf(file, limits);
        var look = encoding is null ? new CalendarLook() : Look(file, limits, encoding, gone);
        var plan = (said ?? new CalendarPlan()) with { Encoding = encoding };
        if (plan.TimeZone is { } zone && !ClinicSettings.IsZone(zone)) plan = plan with { TimeZone = null };
        plan = plan with { Zones = plan.Zones.Where(z => ClinicSettings.IsZone(z.Value)).ToDictionary(z => z.Key, z => z.Value, StringComparer.Ordinal) };
        foreach (var (ask, sentence) in Open(look, plan)) questions.Add(new ImportQuestion(file.Name, ask, $"{file.Name} {sentence}"));
        return new ImportFileLook(file.Name, ImportFormat.Calendar) { Calendar = look, CalendarPlan = plan };
    }

    private static IEnumerable<(ImportAsk Ask, string Sentence)> Open(CalendarLook look, CalendarPlan plan)
    {
        if (plan.Encoding is null) yield return (ImportAsk.Encoding, "is not UTF-8. In which encoding was it written?");
        if (look.Events == 0) yield break;
        if (plan.DoctorId is null) yield return (ImportAsk.Doctor, "does not say for sure whose visits it holds. Which doctor's are they?");
        if (plan.Patient == CalendarPatient.Unknown) yield return (ImportAsk.Patient, "does not say who the patient is. Is it the title of an entry, or somebody who is invited?");
        if (look.HasFloating && plan.TimeZone is null) yield return (ImportAsk.TimeZone, $"has times without a time zone{(look.OwnZone is { } own ? $" (the calendar itself names {own})" : "")}. In which zone were they written?");
        foreach (var name in look.UnknownZones.Where(z => !plan.Zones.ContainsKey(z))) yield return (ImportAsk.ZoneName, $"names the time zone \"{name}\", which is not known and not described there. Which one is it?");
        if (look.LacksEnd && plan.Minutes is null) yield return (ImportAsk.Minutes, "has entries without an end. How many minutes does a visit last?");
        var unclear = look.States.Where(s => !plan.Statuses.ContainsKey(s)).ToList();
        if (unclear.Count > 0) yield return (ImportAsk.Statuses, $"has states that are not understood: {string.Join(", ", unclear)}. What do they mean?");
    }

    private static CalendarLook Look(ImportFile file, ImportLimits limits, string encoding, CancellationToken gone)
    {
        var (clocks, zones, states, titles, invited) = (new CalendarClocks(), new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal), new List<string>(), new List<string>());
        var (events, others, hasFloating, lacksEnd, own) = (0, 0, false, false, (string?)null);
        foreach (var (part, calendar) in CalendarParts.Read(file, limits, encoding))
        {
            gone.ThrowIfCancellationRequested();
            own ??= calendar.Find("X-WR-TIMEZONE")?.Text().Trim();
            if (part.Name == "VTIMEZONE")
            {
                clocks.Describe(part);
                continue;
            }

            if (part.Name != "VEVENT" || CalendarParts.Start(part) is not { IsDate: false } start)
            {
                others++;
                continue;
            }

            events++;
            foreach (var name in ZonesOf(part).Where(_ => zones.Count < Most)) zones.Add(name);
            hasFloating |= !start.IsUtc && part.Find("DTSTART")!.Parameter("TZID") is null;
            lacksEnd |= part.Find("DTEND") is null && part.Find("DURATION") is null;
            if (CalendarParts.State(part, calendar) is { } state and not "CANCELLED" && states.Count < Most) states.Add(Short(state));
            See(titles, part.Find("SUMMARY")?.Text().Trim() ?? "");
            foreach (var (_, name) in CalendarParts.Invited(part)) See(invited, name);
        }

        return new CalendarLook
        {
            Encoding = encoding,
            Events = events,
            Others = others,
            UnknownZones = [.. zones.Where(z => clocks.Named(z) is null)],
            States = [.. states],
            HasFloating = hasFloating,
            OwnZone = own is { Length: > 0 } ? Short(own) : null,
            LacksEnd = lacksEnd,
            Titles = titles,
            Invited = invited,
        };
    }

    /// <summary>The zones that the times of an entry name.</summary>
    private static IEnumerable<string> ZonesOf(CalendarPart part) =>
        from line in part.Lines
        where CalendarParts.OfTimes.Contains(line.Name) && !line.Value.Trim().EndsWith('Z')
        let zone = line.Parameter("TZID")?.Trim()
        where zone is { Length: > 0 and <= 200 } && line.Parameter("VALUE")?.Equals("DATE", StringComparison.OrdinalIgnoreCase) != true
        select zone;

    private static void See(List<string> samples, string text)
    {
        if (text.Length > 0 && samples.Count < 3 && !samples.Contains(Short(text))) samples.Add(Short(text));
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..(char.IsHighSurrogate(text[58]) ? 58 : 59)]}…";
}
