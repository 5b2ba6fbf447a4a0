using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Features.Practitioners;

/// <summary>Doctors for programs: who they are, who is there, and what a doctor says of himself.</summary>
public static class PractitionerApi
{
    /// <summary>Maps <c>/api/practitioners</c>.</summary>
    public static void MapPractitionerApi(this RouteGroupBuilder api)
    {
        var practitioners = api.MapGroup("/practitioners").WithTags("Practitioners");
        practitioners.MapGet("", (Caller caller, PractitionerQueries doctors, AppointmentQueries appointments, CancellationToken gone) =>
                ListAsync(caller, doctors, appointments, _ => true, gone))
            .WithName("listPractitioners").WithSummary("All doctors of the clinic").WithDescription("By family, then given name.")
            .Reads<IReadOnlyList<PractitionerView>>().Refuses(401);
        practitioners.MapGet("/online", (Caller caller, PractitionerQueries doctors, AppointmentQueries appointments, CancellationToken gone) =>
                ListAsync(caller, doctors, appointments, d => d is { Online: true, Availability: Availability.Available }, gone))
            .WithName("listOnlinePractitioners").WithSummary("Doctors who are there and take patients")
            .WithDescription("Live and available, as the doctors say themselves; \"presence\" tells who of them is with a patient just now. By family, then given name.")
            .Reads<IReadOnlyList<PractitionerView>>().Refuses(401);
        practitioners.MapPut("/me/availability", SayAsync).WithName("sayAvailability").WithSummary("Say whether you take patients")
            .WithDescription("For doctors. A break lasts 10, 20 or 30 minutes. Changes no appointment.")
            .Answers<PractitionerView>(200).Refuses(400, 401, 403, 413, 415, 422, 503);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, PractitionerQueries doctors, AppointmentQueries appointments, Func<PractitionerRow, bool> which, CancellationToken gone)
    {
        var busy = await appointments.DoctorsWithPatientsAsync(caller.Actor, gone);
        var list = await doctors.ListAsync(caller.Actor, gone);
        return Answers.Tagged<IReadOnlyList<PractitionerView>>([.. list.Rows.Where(which).Select(d => PractitionerView.Of(d, busy.Contains(d.Id)))]);
    }

    private static async Task<IResult> SayAsync(Caller caller, Body<AvailabilityBody> body, PractitionerService service, PractitionerQueries doctors, AppointmentQueries appointments)
    {
        var wish = body.Value;
        if (wish is { Available: true, BreakMinutes: not null }) return Problems.OfField("breakMinutes", "Whoever is available is not on a break.");
        var availability = wish.Available ? Availability.Available : wish.BreakMinutes is null ? Availability.NotAvailable : Availability.OnBreak;
        var outcome = await service.SayAvailabilityAsync(caller.Actor, availability, wish.BreakMinutes, wish.Note, CancellationToken.None);
        if (outcome.Refusal is { } refusal) return Problems.Of(refusal);
        var busy = await appointments.DoctorsWithPatientsAsync(caller.Actor);
        var own = (await doctors.ListAsync(caller.Actor)).Rows.First(d => d.AccountId == caller.Actor.UserId);
        return Answers.Done(PractitionerView.Of(own, busy.Contains(own.Id)));
    }

    /// <summary>What a doctor says of himself.</summary>
    /// <param name="Available">Whether he takes patients.</param>
    /// <param name="BreakMinutes">A break of that length, when he does not.</param>
    /// <param name="Note">Why, for the clinic's log.</param>
    public sealed record AvailabilityBody(bool Available, int? BreakMinutes = null, string? Note = null) : IRequestBody;
}
