namespace ClinicLive.Domain.Features.Import;

/// <summary>What has to be said before a table or a calendar can be read.</summary>
public enum ImportAsk
{
    /// <summary>What the table holds.</summary>
    Table,

    /// <summary>How its signs are written.</summary>
    Encoding,

    /// <summary>What divides its cells.</summary>
    Delimiter,

    /// <summary>Which column is what.</summary>
    Columns,

    /// <summary>The order in its dates.</summary>
    DateOrder,

    /// <summary>The zone of its times.</summary>
    TimeZone,

    /// <summary>Whose visits they are.</summary>
    Doctor,

    /// <summary>How long a visit lasts.</summary>
    Minutes,

    /// <summary>What a word for a state means.</summary>
    Statuses,

    /// <summary>What in a calendar's entry is the patient.</summary>
    Patient,

    /// <summary>Which zone a name stands for that is not known.</summary>
    ZoneName,
}

/// <summary>A question that is open.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Ask">What is to be said.</param>
/// <param name="Sentence">For people.</param>
public sealed record ImportQuestion(string File, ImportAsk Ask, string Sentence);

/// <summary>Settles what a table shows by itself, and asks for the rest.</summary>
internal static class CsvQuestions
{
    private static readonly CsvField[] OfDates = [CsvField.BirthDate, CsvField.PatientBirthDate, CsvField.Start, CsvField.Date, CsvField.End, CsvField.CheckedIn, CsvField.Started, CsvField.Finished];

    /// <summary>The plan with all that was found, and what is still open.</summary>
    public static (CsvPlan Plan, IReadOnlyList<ImportQuestion> Open) Settle(string file, CsvLook look, CsvPlan? said)
    {
        var open = new List<ImportQuestion>();
        var plan = (said ?? new CsvPlan()) with { Encoding = look.Encoding, Delimiter = look.Delimiter };
        if (look.Encoding is null) Ask(ImportAsk.Encoding, "is not UTF-8. In which encoding was it written?");
        else if (look.Delimiter is null) Ask(ImportAsk.Delimiter, "does not show what divides its cells: comma, semicolon, tab or bar?");
        if (open.Count > 0) return (plan, open);

        if (plan.Table == CsvTable.Unknown) plan = plan with { Table = CsvProposal.Table(look.Header, file) };
        if (plan.Table == CsvTable.Nothing) return (plan, open);
        if (plan.Table == CsvTable.Unknown)
        {
            Ask(ImportAsk.Table, "does not show what it holds: patients, doctors, hospitals or visits?");
            return (plan, open);
        }

        if (plan.Columns.Count == 0) plan = plan with { Columns = CsvProposal.Columns(plan.Table, look.Header) };
        plan = plan with { Columns = plan.Columns.Where(c => look.Header.Contains(c.Value, StringComparer.Ordinal)).ToDictionary(c => c.Key, c => c.Value) };
        if (MissingColumns(plan) is { } missing) Ask(ImportAsk.Columns, missing);
        plan = SettleDates(look, plan, Ask);
        if (plan.Table == CsvTable.Visits) plan = SettleVisits(look, plan, Ask);
        return (plan, open);

        void Ask(ImportAsk ask, string sentence) => open.Add(new ImportQuestion(file, ask, $"{file} {sentence}"));
    }

    private static string? MissingColumns(CsvPlan plan)
    {
        var isNamed = plan.Has(CsvField.Name) || plan.Has(CsvField.FamilyName);
        return plan.Table switch
        {
            CsvTable.Patients when !isNamed => "needs a column with the patients' names.",
            CsvTable.Patients when !plan.Has(CsvField.Id) && !plan.Has(CsvField.BirthDate) => "needs a column with the patients' ids or dates of birth; a name alone may stand for two.",
            CsvTable.Doctors when !isNamed => "needs a column with the doctors' names.",
            CsvTable.Facilities when !plan.Has(CsvField.Name) => "needs a column with names.",
            CsvTable.Visits when !plan.Has(CsvField.PatientId) && !(plan.Has(CsvField.PatientName) && plan.Has(CsvField.PatientBirthDate)) => "needs a column with the patients' ids, or with their names and dates of birth.",
            CsvTable.Visits when !plan.Has(CsvField.Start) && !(plan.Has(CsvField.Date) && plan.Has(CsvField.Time)) => "needs a column with the begin, or one with the date and one with the time.",
            _ => null,
        };
    }

    private static CsvPlan SettleDates(CsvLook look, CsvPlan plan, Action<ImportAsk, string> ask)
    {
        var dates = OfDates.Where(plan.Has).Select(f => look.Column(plan.Columns[f])).OfType<CsvColumn>().ToList();
        var (dayFirst, monthFirst) = (dates.Sum(d => d.OnlyDayFirst), dates.Sum(d => d.OnlyMonthFirst));
        if (dates.Sum(d => d.NeedOrder) == 0) plan = plan with { DateOrder = DateOrder.YearMonthDay };
        else if (plan.DateOrder is null or DateOrder.YearMonthDay)
        {
            DateOrder? found = (dayFirst > 0, monthFirst > 0) switch
            {
                (true, false) => DateOrder.DayMonthYear,
                (false, true) => DateOrder.MonthDayYear,
                _ => null,
            };
            plan = plan with { DateOrder = found };
            if (found is null) ask(ImportAsk.DateOrder, $"has dates that can be read in two ways, such as {dates.Find(d => d.NeedOrder > 0)!.Samples[0]}. Does the day come first, or the month?");
        }

        if (plan.Table == CsvTable.Visits && plan.TimeZone is null && (dates.Exists(d => d.WithoutOffset > 0) || plan.Has(CsvField.Time)))
        {
            ask(ImportAsk.TimeZone, "has times without a time zone. In which zone were they written?");
        }

        return plan;
    }

    private static CsvPlan SettleVisits(CsvLook look, CsvPlan plan, Action<ImportAsk, string> ask)
    {
        if (plan.DoctorId is null && !plan.Has(CsvField.DoctorId) && !plan.Has(CsvField.DoctorName)) ask(ImportAsk.Doctor, "names no doctor. Whose visits are they?");
        if (plan.Minutes is null && !plan.Has(CsvField.End) && !plan.Has(CsvField.Minutes)) ask(ImportAsk.Minutes, "does not say how long a visit lasts. How many minutes?");
        if (!plan.Has(CsvField.Status)) return plan;
        var words = look.Column(plan.Columns[CsvField.Status])?.Words ?? [];
        var statuses = new Dictionary<string, Appointments.AppointmentStatus?>(plan.Statuses, StringComparer.OrdinalIgnoreCase);
        foreach (var word in words.Where(w => !statuses.ContainsKey(w)))
        {
            if (CsvProposal.Status(word) is { } known) statuses[word] = known;
        }

        var unclear = words.Where(w => !statuses.ContainsKey(w)).ToList();
        if (unclear.Count > 0) ask(ImportAsk.Statuses, $"has states that are not understood: {string.Join(", ", unclear.Take(10))}. What do they mean?");
        return plan with { Statuses = statuses };
    }
}
