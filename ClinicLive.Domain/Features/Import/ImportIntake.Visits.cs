using System.Globalization;
using ClinicLive.Domain.Features.Appointments;

namespace ClinicLive.Domain.Features.Import;

/// <content>Visits: whether they are known, and who and where it was.</content>
internal sealed partial class ImportIntake
{
    private void TakeVisit(VisitRecord record)
    {
        var key = record.Keys[0];
        if (record.SameAs.Any(k => stage.HasVisit(k) || known.HasVisit(k)))
        {
            Note(new NotTaken(record.At, "Encounter", "Its appointment is taken over.", IsBroken: false));
            return;
        }

        if (record.OwnId is { } own && known.HasAppointment(own))
        {
            Known[ImportKind.Visit] = Known.GetValueOrDefault(ImportKind.Visit) + 1;
            return;
        }

        if (known.HasVisit(key))
        {
            if (record.Sequence > known.SequenceOf(key)) NoteOnce(new NotTaken(record.At, "Visit", "It was changed there since it was taken over. What the clinic has is left as it is.", IsBroken: false));
            Known[ImportKind.Visit] = Known.GetValueOrDefault(ImportKind.Visit) + 1;
            return;
        }

        if (WhoIsMissing(record, out var patient, out var doctor, out var room) is { } missing)
        {
            NoteOnce(missing);
            return;
        }

        var past = new PastAppointment(key, doctor, record.Start, record.End, record.Status, record.Arrived, record.Started, record.Finished, record.Reason, room);
        if (Appointment.CheckPast(past) is { } refusal) Note(new NotTaken(record.At, "Visit", refusal.Sentence, IsBroken: true));
        else if (!stage.Keep(past, patient, record.At, record.Sequence)) Known[ImportKind.Visit] = Known.GetValueOrDefault(ImportKind.Visit) + 1;
        else if (++_visits > mostVisits) throw new UnreadableFileException(string.Create(CultureInfo.InvariantCulture, $"More than {mostVisits:N0} visits at once would keep the desk waiting. Please take them over in parts."));
    }

    // Of an entry that repeats, all visits have the same reason.
    private void NoteOnce(NotTaken note)
    {
        if (note != _noted) Note(note);
        _noted = note;
    }

    private NotTaken? WhoIsMissing(VisitRecord record, out Guid patient, out Guid doctor, out Guid? room)
    {
        (patient, doctor, room) = (default, default, null);
        var people = People(record);
        if (people.Count > 1) return Missing("It names several patients of the clinic.");
        if (record.People.Count > 0 && people.Count == 0) return Missing("Nobody whom it names is a patient of the clinic, or the name there stands for two.");
        if ((people.Count == 1 ? people[0] : Find(ImportKind.Patient, record.Patient)) is not { } who) return Missing(record.Patient.Count == 0 ? "It names no patient." : "Its patient is not among the records, or the name there stands for two.");
        if ((record.DoctorId ?? record.Doctors.Select(d => Find(ImportKind.Doctor, [d])).FirstOrDefault(d => d is not null)) is not { } with) return Missing(record.Doctors.Count == 0 ? "It names no doctor." : "None of its doctors is among the records.");
        room = Find(ImportKind.Room, record.Room);
        if (room is null && record.Room.Count > 0) return Missing("Its place is not among the records.");
        if (record.Facility.Count > 0 && Find(ImportKind.Facility, record.Facility) is null) return Missing("Its hospital is not among the records.");
        (patient, doctor) = (who, with);
        return null;

        NotTaken Missing(string why) => new(record.At, "Visit", why, record.IsRow);
    }

    /// <summary>Which of the people that it names are patients: by what they are called there, else by a name that only one patient has.</summary>
    private List<Guid> People(VisitRecord record)
    {
        var found = new HashSet<Guid>();
        foreach (var (key, name) in record.People)
        {
            if (Find(ImportKind.Patient, [key]) is { } one) found.Add(one);
            else if (stage.Named(ImportKind.Patient, ImportKeys.OfName(name)).Concat(known.PatientsCalled(name)).Distinct().ToList() is [var called]) found.Add(called);
        }

        return [.. found];
    }
}
