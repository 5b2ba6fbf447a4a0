using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Tests.Features.Push;

/// <summary>A clinic that has web push set up, and the browsers of its people.</summary>
internal static class PushClinic
{
    public static readonly PushSettings Settings = new() { IsOn = true, Subject = "mailto:it@clinic.test", AllowPrivateAddresses = true };

    public static ClinicDatabase Open(PushSettings? settings = null) => new(services => services.AddSingleton(settings ?? Settings));

    /// <summary>A browser with keys of its own.</summary>
    public static PushWish Browser(string endpoint = "https://push.example.com/send/1", string name = "Firefox on Android")
    {
        using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return new PushWish(endpoint, Base64Url.EncodeToString(P256.Write(pair.ExportParameters(false).Q)), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), name);
    }

    public static async Task<Guid> SignInAsync(this ClinicDatabase clinic, Actor actor)
    {
        await using var db = clinic.NewContext();
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.UserId);
        return (await clinic.Get<SessionService>().BeginAsync(account)).Id;
    }

    /// <summary>A person signs in at a browser and switches it on; answers the sign-in.</summary>
    public static async Task<Guid> SwitchOnAsync(this ClinicDatabase clinic, Actor actor, PushWish wish)
    {
        var session = await clinic.SignInAsync(actor);
        (await clinic.Get<PushService>().SubscribeAsync(actor, session, wish)).Succeeded.Should().BeTrue();
        return session;
    }

    public static Task<IReadOnlyList<PushDevice>> DevicesOfAsync(this ClinicDatabase clinic, Actor actor) => clinic.Get<PushQueries>().DevicesAsync(actor);

    public static PushMessage News(string link = "/portal", bool isUrgent = false) =>
        new(Guid.CreateVersion7(), "You have a new message from your clinic", "Open the link to read it.", link, isUrgent, TimeSpan.FromHours(12));

    public static Task<PushAttempt?> SendAsync(this ClinicDatabase clinic, Actor to, PushMessage? message = null, CancellationToken gone = default) =>
        clinic.Get<PushFanOut>().SendAsync(to.UserId, message ?? News(), _ => Task.FromResult(true), gone);
}

/// <summary>A push service of the test's own, which answers what its address says, such as <c>/410</c> or <c>/429/30</c>.</summary>
internal sealed class PushServiceStub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PushServiceStub(WebApplication app) => _app = app;

    /// <summary>The addresses that were called, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What the address "/changing" answers.</summary>
    public int Now { get; set; } = StatusCodes.Status201Created;

    public static async Task<PushServiceStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new PushServiceStub(builder.Build());
        stub._app.Map("/{status}/{after?}", stub.AnswerAsync);
        await stub._app.StartAsync();
        return stub;
    }

    public string At(string path) => $"{_app.Urls.Single()}/{path}";

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, string status, string? after)
    {
        Calls.Enqueue(context.Request.Path);
        if (status == "silence") await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        if (after is not null) context.Response.Headers.RetryAfter = after;
        if (status == "302") context.Response.Headers.Location = At("201");
        context.Response.StatusCode = status == "changing" ? Now : int.Parse(status, System.Globalization.CultureInfo.InvariantCulture);
    }
}
