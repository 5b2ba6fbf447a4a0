using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Api;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace ClinicLive.Tests.House;

/// <summary>The document of the API names everything there is, as it is.</summary>
public sealed class ApiDocumentTests : IDisposable
{
    /// <summary>Every call of the contract: verb, path, and the fields of its body and of its answer.</summary>
    private static readonly (string Verb, string Path, string Body, string Answer)[] Contract =
    [
        ("post", "/api/auth/login", "email password", "accessToken tokenType expiresIn refreshToken"),
        ("post", "/api/auth/refresh", "refreshToken", "accessToken tokenType expiresIn refreshToken"),
        ("get", "/api/me", "", "id displayName role organizationId"),
        ("get", "/api/appointments", "", "id patientId patientName practitionerId practitionerName start end status patientFlow statusSince room reason version"),
        ("get", "/api/appointments/{id}", "", "id patientId patientName practitionerId practitionerName start end status patientFlow statusSince room reason version"),
        ("post", "/api/appointments", "patientId practitionerId start minutes reason commandId", "id status version"),
        ("post", "/api/appointments/{id}/status", "to expectedFrom version reason commandId", "id status version"),
        ("get", "/api/practitioners", "", "id specialty consultationHours hospital"),
        ("get", "/api/practitioners/online", "", "id specialty consultationHours hospital"),
        ("put", "/api/practitioners/me/availability", "available breakMinutes note", ""),
        ("get", "/api/notifications", "", "id kind title text link severity createdAt readAt"),
        ("get", "/api/notifications/unread-count", "", "count"),
        ("post", "/api/notifications/{id}/read", "", ""),
        ("post", "/api/notifications/read-all", "", ""),
        ("post", "/api/notifications", "userId kind title text link", ""),
        ("get", "/api/chat/rooms", "", "id kind title unreadCount lastMessage"),
        ("post", "/api/chat/rooms", "kind participantIds", "id kind title unreadCount lastMessage"),
        ("get", "/api/chat/rooms/{id}/messages", "", "id senderId body sentAt clientMessageId"),
        ("post", "/api/chat/rooms/{id}/messages", "clientMessageId body", "id senderId body sentAt clientMessageId"),
        ("post", "/api/chat/rooms/{id}/attachments", "", "id name size contentType"),
        ("post", "/api/chat/rooms/{id}/read", "messageId", ""),
        ("get", "/api/events", "", ""),
    ];

    private readonly ApiHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Every_call_of_the_contract_stands_in_it_with_its_fields()
    {
        var document = await ReadAsync();
        foreach (var (verb, path, body, answer) in Contract)
        {
            var operation = document["paths"]?[path]?[verb];
            operation.Should().NotBeNull($"{verb} {path}");
            Names(body).Except(FieldsOf(document, operation!["requestBody"]?["content"]?["application/json"]?["schema"])).Should().BeEmpty($"{verb} {path}");
            var good = operation["responses"]!.AsObject().First(r => r.Key.StartsWith('2')).Value!;
            Names(answer).Except(FieldsOf(document, good["content"]?["application/json"]?["schema"])).Should().BeEmpty($"{verb} {path}");
        }
    }

    [Fact]
    public async Task Every_endpoint_stands_in_it_with_its_refusals_and_examples()
    {
        var document = await ReadAsync();
        document["openapi"]!.ToString().Should().Be("3.1.0");
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(verb => (Name: $"{verb.Key} {path.Key}", Value: verb.Value!))).ToList();

        var served = _host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true });
        operations.Should().HaveCount(served.Count());
        operations.Select(o => o.Value["operationId"]!.ToString()).Should().OnlyHaveUniqueItems();
        foreach (var (name, operation) in operations)
        {
            var responses = operation["responses"]!.AsObject();
            responses.Should().Contain(r => r.Key.StartsWith('2'), name).And.Contain(r => r.Key == "401", name);
            operation["summary"]!.ToString().Should().NotBeEmpty(name);
            foreach (var (status, response) in responses.Where(r => r.Key is [>= '4', ..]))
            {
                response!["content"]!["application/problem+json"]!["examples"]!.AsObject().Should().NotBeEmpty($"{name} {status}");
            }

            if (operation["requestBody"]?["content"]?["application/json"] is { } body) body["example"].Should().NotBeNull(name);
        }
    }

    [Fact]
    public async Task Every_example_is_read_by_the_rules_that_it_is_an_example_of()
    {
        var document = await ReadAsync();
        var types = typeof(ApiJson).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IRequestBody)) && t.IsClass).ToDictionary(t => t.Name + t.DeclaringType!.Name);
        var bodies = _host.Get<EndpointDataSource>().Endpoints.Select(e => (Name: e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName, e.Metadata.GetMetadata<JsonBody>()?.Type)).Where(e => e.Type is not null).ToList();
        bodies.Should().HaveCount(types.Count, "every body is sent somewhere");
        var examples = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).ToDictionary(o => o.Value!["operationId"]!.ToString(), o => o.Value!["requestBody"]?["content"]?["application/json"]?["example"]);

        foreach (var (name, type) in bodies)
        {
            var read = () => JsonSerializer.Deserialize(examples[name!]!.ToJsonString(), type!, ApiJson.Options);
            read.Should().NotThrow(name).Which.Should().NotBeNull();
        }
    }

    [Fact]
    public async Task No_reference_leads_nowhere_and_no_two_schemas_share_a_name()
    {
        var document = await ReadAsync();
        var references = new List<string>();
        Collect(document);

        references.Should().NotBeEmpty();
        foreach (var reference in references) document["components"]!["schemas"]![reference["#/components/schemas/".Length..]].Should().NotBeNull(reference);
        var types = _host.Get<EndpointDataSource>().Endpoints.SelectMany(e => e.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Select(p => p.Type).Append(e.Metadata.GetMetadata<JsonBody>()?.Type))
            .Where(t => t?.Assembly == typeof(ApiJson).Assembly).Distinct().ToList();
        types.Select(t => t!.Name).Should().OnlyHaveUniqueItems();

        void Collect(JsonNode? node)
        {
            if (node is JsonArray list)
            {
                foreach (var item in list) Collect(item);
            }
            else if (node is JsonObject one)
            {
                foreach (var (name, value) in one)
                {
                    if (name == "$ref") references.Add(value!.ToString());
                    else Collect(value);
                }
            }
        }
    }

    private static string[] Names(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> FieldsOf(JsonNode document, JsonNode? schema)
    {
        schema = schema?["items"] ?? schema;
        return schema?["$ref"]?.ToString() is { } reference
            ? document["components"]!["schemas"]![reference["#/components/schemas/".Length..]]!["properties"]!.AsObject().Select(p => p.Key)
            : [];
    }

    private async Task<JsonNode> ReadAsync()
    {
        var answer = (await _host.Nobody().GetAsync("/openapi/v1.json")).Ok();
        answer.MediaType.Should().Be("application/json");
        return answer.Json;
    }
}
