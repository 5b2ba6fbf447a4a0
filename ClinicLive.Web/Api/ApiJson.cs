using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicLive.Web.Api;

/// <summary>
/// How programs and the clinic write to each other: camelCase names, enums by name, instants in UTC. What comes in is taken at its
/// word: an unknown, missing, doubled or mistyped field is refused, so that a spelling mistake never becomes a default.
/// </summary>
public static class ApiJson
{
    /// <summary>The one set of rules, for reading and writing.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = 16,
        };
        options.Converters.Add(new EnumNames());
        options.Converters.Add(new UtcInstants());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    // A time without its offset would be read in the server's own zone.
    private sealed class UtcInstants : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            var time = text.IndexOf('T', StringComparison.Ordinal);
            var hasOffset = time > 0 && (text.EndsWith('Z') || text.AsSpan(time).IndexOfAny('+', '-') > 0);
            return hasOffset && reader.TryGetDateTimeOffset(out var instant) ? instant.ToUniversalTime() : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
    }
}
