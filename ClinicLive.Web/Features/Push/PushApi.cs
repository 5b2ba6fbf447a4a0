using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;

namespace ClinicLive.Web.Features.Push;

/// <summary>The browsers and devices on which a person is told with the app closed (web push, RFC 8030).</summary>
public static class PushApi
{
    /// <summary>Maps <c>/api/push</c>.</summary>
    public static void MapPushApi(this RouteGroupBuilder api)
    {
        var push = api.MapGroup("/push").WithTags("Notifications");
        push.MapGet("/key", async (PushQueries queries, CancellationToken gone) => (IResult)Answers.Tagged(new PushKeyView(await queries.PublicKeyAsync(gone))))
            .WithName("pushKey").WithSummary("The key to subscribe with").WithDescription("The applicationServerKey of the Push API; null where the clinic has not set up web push.")
            .Reads<PushKeyView>().Refuses(401);
        push.MapGet("/devices", async (Caller caller, PushQueries queries, CancellationToken gone) =>
                (IResult)Answers.Tagged<IReadOnlyList<PushDeviceView>>([.. (await queries.DevicesAsync(caller.Actor, gone)).Select(PushDeviceView.Of)]))
            .WithName("pushDevices").WithSummary("The devices on which you are told").Reads<IReadOnlyList<PushDeviceView>>().Refuses(401);
        push.MapPost("/devices", SubscribeAsync).WithName("subscribeToPush").WithSummary("Be told on this device")
            .WithDescription("endpoint, p256dh and auth are those of a PushSubscription. The same endpoint again renews it; on a shared computer it changes hands. At most ten devices. "
                + "It sleeps when you sign out and wakes when you sign in again there.")
            .Answers<PushDeviceId>(200).Refuses(400, 401, 403, 413, 415, 422, 503);
        push.MapPost("/devices/seen", SeeAsync).WithName("seePushDevice").WithSummary("You use a device that has a subscription")
            .WithDescription("Known: you are told on it. Renew: subscribe again with the present key. Unknown: you are not; the device should forget its subscription, which may have been somebody else's.")
            .Answers<PushPlaceView>(200).Refuses(400, 401, 403, 413, 415, 422, 503);
        push.MapDelete("/devices/{id:guid}", async (Caller caller, Guid id, PushService service) =>
                (await service.RemoveAsync(caller.Actor, id, CancellationToken.None)).Refusal is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent())
            .WithName("removePushDevice").WithSummary("Be told there no longer").Answers(204).Refuses(401, 403, 404, 503);
    }

    private static async Task<IResult> SubscribeAsync(Caller caller, HttpContext context, Body<SubscriptionBody> body, PushService service)
    {
        var wish = new PushWish(body.Value.Endpoint, body.Value.P256dh, body.Value.Auth, DeviceName.Of(context.Request.Headers.UserAgent));
        var outcome = await service.SubscribeAsync(caller.Actor, caller.SessionId, wish, CancellationToken.None);
        return outcome.Refusal is { } refusal ? Problems.Of(refusal) : Answers.Done(new PushDeviceId(outcome.Value));
    }

    private static async Task<IResult> SeeAsync(Caller caller, Body<SeenBody> body, PushService service)
    {
        var outcome = await service.SeeAsync(caller.Actor, caller.SessionId, body.Value.Endpoint, CancellationToken.None);
        return outcome.Value is { } sighting ? Answers.Done(new PushPlaceView(sighting.Place)) : Problems.Of(outcome.Refusal!);
    }

    /// <summary>A PushSubscription of a browser.</summary>
    /// <param name="Endpoint">Where its push service takes messages.</param>
    /// <param name="P256dh">The browser's public key in base64url.</param>
    /// <param name="Auth">The browser's secret in base64url.</param>
    public sealed record SubscriptionBody(string Endpoint, string P256dh, string Auth) : IRequestBody;

    /// <summary>A device that the person uses.</summary>
    /// <param name="Endpoint">Where its push service takes messages.</param>
    public sealed record SeenBody(string Endpoint) : IRequestBody;

    /// <summary>The key to subscribe with.</summary>
    /// <param name="PublicKey">65 bytes in base64url, or null.</param>
    public sealed record PushKeyView(string? PublicKey);

    /// <summary>A device that was switched on.</summary>
    /// <param name="Id">The device.</param>
    public sealed record PushDeviceId(Guid Id);

    /// <summary>What the clinic knows of a device.</summary>
    /// <param name="Place">Whether you are told on it.</param>
    public sealed record PushPlaceView(PushPlace Place);

    /// <summary>A device on which you are told.</summary>
    /// <param name="Id">The device.</param>
    /// <param name="Name">By which you recognise it.</param>
    /// <param name="CreatedAt">When it was switched on, in UTC.</param>
    /// <param name="LastSentAt">When it was last told something, in UTC, or null.</param>
    /// <param name="IsAsleep">You signed out there: nothing is sent until you sign in again.</param>
    public sealed record PushDeviceView(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastSentAt, bool IsAsleep)
    {
        /// <summary>The view of a device.</summary>
        public static PushDeviceView Of(PushDevice device) => new(device.Id, device.Name, device.CreatedAt, device.LastSentAt, device.IsAsleep);
    }
}
