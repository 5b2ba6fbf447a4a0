using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace ClinicLive.Web.Api.OpenApi;

/// <summary>
/// What the bodies look like, asked of the very rules that read and write them (<see cref="ApiJson"/>): the document cannot say anything
/// else than what is done.
/// </summary>
internal sealed class ApiSchemas
{
    private static readonly JsonSchemaExporterOptions Exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Complete };

    /// <summary>The named ones.</summary>
    public JsonObject Named { get; } = [];

    /// <summary>A type as a reference to its name; a list as an array of such.</summary>
    public JsonObject Of(Type type)
    {
        if (type == typeof(string)) return new JsonObject { ["type"] = "string" };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return new JsonObject { ["type"] = "array", ["items"] = Of(type.GetGenericArguments()[0]) };
        if (!Named.ContainsKey(type.Name))
        {
            var schema = ApiJson.Options.GetJsonSchemaAsNode(type, Exporter).AsObject();
            Inline(schema, schema);
            schema["type"] = "object"; // at the top nothing is null
            Named[type.Name] = schema;
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{type.Name}" };
    }

    /// <summary>A value that stands in an address.</summary>
    public static JsonObject OfValue(Type type)
    {
        var plain = Plain(type);
        if (plain.IsEnum) return OfNames(plain, isNull: false);
        if (plain == typeof(Guid)) return new JsonObject { ["type"] = "string", ["format"] = "uuid" };
        if (plain == typeof(DateOnly)) return new JsonObject { ["type"] = "string", ["format"] = "date" };
        if (plain == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        return new JsonObject { ["type"] = plain == typeof(int) || plain == typeof(long) ? "integer" : "string" };
    }

    /// <summary>True for what can stand in an address.</summary>
    public static bool IsValue(Type type) =>
        Plain(type) is var plain && (plain.IsEnum || plain == typeof(Guid) || plain == typeof(DateOnly) || plain == typeof(bool) || plain == typeof(int) || plain == typeof(long));

    private static JsonNode Complete(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = context.TypeInfo.Type;
        var plain = Nullable.GetUnderlyingType(type);
        if ((plain ?? type) == typeof(DateTimeOffset)) return new JsonObject { ["type"] = plain is null ? "string" : new JsonArray("string", "null"), ["format"] = "date-time" };
        if (type == typeof(object)) return new JsonObject { ["description"] = "The thing as it is now." };
        return (plain ?? type).IsEnum ? OfNames(plain ?? type, isNull: plain is not null) : schema;
    }

    private static JsonObject OfNames(Type names, bool isNull)
    {
        var all = new JsonArray([.. Enum.GetNames(names).Select(n => (JsonNode)n)]);
        if (isNull) all.Add(null);
        return new JsonObject { ["type"] = isNull ? new JsonArray("string", "null") : "string", ["enum"] = all };
    }

    // What an address is read with, as what it means.
    private static Type Plain(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(IsoDate)) return typeof(DateOnly);
        return plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(Named<>) ? plain.GetGenericArguments()[0] : plain;
    }

    /// <summary>The exporter points from the second use of a type to the first; within a document of many schemas the place is another.</summary>
    private static void Inline(JsonObject root, JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Inline(root, item);
        }
        else if (node is JsonObject one)
        {
            foreach (var (name, value) in one.ToList())
            {
                if (value is JsonObject pointer && pointer["$ref"]?.ToString() is { } path && path.StartsWith("#/", StringComparison.Ordinal)) one[name] = Find(root, path).DeepClone();
                else Inline(root, value);
            }
        }
    }

    private static JsonNode Find(JsonObject root, string path)
    {
        JsonNode node = root;
        foreach (var name in path[2..].Split('/')) node = node is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : node[name]!;
        return node;
    }
}
