using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Data.Demo;

/// <summary>
/// Makes today's board of a clinic, around what is booked for today already: who was here, who is here, who is expected.
/// The appointments that the demo itself had booked ahead take part in the day; those that somebody made by hand stay as they are.
/// </summary>
internal sealed class DemoDay(DemoSite site, DemoClock clock, IReadOnlyList<Appointment> booked)
{
    /// <summary>How long a consultation had gone on before the patient was sent for a test, in minutes.</summary>
    public const int BeforePause = 18;

    private readonly Random _random = new((clock.Day.DayNumber * 31) + site.Doctors.Count);
    private readonly List<Appointment> _made = [];
    private DemoScript _script = null!;
    private Queue<DemoPatient> _patients = null!;

    /// <summary>The new appointments. What was booked ahead and is over by the plan has been moved on.</summary>
    public IReadOnlyList<Appointment> Make()
    {
        _script = new DemoScript(site, clock, _random);
        var busy = booked.Select(a => a.PatientId).ToHashSet();
        var others = site.Patients.Where(p => p.Number > 1 && !busy.Contains(p.Id)).ToArray();
        _random.Shuffle(others);
        _patients = new Queue<DemoPatient>(others);

        var agendas = site.Doctors.Select(MakeDay).ToList();
        for (var i = 0; i < site.Unplaced.Count; i++)
        {
            Unplaced(site.Unplaced[i], site.Doctors[i % agendas.Count], agendas[i % agendas.Count]);
        }

        return _made;
    }

    private DemoAgenda MakeDay(DemoDoctor doctor)
    {
        var agenda = new DemoAgenda();
        var own = booked.Where(a => a.PractitionerId == site.IdOf(doctor) && a.HoldsSlot).ToList();
        foreach (var appointment in own) agenda.Block(MinuteOf(appointment), (int)(appointment.End - appointment.Start).TotalMinutes);

        // The open consultation's appointment was a while ago, the next patient's is about due.
        var (opens, closes) = (Minute(doctor.Opens), ClosesOn(doctor));
        var isOpen = own.Any(a => a.Status == AppointmentStatus.InConsultation); // somebody was faster by hand
        var guests = doctor.Now.Where(g => !isOpen || g.Status != AppointmentStatus.InConsultation).ToList();
        var lead = guests.Count(g => g.HasBegun) + 1;
        var from = (clock.ReferenceMinute / 5 * 5) - (lead * doctor.Minutes);
        var until = from + (guests.Count * doctor.Minutes);
        var places = guests.Select((_, i) => agenda.Take(from + (i * doctor.Minutes), doctor.Minutes, opens, closes))
            .OfType<int>().Order().ToList();

        var ahead = own.Where(IsOfDemo).ToList();
        var over = ahead.Where(a => MinuteOf(a) + doctor.Minutes <= from).ToList();
        var rest = doctor.PerDay - guests.Count;
        var before = Math.Clamp((int)Math.Round(rest * (from - opens) / (double)(from - opens + closes - until)), 2, rest - 2);
        var past = Spread(agenda, Math.Max(2, before - over.Count), opens, from - doctor.Minutes, doctor.Minutes);
        var coming = Math.Max(1, rest - before - (ahead.Count - over.Count));

        Welcome(doctor, guests, places);
        LookBack(doctor, past, over);
        LookAhead(doctor, agenda, coming, until, closes);
        return agenda;
    }

    /// <summary>Who is in the house. The queue's order is that of the appointments, also when the real time is not the plan's.</summary>
    private void Welcome(DemoDoctor doctor, List<DemoGuest> guests, List<int> places)
    {
        var starts = places.ConvertAll(p => clock.At(clock.Day, p));
        var arrivals = guests.ConvertAll(g => clock.Ago(MinutesSinceBegin(g) + (g.HasBegun ? _random.Next(6, 15) : g.Minutes) + (_random.NextDouble() / 2)));
        for (var i = starts.Count - 1; i >= 0; i--)
        {
            // Whoever is with the doctor came about in time, unless the real time is far from the plan's.
            if (guests[i].HasBegun && arrivals[i] - starts[i] is { TotalMinutes: > 2 and < 30 }) arrivals[i] = starts[i].AddMinutes(i - 5);
        }

        for (var i = starts.Count - 2; i >= 0; i--)
        {
            if (guests[i].HasBegun || QueueTime(starts[i], arrivals[i]) < QueueTime(starts[i + 1], arrivals[i + 1])) continue;
            arrivals[i] = starts[i + 1].AddMinutes(-1);
        }

        for (var i = 0; i < starts.Count; i++)
        {
            var patient = guests[i].IsPatientOne ? site.Patients[0] : NextPatient();
            var place = guests[i].CameLate ? NotAfter(places[i], _script.GivenUp(arrivals[i])) : places[i];
            _script.Receive(Add(_script.AgreeForToday(NextId(), patient, doctor, place)), doctor, guests[i], arrivals[i]);
        }
    }

    /// <summary>Who was here, one after the other, before those who are here now.</summary>
    private void LookBack(DemoDoctor doctor, List<int> places, List<Appointment> over)
    {
        var walkIn = doctor.Number == 5 ? places.Count - 1 : -1;
        var latest = clock.ReferenceMinute - 2.0 - doctor.Now.Max(MinutesSinceBegin);
        var all = places.Select((place, i) => (Start: place, Index: i, Appointment: (Appointment?)null))
            .Concat(over.Select(a => (Start: MinuteOf(a), Index: -1, Appointment: (Appointment?)a))).OrderBy(a => a.Start);
        double free = 0;
        foreach (var (start, index, known) in all)
        {
            var end = index switch
            {
                0 => doctor.First,
                1 => doctor.Second,
                5 when index != walkIn => AppointmentStatus.NoShow,
                _ => AppointmentStatus.Done,
            };
            var place = end == AppointmentStatus.NoShow ? NotAfter(start, clock.Happened(start + 16)) : start;
            var appointment = known ?? Add(index == walkIn
                ? _script.WalkIn(NextId(), NextPatient(), doctor, start)
                : _script.AgreeForToday(NextId(), NextPatient(), doctor, place));
            switch (end)
            {
                case AppointmentStatus.NoShow:
                    _script.Miss(appointment, start + 16);
                    break;
                case AppointmentStatus.LeftUnseen:
                    _script.Leave(appointment, start - 4, Math.Min(start + 38, latest));
                    break;
                default:
                    var arrived = index == walkIn ? start : start - _random.Next(1, 13) + _random.NextDouble();
                    var began = Math.Min(Math.Max(free, start + _random.Next(1, 10) + _random.NextDouble()), latest - 3);
                    free = Math.Min(began + doctor.Minutes + _random.Next(-6, 4) + _random.NextDouble(), latest);
                    _script.See(appointment, doctor, Math.Min(arrived, began), began, free);
                    free += 1;
                    break;
            }
        }
    }

    /// <summary>Who is expected; the last one of the day may be reserved only or called off.</summary>
    private void LookAhead(DemoDoctor doctor, DemoAgenda agenda, int count, int from, int closes)
    {
        if (doctor.Last == AppointmentStatus.Held)
        {
            // A reservation is for a time that is still to come: late in the evening that is one right now.
            var last = closes - doctor.Minutes;
            var late = clock.NowMinute + 10 >= last;
            var earliest = late ? clock.NowMinute / 5 * 5 : last - 60;
            if (agenda.Take(late ? earliest : last, doctor.Minutes, earliest, late ? (24 * 60) - 5 : last) is { } place)
            {
                Add(_script.Reserve(NextId(), NextPatient(withAccount: doctor.Number == 2), doctor, place));
            }

            count--;
        }

        var places = Spread(agenda, count, from, closes - doctor.Minutes, doctor.Minutes);
        for (var i = 0; i < places.Count; i++)
        {
            var calledOff = doctor.Last == AppointmentStatus.Cancelled && i == places.Count - 1;
            var patient = calledOff ? NextPatient(withAccount: true) : NextPatient();
            var appointment = Add(_script.AgreeForToday(NextId(), patient, doctor, places[i], mayConfirm: !calledOff));
            if (calledOff) _script.CallOff(appointment, patient, doctor);
        }
    }

    private void Unplaced(AppointmentStatus status, DemoDoctor doctor, DemoAgenda agenda)
    {
        var closes = ClosesOn(doctor);
        var wanted = _random.Next(clock.ReferenceMinute, closes);
        var place = agenda.Take(wanted, doctor.Minutes, clock.ReferenceMinute / 5 * 5, closes)
            ?? (wanted / 5 * 5); // a wish may be for a time that is taken
        var patient = NextPatient(withAccount: status == AppointmentStatus.Requested);
        switch (status)
        {
            case AppointmentStatus.Requested:
                Add(_script.Ask(NextId(), patient, doctor, place));
                break;
            case AppointmentStatus.Waitlisted:
                Add(_script.AskAndWait(NextId(), patient, doctor, place));
                break;
            default:
                _script.Strike(Add(_script.AgreeForToday(NextId(), patient, doctor, place, mayConfirm: false)));
                break;
        }
    }

    private static List<int> Spread(DemoAgenda agenda, int count, int from, int latest, int minutes) => [.. Enumerable.Range(0, count)
        .Select(i => agenda.Take(from + (int)((latest - from) * (i + 0.5) / count), minutes, from, latest)).OfType<int>().Order()];

    private static int MinutesSinceBegin(DemoGuest guest) => guest.Status switch
    {
        AppointmentStatus.InConsultation => guest.Minutes,
        AppointmentStatus.Paused => guest.Minutes + BeforePause,
        _ => 0,
    };

    private static DateTimeOffset QueueTime(DateTimeOffset start, DateTimeOffset arrived) => arrived > start + QueueOrder.OnTime ? arrived : start;

    /// <summary>Nobody has missed what has not begun: on a board that is made at night the appointment was as early as that.</summary>
    private int NotAfter(int place, DateTimeOffset noticed) => Math.Min(place, (int)clock.Policy.ToLocal(noticed).TimeOfDay.TotalMinutes);

    private static int Minute(TimeOnly time) => (time.Hour * 60) + time.Minute;

    private int MinuteOf(Appointment appointment) => (int)clock.Policy.ToLocal(appointment.Start).TimeOfDay.TotalMinutes;

    private bool IsOfDemo(Appointment appointment) => appointment.Status == AppointmentStatus.Booked
        && Enumerable.Range(0, site.AheadPerDay.Most).Any(n => site.AheadId(clock.Day, n) == appointment.Id);

    private DemoPatient NextPatient(bool withAccount)
    {
        for (var i = 0; i < _patients.Count && _patients.Peek().Email is not null != withAccount; i++) NextPatient();
        return NextPatient();
    }

    // Whoever had his turn goes to the end: on a day that people have filled by hand somebody comes twice rather than nobody.
    private DemoPatient NextPatient()
    {
        var next = _patients.Dequeue();
        _patients.Enqueue(next);
        return next;
    }

    private Guid NextId() => site.BoardId(clock.Day, _made.Count);

    private Appointment Add(Appointment appointment)
    {
        _made.Add(appointment);
        return appointment;
    }

    // Who tries the demo in the evening finds an evening surgery, not a board on which everybody is hours late.
    private int ClosesOn(DemoDoctor doctor) => Math.Max(Minute(doctor.Closes), clock.ReferenceMinute + 120);
}
