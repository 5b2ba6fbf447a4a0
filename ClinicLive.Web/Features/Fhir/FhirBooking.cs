using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Fhir;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Features.Fhir;

/// <summary>Booking, moving and calling off through Appointment: the same commands as everywhere, so the same rules. Commands are not tied to the request.</summary>
internal static class FhirBooking
{
    public static async Task<IResult> CreateAsync(Caller caller, FhirBody body, HttpRequest request, BookingService booking, FhirQueries fhir)
    {
        var (actor, sent, place) = (caller.Actor, body.Value, FhirRoutes.Place(request));
        var (commandId, noCommand) = CommandOf(request, sent);
        if (noCommand is not null) return noCommand;
        var (wish, problem) = AppointmentWish.Read(sent, place);
        if (wish is null) return problem!;
        if (wish.RoomId is not null) return Cannot("Appointment.participant", "The room is the doctor's usual one and cannot be chosen when booking.");
        if ((wish.PatientId ?? actor.PatientId) is not { } patientId) return FhirOutcome.Of(422, "required", "Please say for which Patient.", "Appointment.participant");
        if (wish is not { Start: { } start, Minutes: { } minutes }) return FhirOutcome.Of(422, "required", "Please say when: start and end.", "Appointment.start");
        if (sent.Slot is { Count: > 0 } slots && !IsSame(slots, wish, place)) return FhirOutcome.Of(422, "invariant", "The Slot is another time than start, end and the Practitioner say.", "Appointment.slot");
        if (sent.Priority is not (null or 0)) return Cannot("Appointment.priority", "How pressing it is is said by the clinic.");

        var made = new NewAppointment(patientId, wish.PractitionerId, start, minutes, sent.ReasonCode is [var reason] ? reason.Words : null, commandId, wish.VisitTypeId);
        var outcome = sent.Status switch
        {
            "booked" => await (actor.Role == Role.Patient ? booking.BookOwnAsync(actor, made, CancellationToken.None) : booking.BookAsync(actor, made, CancellationToken.None)),
            "proposed" => await booking.RequestAsync(actor, made, CancellationToken.None),
            "pending" => await booking.HoldAsync(actor, made, CancellationToken.None),
            _ => null,
        };
        if (outcome is null) return FhirOutcome.Of(422, sent.Status is null ? "required" : "business-rule", "A new appointment is booked, proposed or pending.", "Appointment.status");
        if (outcome.Value is not { } row) return FhirOutcome.Of(outcome.Refusal!);
        return await NowAsync(actor, row.Id, request, fhir, outcome.Changed ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    public static async Task<IResult> UpdateAsync(Caller caller, string id, FhirBody body, HttpRequest request, AppointmentQueries appointments, AppointmentService service, FhirQueries fhir)
    {
        var (actor, sent) = (caller.Actor, body.Value);
        if (!Guid.TryParseExact(id, "D", out var appointmentId) || await appointments.FindAsync(actor, appointmentId, CancellationToken.None) is not { } row) return FhirOutcome.Of(Refusal.NotFound("appointment"));
        if (!string.Equals(sent.Id, id, StringComparison.Ordinal)) return FhirOutcome.Of(400, "invalid", "The id in the address and that in the body are not the same.", "Appointment.id");
        if (request.Headers.IfMatch.Count == 0) return FhirOutcome.Of(StatusCodes.Status428PreconditionRequired, "required", "Please send the version that you were looking at as If-Match.");
        if (VersionOf(request) is not { } version || version != row.Version) return FhirOutcome.Of(StatusCodes.Status412PreconditionFailed, "conflict", "It has changed since: please read it again. Nothing was changed.");

        var (wish, problem) = AppointmentWish.Read(sent, FhirRoutes.Place(request));
        if (wish is null) return problem!;
        if (RefuseOther(sent, wish, row) is { } fixedElement) return fixedElement;
        var command = new AppointmentCommand(row.Id, row.Status, version, Guid.CreateVersion7(), sent.CancelationReason?.Words);
        var movesTime = wish.PractitionerId != row.PractitionerId || (wish is { Start: { } start, Minutes: { } minutes } && (start != row.Start || start.AddMinutes(minutes) != row.End));
        var keepsState = sent.Status == FhirStatuses.AppointmentCode(row.Status);
        if (!keepsState && movesTime) return FhirOutcome.Of(422, "business-rule", "Please take one step at a time: another status, or another time or doctor.", "Appointment.status");
        if (keepsState && !movesTime) return await NowAsync(actor, row.Id, request, fhir, StatusCodes.Status200OK);

        Outcome<BoardRow> outcome;
        if (keepsState)
        {
            outcome = await service.RescheduleAsync(actor, command with { Reason = null }, wish.PractitionerId, wish.Start ?? row.Start, wish.Minutes ?? (int)(row.End - row.Start).TotalMinutes, CancellationToken.None);
        }
        else
        {
            if (StateOf(sent.Status) is not { } to) return FhirOutcome.Of(422, sent.Status is null ? "required" : "business-rule", "This status cannot be given to an appointment here.", "Appointment.status");
            outcome = await service.MoveAsync(actor, command, to, CancellationToken.None);
        }

        return outcome.Succeeded ? await NowAsync(actor, row.Id, request, fhir, StatusCodes.Status200OK) : FhirOutcome.Of(outcome.Refusal);
    }

    // In and behind the consultation there are several states with one code: those steps are not taken by an appointment's status.
    private static AppointmentStatus? StateOf(string? code) => code switch
    {
        "booked" => AppointmentStatus.Booked,
        "waitlist" => AppointmentStatus.Waitlisted,
        "arrived" => AppointmentStatus.Arrived,
        "checked-in" => AppointmentStatus.Ready,
        "cancelled" => AppointmentStatus.Cancelled,
        "noshow" => AppointmentStatus.NoShow,
        "entered-in-error" => AppointmentStatus.EnteredInError,
        _ => null,
    };

    private static IResult? RefuseOther(AppointmentBody sent, AppointmentWish wish, BoardRow row)
    {
        if (wish.PatientId is { } patient && patient != row.PatientId) return Cannot("Appointment.participant", "An appointment stays its patient's.");
        if (wish.RoomId is { } room && room != row.RoomId) return Cannot("Appointment.participant", "The room is chosen on the board.");
        if (wish.VisitTypeId is { } type && type != row.VisitTypeId) return Cannot("Appointment.serviceType", "The kind of visit stays.");
        if (sent.ReasonCode is [var reason] && Plain(reason.Words) != Plain(row.Reason)) return Cannot("Appointment.reasonCode", "The reason for the visit stays.");
        return sent.Priority is { } priority && priority != (row.Priority == AppointmentPriority.Urgent ? 1 : 0) ? Cannot("Appointment.priority", "How pressing it is is said on the board.") : null;
    }

    // As it was written out: FHIR's texts have no control characters.
    private static string Plain(string? text) => string.Concat((text ?? "").Where(c => !char.IsControl(c))).Trim();

    private static IResult Cannot(string element, string sentence) => FhirOutcome.Of(422, "business-rule", sentence + " Nothing was changed.", element);

    private static bool IsSame(IReadOnlyList<ReferencePart> slots, AppointmentWish wish, string place) =>
        slots is [{ Reference: { } reference }] && reference.Replace(place + "/", "", StringComparison.Ordinal) == $"{FhirNames.Slot}/{FhirQueries.SlotOf(wish.PractitionerId, wish.Start!.Value, wish.Minutes!.Value)}";

    private static int? VersionOf(HttpRequest request)
    {
        var text = request.Headers.IfMatch.ToString();
        if (text.StartsWith("W/", StringComparison.Ordinal)) text = text[2..];
        return int.TryParse(text.Trim('"').Split(FhirAnswer.HashMark)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }

    // The program's own id of the command: in If-None-Exist (http.html#ccreate), or as an identifier of the resource.
    private static (Guid Id, IResult? Problem) CommandOf(HttpRequest request, AppointmentBody sent)
    {
        if (sent.Identifier?.FirstOrDefault(i => i.System != FhirNames.Commands) is not null) return (default, Cannot("Appointment.identifier", $"A new appointment has no identifiers but {FhirNames.Commands}."));
        var asked = new List<string?>(sent.Identifier?.Select(i => i.Value) ?? []);
        if (request.Headers["If-None-Exist"] is { Count: > 0 } criteria)
        {
            const string Known = "identifier=" + FhirNames.Commands + "|";
            var text = Uri.UnescapeDataString(criteria.ToString().TrimStart('?'));
            asked.Add(text.StartsWith(Known, StringComparison.Ordinal) ? text[Known.Length..] : null);
        }

        if (asked.Count == 0) return (Guid.CreateVersion7(), null);
        return Guid.TryParse(asked[0], out var id) && id != Guid.Empty && asked.TrueForAll(a => Guid.TryParse(a, out var other) && other == id)
            ? (id, null)
            : (default, FhirOutcome.Of(400, "invalid", $"What shall be made once is named by identifier={FhirNames.Commands}|UUID."));
    }

    private static async Task<IResult> NowAsync(Actor actor, Guid id, HttpRequest request, FhirQueries fhir, int status)
    {
        // It was done; but a reservation that was let go does not exist any more.
        if (await fhir.ReadAsync(actor, FhirNames.Appointment, id.ToString("D"), CancellationToken.None) is not { } resource) return new FhirAnswer(StatusCodes.Status200OK, null);
        var location = status == StatusCodes.Status201Created ? $"{FhirRoutes.Place(request)}/{FhirNames.Appointment}/{id:D}" : null;
        return new FhirAnswer(status, FhirFormat.Prefers(request, "return") == "minimal" ? null : resource, resource, location);
    }
}
