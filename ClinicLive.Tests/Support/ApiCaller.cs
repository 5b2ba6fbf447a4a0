using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClinicLive.Tests.Support;

/// <summary>A program that asks the clinic. What it sends and reads is plain JSON text: no type of the clinic's own stands between.</summary>
internal sealed class ApiCaller(HttpClient client)
{
    public HttpClient Client => client;

    public Task<ApiAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<ApiAnswer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<ApiAnswer> PutAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, path, body, headers);

    /// <summary>Sends a text or a content as it is, or anything else as JSON.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod verb, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(verb, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = body as HttpContent ?? new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value).Should().BeTrue();
        using var answer = await client.SendAsync(request);
        return new ApiAnswer(
            answer.StatusCode,
            answer.Content.Headers.ContentType?.MediaType,
            await answer.Content.ReadAsStringAsync(),
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>What came back.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, string? MediaType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public JsonArray List => Json.AsArray();

    /// <summary>The names of the answer's fields, sorted.</summary>
    public IEnumerable<string> Fields => FieldsOf(Json);

    public static IEnumerable<string> FieldsOf(JsonNode? node) => node!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal);

    /// <summary>A value by its path of names.</summary>
    public string? At(params string[] path)
    {
        JsonNode? node = Json;
        foreach (var name in path) node = node?[name];
        return node?.ToString();
    }

    public ApiAnswer Ok(HttpStatusCode status = HttpStatusCode.OK)
    {
        Status.Should().Be(status, Text);
        return this;
    }

    /// <summary>Asserts problem details (RFC 9457) of that status and type, without anything of ours in it that is nobody's business.</summary>
    public ApiAnswer IsProblem(int status, string type)
    {
        ((int)Status).Should().Be(status, Text);
        MediaType.Should().Be("application/problem+json");
        At("type").Should().Be($"urn:problem-type:cliniclive:{type}");
        At("status").Should().Be(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        At("title").Should().NotBeNullOrEmpty();
        Text.Should().NotContainAny("ClinicLive.", "Exception", "SQLite", "   at ");
        return this;
    }
}
