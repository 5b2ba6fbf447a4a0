using ClinicLive.Domain.Features.Fhir;

namespace ClinicLive.Web.Features.Fhir;

/// <summary>What an Appointment that was sent asks for.</summary>
/// <param name="PatientId">The patient; null where none is named.</param>
/// <param name="PractitionerId">The doctor.</param>
/// <param name="RoomId">The room; null where none is named.</param>
/// <param name="Start">Begin; null where no time is named.</param>
/// <param name="Minutes">Length; null where no time is named.</param>
/// <param name="VisitTypeId">The kind of visit; null where none is named.</param>
internal sealed record AppointmentWish(Guid? PatientId, Guid PractitionerId, Guid? RoomId, DateTimeOffset? Start, int? Minutes, Guid? VisitTypeId)
{
    /// <summary>Reads it, or says what is wrong with which element.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="place">Where the resources of this clinic stand.</param>
    public static (AppointmentWish? Wish, IResult? Problem) Read(AppointmentBody body, string place)
    {
        var (patients, doctors, rooms) = (new List<Guid>(), new List<Guid>(), new List<Guid>());
        foreach (var participant in body.Participant ?? [])
        {
            if (Target(participant.Actor, place) is not { } to) return No("value", "A participant must name a Patient, a Practitioner or a Location of this clinic.", "Appointment.participant");
            var list = to.Type switch { FhirNames.Patient => patients, FhirNames.Practitioner => doctors, FhirNames.Location => rooms, _ => null };
            if (list is null) return No("not-supported", "Only a Patient, a Practitioner and a Location take part here.", "Appointment.participant");
            list.Add(to.Id);
        }

        if (doctors.Count != 1 || patients.Count > 1 || rooms.Count > 1) return No("required", "An appointment is with one Practitioner, for one Patient, in at most one Location.", "Appointment.participant");
        if (body.ReasonCode is { Count: > 1 } || body.ServiceType is { Count: > 1 }) return No("not-supported", "The clinic keeps one reason and one kind of visit.", "Appointment.reasonCode");

        Guid? visitType = null;
        if (body.ServiceType is [var service])
        {
            if (service.Coding?.FirstOrDefault(c => c.System == FhirNames.VisitTypes)?.Code is not { } code || !Guid.TryParse(code, out var known))
            {
                return No("code-invalid", $"Kinds of visits are codes of the system {FhirNames.VisitTypes}; Slots name them.", "Appointment.serviceType");
            }

            visitType = known;
        }

        if (body.Start?.Year is < 1900 or > 9000) return No("value", "The year cannot be right.", "Appointment.start"); // nothing can be added to the last minutes that there are
        if (body.Start is null && body.End is null) return (new AppointmentWish(Only(patients), doctors[0], Only(rooms), null, null, visitType), null);
        if (body.Start is not { } start || (body.End ?? (body.MinutesDuration is { } planned and > 0 and < 10_000 ? start.AddMinutes(planned) : null)) is not { } end)
        {
            return No("required", "A time has a start and an end.", "Appointment.start");
        }

        var length = end - start;
        if (length.Ticks <= 0 || length.Ticks % TimeSpan.TicksPerMinute != 0 || length > TimeSpan.FromDays(1)) return No("value", "It must end after it begins, and last whole minutes.", "Appointment.end");
        var minutes = (int)length.TotalMinutes;
        if (body.MinutesDuration is { } said && said != minutes) return No("invariant", "minutesDuration is another length than that from start to end.", "Appointment.minutesDuration");
        return (new AppointmentWish(Only(patients), doctors[0], Only(rooms), start, minutes, visitType), null);
    }

    private static Guid? Only(List<Guid> ids) => ids.Count == 0 ? null : ids[0];

    // An id that no row has is nobody's; what it is refused with is what is said of an id of another clinic.
    private static (string Type, Guid Id)? Target(ReferencePart? reference, string place)
    {
        if (reference?.Reference is not { } text) return null;
        if (text.StartsWith(place + "/", StringComparison.Ordinal)) text = text[(place.Length + 1)..];
        return text.Split('/') is [var type, var id] ? (type, Guid.TryParseExact(id, "D", out var known) ? known : Guid.Empty) : null;
    }

    private static (AppointmentWish?, IResult?) No(string code, string sentence, string element) => (null, FhirOutcome.Of(StatusCodes.Status422UnprocessableEntity, code, sentence, element));
}
