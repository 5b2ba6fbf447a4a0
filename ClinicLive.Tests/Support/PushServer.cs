using System.Buffers.Text;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace ClinicLive.Tests.Support;

/// <summary>A push service (RFC 8030): it sees addresses, headers and sealed bytes, and whose notification it is by the topic.</summary>
internal sealed class PushServer() : OutsideServer("/push/{browser}")
{
    private readonly ConcurrentQueue<PushTaken> _taken = [];

    public IReadOnlyList<PushTaken> Taken => [.. _taken];

    public static async Task<PushServer> StartAsync()
    {
        var server = new PushServer();
        await server.OpenAsync();
        return server;
    }

    /// <summary>Where a browser of that name is told.</summary>
    public string Endpoint(string browser) => new Uri(Root, $"/push/{browser}").AbsoluteUri;

    protected override async Task<Action> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var taken = new PushTaken(new Guid(Base64Url.DecodeFromChars(context.Request.Headers["Topic"].ToString())), body.ToArray(), HeadersOf(context));
        return () => _taken.Enqueue(taken);
    }
}

internal sealed record PushTaken(Guid NotificationId, byte[] Body, string Headers);
