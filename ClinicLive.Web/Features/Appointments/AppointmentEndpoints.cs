using System.Text;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Security;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Files about appointments.</summary>
public static class AppointmentEndpoints
{
    /// <summary>Maps <c>GET /appointments/{id}/calendar.ics</c>.</summary>
    public static void MapAppointmentEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/appointments/{id:guid}/calendar.ics", CalendarAsync).RequireAuthorization().ExcludeFromDescription();

    private static async Task<IResult> CalendarAsync(Guid id, HttpContext context, AppointmentQueries appointments, DisplayQueries displays)
    {
        if (CurrentActor.From(context.User) is not { } actor) return TypedResults.Unauthorized();
        var entry = await appointments.CalendarEntryAsync(actor, id, context.RequestAborted);
        if (entry is null) return TypedResults.NotFound();
        if (actor.Role == Role.Patient && entry.Status == AppointmentStatus.Booked && await displays.HasScreensAsync(actor, context.RequestAborted))
        {
            entry = entry with { CheckIn = new Uri(new Uri($"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/"), $"portal/check-in?a={id}") };
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(Encoding.UTF8.GetBytes(entry.ToICalendar()), "text/calendar; charset=utf-8", "appointment.ics");
    }
}
