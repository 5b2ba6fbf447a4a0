using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;

namespace ClinicLive.Web.Api.OpenApi;

/// <summary>The document of the API (OpenAPI 3.1), made of what the endpoints say of themselves.</summary>
public static class ApiDocument
{
    private const string Address = "/openapi/v1.json";

    private const string About =
        "The live front desk of a clinic, for programs. Sign in for an access token (`Authorization: Bearer`), or use the sign-in cookie of a page: then what changes something must come from one of "
        + "our pages (Sec-Fetch-Site or Origin), or carry the header X-Clinic-Request.\n\n"
        + "Every answer is scoped to who asks; what belongs to another clinic or person answers exactly like what does not exist. Refusals are problem details (RFC 9457) with a stable type. Ids are GUIDs, "
        + "times are ISO 8601 in UTC. Unknown fields are refused. Reads have an ETag: send it as If-None-Match and get 304 while nothing has changed. Commands carry an id of the program's own and can be repeated without harm.";

    /// <summary>Maps <c>/openapi/v1.json</c>; for everybody, because it names what there is and nothing of the clinic.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        var document = new Lazy<string>(() => Make(routes.DataSources.SelectMany(s => s.Endpoints)).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        routes.MapGet(Address, () => TypedResults.Text(document.Value, "application/json; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();
    }

    private static JsonObject Make(IEnumerable<Endpoint> endpoints)
    {
        var (schemas, paths) = (new ApiSchemas(), new JsonObject());
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>().Where(IsDescribed).OrderBy(PathOf, StringComparer.Ordinal))
        {
            if (!paths.TryGetPropertyValue(PathOf(endpoint), out var path)) paths[PathOf(endpoint)] = path = new JsonObject();
            foreach (var verb in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods) path![verb.ToLowerInvariant()] = Operation(endpoint, schemas);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "ClinicLive", ["version"] = "1", ["description"] = About,
                ["contact"] = new JsonObject { ["name"] = "The clinic's administrator" }, ["license"] = new JsonObject { ["name"] = "For the clinic's own use", ["identifier"] = "LicenseRef-clinic" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "This clinic" }),
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }, new JsonObject { ["cookie"] = new JsonArray() }),
            ["tags"] = Tags(),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "The accessToken of /api/auth/login; good for ten minutes." },
                    ["cookie"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = ClinicAuthorization.CookieName, ["description"] = "The cookie of the sign-in page." },
                },
                ["schemas"] = schemas.Named,
            },
        };
    }

    private static bool IsDescribed(RouteEndpoint endpoint) =>
        PathOf(endpoint).StartsWith(ApiRoutes.Root + "/", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null
        && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true };

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(
        segment => string.Concat(segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart p ? $"{{{p.Name}}}" : ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)part).Content))));

    private static JsonObject Operation(RouteEndpoint endpoint, ApiSchemas schemas)
    {
        var name = endpoint.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;
        var operation = new JsonObject
        {
            ["operationId"] = name,
            ["tags"] = new JsonArray([.. (endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags ?? []).Select(t => (JsonNode)t)]),
            ["summary"] = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
            ["description"] = endpoint.Metadata.GetMetadata<IEndpointDescriptionMetadata>()?.Description ?? endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
        };
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) operation["security"] = new JsonArray();
        if (Parameters(endpoint) is { Count: > 0 } parameters) operation["parameters"] = parameters;
        if (endpoint.Metadata.GetMetadata<JsonBody>() is { } body)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", schemas.Of(body.Type), ApiExamples.Request(name)) };
        }

        if (endpoint.Metadata.GetMetadata<FileBody>() is not null)
        {
            var file = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["file"] = new JsonObject { ["type"] = "string", ["format"] = "binary" } }, ["required"] = new JsonArray("file") };
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("multipart/form-data", file, null) };
        }

        operation["responses"] = Responses(endpoint, name, schemas);
        return operation;
    }

    private static JsonArray Parameters(RouteEndpoint endpoint)
    {
        var all = new JsonArray();
        foreach (var parameter in endpoint.Metadata.GetRequiredMetadata<MethodInfo>().GetParameters().Where(p => ApiSchemas.IsValue(p.ParameterType)))
        {
            var isPath = endpoint.RoutePattern.GetParameter(parameter.Name!) is not null;
            all.Add(new JsonObject { ["name"] = parameter.Name, ["in"] = isPath ? "path" : "query", ["required"] = isPath, ["schema"] = ApiSchemas.OfValue(parameter.ParameterType) });
        }

        if (Produced(endpoint).Any(p => p.StatusCode == StatusCodes.Status304NotModified)) all.Add(Header("If-None-Match", "The ETag of what is known already."));
        if (Produced(endpoint).Any(p => p.ContentTypes.Contains("text/event-stream"))) all.Add(Header("Last-Event-ID", "The id of the last event that arrived."));
        return all;
    }

    private static JsonObject Header(string name, string description) =>
        new() { ["name"] = name, ["in"] = "header", ["required"] = false, ["description"] = description, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Responses(RouteEndpoint endpoint, string name, ApiSchemas schemas)
    {
        var responses = new JsonObject();
        foreach (var produced in Produced(endpoint).OrderBy(p => p.StatusCode))
        {
            var response = new JsonObject { ["description"] = Words(produced.StatusCode) };
            if (produced.Type == typeof(Problem)) response["content"] = Problem(produced.StatusCode, schemas);
            else if (produced.Type is { } type && produced.ContentTypes.FirstOrDefault() is { } media) response["content"] = Content(media, schemas.Of(type), ApiExamples.Response(name));
            responses[$"{produced.StatusCode}"] = response;
        }

        return responses;
    }

    private static IEnumerable<IProducesResponseTypeMetadata> Produced(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().GroupBy(p => p.StatusCode).Select(g => g.Last());

    private static JsonObject Problem(int status, ApiSchemas schemas)
    {
        var examples = new JsonObject();
        foreach (var problem in Problems.All.Where(p => p.Status == status))
        {
            examples[problem.Type[(problem.Type.LastIndexOf(':') + 1)..]] = new JsonObject { ["value"] = JsonSerializer.SerializeToNode(problem with { Detail = problem.Detail ?? problem.Title }, ApiJson.Options) };
        }

        return new JsonObject { [Problems.MediaType] = new JsonObject { ["schema"] = schemas.Of(typeof(Problem)), ["examples"] = examples } };
    }

    private static JsonObject Content(string media, JsonObject schema, JsonNode? example)
    {
        var content = new JsonObject { ["schema"] = schema };
        if (example is not null) content["example"] = example;
        return new JsonObject { [media] = content };
    }

    private static string Words(int status) => status switch
    {
        200 => "As it is now",
        201 => "Made",
        204 => "Done",
        304 => "Nothing has changed",
        _ => Problems.OfStatus(status).Title,
    };

    private static JsonArray Tags()
    {
        (string Name, string Description)[] all =
        [
            ("Session", "Signing in, going on, signing out."), ("Appointments", "The clinic's day."), ("Practitioners", "Doctors, and who is there."),
            ("Notifications", "What concerns you."), ("Conversations", "Messages."), ("Live", "Everything as it happens."),
        ];
        return [.. all.Select(t => (JsonNode)new JsonObject { ["name"] = t.Name, ["description"] = t.Description })];
    }
}
