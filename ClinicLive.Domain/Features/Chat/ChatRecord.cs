using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// The exported record of a conversation as a chain: each entry's hash is SHA-256 over the hash before it and the entry in one
/// canonical form (members by name, nothing between them, as in RFC 8785 for the kinds of values that occur here), beginning with
/// the head. Changing, taking out or adding anything changes the last hash, the seal; the clinic's log knows the seals that it gave.
/// </summary>
public static class ChatRecord
{
    /// <summary>What the file says it is.</summary>
    public const string Format = "cliniclive-conversation-1";

    private static readonly JsonSerializerOptions Plainly = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the file: the head and its entries, each with its hash.</summary>
    public static (string Json, string Seal) Seal(object head, IEnumerable<object> entries)
    {
        var headJson = JsonSerializer.SerializeToElement(head, Plainly);
        var hash = HashOf("", headJson);
        var text = new StringBuilder("{\n\"format\":\"").Append(Format).Append("\",\n\"head\":").Append(Canonical(headJson)).Append(",\n\"entries\":[");
        var isFirst = true;
        foreach (var entry in entries)
        {
            var json = JsonSerializer.SerializeToElement(entry, Plainly);
            hash = HashOf(hash, json);
            text.Append(isFirst ? "\n" : ",\n").Append("{\"entry\":").Append(Canonical(json)).Append(",\"hash\":\"").Append(hash).Append("\"}");
            isFirst = false;
        }

        return (text.Append("\n],\n\"seal\":\"").Append(hash).Append("\"\n}\n").ToString(), hash);
    }

    /// <summary>Follows the chain of a file. Answers its seal, or where it does not hold: the number of an entry from 1, 0 for the head or the file itself.</summary>
    public static (string? Seal, int BrokenAt, int Count) Follow(string json)
    {
        try
        {
            // What the hashes do not cover, and what could be read in two ways, is no part of a record.
            using var file = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = file.RootElement;
            if (root.EnumerateObject().Count() != 4) return (null, 0, 0);
            if (root.GetProperty("format").GetString() != Format) return (null, 0, 0);
            var hash = HashOf("", root.GetProperty("head"));
            var count = 0;
            foreach (var line in root.GetProperty("entries").EnumerateArray())
            {
                count++;
                if (line.EnumerateObject().Count() != 2) return (null, count, count);
                hash = HashOf(hash, line.GetProperty("entry"));
                if (line.GetProperty("hash").GetString() != hash) return (null, count, count);
            }

            return root.GetProperty("seal").GetString() == hash ? (hash, 0, count) : (null, count, count);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, 0, 0);
        }
    }

    private static string HashOf(string before, JsonElement entry) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{before}\n{Canonical(entry)}")));

    private static string Canonical(JsonElement element)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) Write(writer, element);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
