using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Appointments for programs: the same reads and the same commands as the board and the patient's pages.</summary>
public static class AppointmentApi
{
    /// <summary>Maps <c>/api/appointments</c>.</summary>
    public static void MapAppointmentApi(this RouteGroupBuilder api)
    {
        var appointments = api.MapGroup("/appointments").WithTags("Appointments");
        appointments.MapGet("", ListAsync).WithName("listAppointments").WithSummary("The appointments of a day")
            .WithDescription("Staff: a day of the clinic (today when no date is given), by begin. Patients: their own, of that day or all that their pages show. The date is a day of the clinic's calendar.")
            .Reads<IReadOnlyList<AppointmentView>>().Refuses(400, 401);
        appointments.MapGet("/{id:guid}", OneAsync).WithName("getAppointment").WithSummary("One appointment").Reads<AppointmentView>().Refuses(401, 404);
        appointments.MapPost("", BookAsync).WithName("bookAppointment").WithSummary("Book")
            .WithDescription("Reception books for a patient; a patient for himself, where the visit can be booked online. The same commandId again is the same appointment, with 200.")
            .Answers<AppointmentView>(201).Answers<AppointmentView>(200).Refuses(400, 401, 403, 409, 413, 415, 422, 503);
        appointments.MapPost("/{id:guid}/status", MoveAsync).WithName("moveAppointment").WithSummary("Take the step to another state")
            .WithDescription("Send what you were looking at: expectedFrom and version. When somebody was faster nothing is changed, and 409 says who, with the appointment as it is now in \"current\". "
                + "A state that it is in already is a success that changes nothing. The same commandId again is one change.")
            .Answers<AppointmentView>(200).Refuses(400, 401, 403, 404, 409, 413, 415, 422, 503);
        appointments.MapPost("/{id:guid}/undo", UndoAsync).WithName("undoAppointment").WithSummary("Take the last step back")
            .WithDescription("As the page's Undo: your own last step within five minutes; reception and admins also later, or somebody else's, with a reason. Send the state and version that it led to.")
            .Answers<AppointmentView>(200).Refuses(400, 401, 403, 404, 409, 413, 415, 422, 503);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, AppointmentQueries appointments, OrganizationQueries organizations, TimeProvider time, IsoDate? date, Guid? practitionerId, CancellationToken gone)
    {
        var actor = caller.Actor;
        IEnumerable<BoardRow> rows;
        if (actor.Role == Role.Patient)
        {
            var own = await appointments.OwnAsync(actor, gone);
            rows = own.Ahead.Concat(own.History).Where(r => date is null || r.Day == date.Value.Day).OrderBy(r => r.Start);
        }
        else
        {
            var day = date?.Day ?? (await organizations.PolicyAsync(actor.OrganizationId, gone)).DayOf(time.GetUtcNow());
            rows = (await appointments.DayAsync(actor, day, gone)).Rows;
        }

        return Answers.Tagged<IReadOnlyList<AppointmentView>>([.. rows.Where(r => practitionerId is null || r.PractitionerId == practitionerId).Select(AppointmentView.Of)]);
    }

    private static async Task<IResult> OneAsync(Caller caller, Guid id, AppointmentQueries appointments, CancellationToken gone) =>
        await appointments.FindAsync(caller.Actor, id, gone) is { } row ? Answers.Tagged(AppointmentView.Of(row)) : Problems.Of(Refusal.NotFound("appointment"));

    // Commands are not tied to the request: what was sent is done, whether or not somebody waits for the answer.
    private static async Task<IResult> BookAsync(Caller caller, Body<BookBody> body, BookingService booking)
    {
        var (actor, wish) = (caller.Actor, body.Value);
        if (wish.CommandId == Guid.Empty) return Problems.OfField("commandId", "A command needs an id of its own.");
        if ((wish.PatientId ?? actor.PatientId) is not { } patientId) return Problems.OfField("patientId", "Please say for which patient.");
        var made = new NewAppointment(patientId, wish.PractitionerId, wish.Start, wish.Minutes, wish.Reason, wish.CommandId, wish.VisitTypeId);
        var outcome = actor.Role == Role.Patient
            ? await booking.BookOwnAsync(actor, made, CancellationToken.None)
            : await booking.BookAsync(actor, made, CancellationToken.None);
        if (outcome.Value is not { } row) return Problems.Of(outcome.Refusal!);
        return outcome.Changed ? Answers.Made(AppointmentView.Of(row), $"{ApiRoutes.Root}/appointments/{row.Id}") : Answers.Done(AppointmentView.Of(row));
    }

    private static async Task<IResult> MoveAsync(Caller caller, Guid id, Body<MoveBody> body, AppointmentService appointments)
    {
        var wish = body.Value;
        if (wish.CommandId == Guid.Empty) return Problems.OfField("commandId", "A command needs an id of its own.");
        var command = new AppointmentCommand(id, wish.ExpectedFrom, wish.Version, wish.CommandId, wish.Reason);
        return Answer(await appointments.MoveAsync(caller.Actor, command, wish.To, CancellationToken.None));
    }

    private static async Task<IResult> UndoAsync(Caller caller, Guid id, Body<UndoBody> body, AppointmentService appointments)
    {
        var wish = body.Value;
        if (wish.CommandId == Guid.Empty) return Problems.OfField("commandId", "A command needs an id of its own.");
        return Answer(await appointments.UndoAsync(caller.Actor, new AppointmentCommand(id, wish.ExpectedFrom, wish.Version, wish.CommandId, wish.Reason), CancellationToken.None));
    }

    private static IResult Answer(Outcome<BoardRow> outcome) => outcome.Value is { } row
        ? Answers.Done(AppointmentView.Of(row))
        : Problems.Of(outcome.Refusal!, outcome.Refusal is AppointmentMoved moved ? AppointmentView.Of(moved.Current) : null);

    /// <summary>A booking.</summary>
    /// <param name="PractitionerId">With whom.</param>
    /// <param name="Start">Begin, with its offset.</param>
    /// <param name="Minutes">Planned length.</param>
    /// <param name="CommandId">The program's own id of this command; the same id is one booking for ever.</param>
    /// <param name="PatientId">For whom; a patient books for himself and leaves it out.</param>
    /// <param name="Reason">Reason for the visit.</param>
    /// <param name="VisitTypeId">The kind of visit; for a patient one of the doctor's online visits of that length is taken when it is left out.</param>
    public sealed record BookBody(
        Guid PractitionerId, DateTimeOffset Start, int Minutes, Guid CommandId, Guid? PatientId = null, string? Reason = null, Guid? VisitTypeId = null) : IRequestBody;

    /// <summary>A step.</summary>
    /// <param name="To">The state that it leads to.</param>
    /// <param name="ExpectedFrom">The state that was looked at.</param>
    /// <param name="Version">The version that was looked at.</param>
    /// <param name="CommandId">The program's own id of this command; the same id is one change for ever.</param>
    /// <param name="Reason">Why, where it is asked for.</param>
    public sealed record MoveBody(AppointmentStatus To, AppointmentStatus ExpectedFrom, int Version, Guid CommandId, string? Reason = null) : IRequestBody;

    /// <summary>A step back.</summary>
    /// <param name="ExpectedFrom">The state that was looked at.</param>
    /// <param name="Version">The version that was looked at.</param>
    /// <param name="CommandId">The program's own id of this command; the same id is one change for ever.</param>
    /// <param name="Reason">Why, where it is asked for.</param>
    public sealed record UndoBody(AppointmentStatus ExpectedFrom, int Version, Guid CommandId, string? Reason = null) : IRequestBody;
}
