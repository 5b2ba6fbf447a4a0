using ClinicLive.Web.Api.Events;
using ClinicLive.Web.Api.OpenApi;
using ClinicLive.Web.Features.Accounts;
using ClinicLive.Web.Features.Appointments;
using ClinicLive.Web.Features.Chat;
using ClinicLive.Web.Features.Notifications;
using ClinicLive.Web.Features.Practitioners;
using ClinicLive.Web.Features.Push;

namespace ClinicLive.Web.Api;

/// <summary>The way in for programs. What a person can do in a page, a program can do here with the same rights, and nothing more.</summary>
public static class ApiRoutes
{
    /// <summary>Where all of it stands.</summary>
    public const string Root = "/api";

    /// <summary>Adds what the API needs beside the core.</summary>
    public static IServiceCollection AddClinicApi(this IServiceCollection services) =>
        services.AddSingleton<EventSources>().AddSingleton<OpenStreams>()
            .Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true); // said in our words by ApiErrors

    /// <summary>Adds the words for whatever goes wrong under <c>/api</c>.</summary>
    public static void UseApiErrors(this IApplicationBuilder app) => app.UseWhen(ApiErrors.IsApi, api => api.UseMiddleware<ApiErrors>());

    /// <summary>Maps everything under <c>/api</c>.</summary>
    public static void MapClinicApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root).RequireAuthorization().AddEndpointFilter(Guard);
        api.MapAccountApi();
        api.MapAppointmentApi();
        api.MapPractitionerApi();
        api.MapNotificationApi();
        api.MapPushApi();
        api.MapChatApi();
        api.MapEventApi();
        api.Map("/{**rest}", () => Problems.Of(Problems.NotFound)).ExcludeFromDescription(); // else the page for people would answer
        routes.MapApiDocument();
    }

    /// <summary>Refuses what another site may have sent, and a body that could not be read.</summary>
    internal static ValueTask<object?> Guard(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!CookieCallers.MayChange(context.HttpContext)) return ValueTask.FromResult<object?>(Problems.Of(Problems.ForeignPage));
        var unread = context.Arguments.OfType<IBodyRead>().FirstOrDefault(body => body.Problem is not null);
        return unread is null ? next(context) : ValueTask.FromResult<object?>(unread.Problem);
    }
}
