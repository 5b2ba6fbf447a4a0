using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ClinicLive.Tests.Support;

/// <summary>A gateway for text messages.</summary>
internal sealed class SmsGateway() : OutsideServer("/messages")
{
    private readonly ConcurrentQueue<SmsTaken> _taken = [];

    public Uri Address => new(Root, "/messages");

    public IReadOnlyList<SmsTaken> Taken => [.. _taken];

    public static async Task<SmsGateway> StartAsync()
    {
        var gateway = new SmsGateway();
        await gateway.OpenAsync();
        return gateway;
    }

    protected override async Task<Action> ReadAsync(HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        var taken = new SmsTaken(body.GetProperty("to").GetString()!, body.GetProperty("text").GetString()!, body.GetProperty("reference").GetString()!, HeadersOf(context));
        return () => _taken.Enqueue(taken);
    }
}

internal sealed record SmsTaken(string To, string Text, string Reference, string Headers);
