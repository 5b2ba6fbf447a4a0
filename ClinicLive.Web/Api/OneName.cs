using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicLive.Web.Api;

/// <summary>
/// One name of an enum. The runtime's own reader takes several with commas between them and makes another value of them, so that "Waitlisted,Arrived"
/// would have been a state that nobody named.
/// </summary>
internal static class OneName<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Known = Enum.GetValues<T>().ToDictionary(v => v.ToString(), StringComparer.OrdinalIgnoreCase);

    public static T? Read(string? text) => text is not null && Known.TryGetValue(text, out var value) ? value : null;
}

/// <summary>One name of an enum in an address.</summary>
/// <param name="Value">What is named.</param>
internal readonly record struct Named<T>(T Value)
    where T : struct, Enum
{
    /// <summary>Called by the framework.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out Named<T> named)
    {
        _ = provider;
        var value = OneName<T>.Read(text);
        named = new(value.GetValueOrDefault());
        return value is not null;
    }
}

/// <summary>Enums in bodies: one name, and nothing else.</summary>
internal sealed class EnumNames : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private sealed class Of<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (reader.TokenType == JsonTokenType.String ? OneName<T>.Read(reader.GetString()) : null) ?? throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
