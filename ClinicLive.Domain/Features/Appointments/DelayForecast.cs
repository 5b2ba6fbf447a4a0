namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Somebody whom a doctor has still to see today.</summary>
/// <param name="AppointmentId">The appointment.</param>
/// <param name="Due">When his turn should be, in UTC.</param>
/// <param name="Minutes">How long he will take.</param>
/// <param name="IsHere">Whether he has come.</param>
public sealed record StillToSee(Guid AppointmentId, DateTimeOffset Due, double Minutes, bool IsHere);

/// <summary>Somebody who will begin late.</summary>
/// <param name="AppointmentId">The appointment.</param>
/// <param name="Begins">When he will probably begin, in UTC.</param>
public sealed record LatePatient(Guid AppointmentId, DateTimeOffset Begins);

/// <summary>How late a doctor is at one instant.</summary>
/// <param name="Minutes">Whole minutes that his next patient begins after his time; 0 when in time.</param>
/// <param name="Affected">Who will begin at least <see cref="DelayForecast.Worth"/> after his time.</param>
public sealed record DoctorDelay(int Minutes, IReadOnlyList<LatePatient> Affected)
{
    /// <summary>Whether people should be told.</summary>
    public bool IsLate => Minutes >= DelayForecast.Worth.TotalMinutes;
}

/// <summary>
/// Everything that a doctor's being late depends on. Like <see cref="WaitForecast"/> it changes with the clock alone, and a
/// screen works it out itself while nothing happens.
/// </summary>
/// <param name="Open">What is going on.</param>
/// <param name="BreakUntil">When his break ends, in UTC.</param>
/// <param name="Ahead">Whom he has still to see today, in order.</param>
public sealed record DelayForecast(IReadOnlyList<OpenConsultation> Open, DateTimeOffset? BreakUntil, IReadOnlyList<StillToSee> Ahead)
{
    /// <summary>A delay that is worth telling.</summary>
    public static readonly TimeSpan Worth = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The rest of the day played forward: the open consultation ends when it usually does, a break when it was said to, and
    /// then one after the other begins when the doctor is free and, where he has not come yet, not before his time. Whoever
    /// is more than <see cref="QueueOrder.OnTime"/> overdue is left out: it is not the doctor who is late.
    /// </summary>
    public DoctorDelay At(DateTimeOffset now)
    {
        var free = now.AddMinutes(Open.Sum(o => o.RestAt(now) + WaitForecast.Between));
        if (BreakUntil > free) free = BreakUntil.Value;
        int? next = null;
        var affected = new List<LatePatient>();
        foreach (var patient in Ahead)
        {
            if (!patient.IsHere && patient.Due + QueueOrder.OnTime < now) continue;
            var due = patient.IsHere || patient.Due > now ? patient.Due : now;
            var begins = patient.IsHere || due < free ? free : due;
            var late = begins - due;
            next ??= Math.Max(0, (int)Math.Floor(late.TotalMinutes));
            if (late >= Worth) affected.Add(new LatePatient(patient.AppointmentId, begins));
            free = begins.AddMinutes(patient.Minutes);
        }

        return new DoctorDelay(next ?? 0, affected);
    }

    /// <summary>As a page hands it to the browser; see <see cref="WaitForecast.Line"/>.</summary>
    public string Line { get; } = string.Join('|', string.Join(',', Open.Select(o => $"{WaitForecast.Second(o.Began)}/{WaitForecast.Number(o.Usual)}")), WaitForecast.Second(BreakUntil),
        string.Join(',', Ahead.Select(a => $"{WaitForecast.Second(a.Due)}/{WaitForecast.Number(a.Minutes)}/{(a.IsHere ? 1 : 0)}")));
}
