using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ClinicLive.Domain.Live;

/// <summary>
/// Events as they travel between the nodes of one clinic: who sent them, when, and each under the name of its record. A text that cannot be read,
/// as of a newer version of the program while the nodes are replaced one after another, is no loss: whoever gets it reads everything again.
/// </summary>
/// <param name="Node">Which node sent it.</param>
/// <param name="Sent">When, in UTC by that node's clock.</param>
/// <param name="Events">What happened; null for "read everything again".</param>
internal sealed record EventEnvelope(Guid Node, DateTimeOffset Sent, IReadOnlyList<IClinicEvent>? Events)
{
    /// <summary>Bytes of one text. PostgreSQL takes fewer than 8,000 ("NOTIFY", Notes).</summary>
    public const int Limit = 7_900;

    private const int MostEvents = 64; // more become "read everything again" in a mailbox anyway
    private static readonly Dictionary<string, Type> Types = typeof(IClinicEvent).Assembly.GetTypes()
        .Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IClinicEvent))).ToDictionary(t => t.Name, StringComparer.Ordinal);

    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OnlyWhatIsGiven } } };

    /// <summary>The texts that carry events, as few as they fit into, in their order.</summary>
    /// <param name="node">Who sends.</param>
    /// <param name="sent">When.</param>
    /// <param name="events">What; null or too many: one text that says "read everything again".</param>
    public static IReadOnlyList<string> Write(Guid node, DateTimeOffset sent, IReadOnlyList<IClinicEvent>? events)
    {
        var all = Text(node, sent, null);
        if (events is null || events.Count > MostEvents) return [all];
        var (texts, waiting, size) = (new List<string>(), new List<string>(), all.Length);
        foreach (var one in events.Select(e => JsonSerializer.Serialize(new Part(e.GetType().Name, JsonSerializer.SerializeToElement(e, e.GetType(), Json)), Json)))
        {
            if (all.Length + one.Length > Limit) return [all];
            if (size + one.Length + 1 > Limit)
            {
                texts.Add(Text(node, sent, waiting));
                waiting.Clear();
                size = all.Length;
            }

            waiting.Add(one);
            size += one.Length + 1; // all of it is ASCII: other signs are escaped
        }

        if (waiting.Count > 0) texts.Add(Text(node, sent, waiting));
        return texts;
    }

    /// <summary>Reads a text; null where it is none. One that holds anything unknown says "read everything again".</summary>
    public static EventEnvelope? Read(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize<Outer>(text, Json) is not { } outer) return null;
            return new EventEnvelope(outer.Node, outer.Sent, outer.Events is null ? null : Known(outer.Events));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<IClinicEvent>? Known(IReadOnlyList<Part> parts)
    {
        var events = new List<IClinicEvent>();
        foreach (var part in parts)
        {
            if (!Types.TryGetValue(part.Name, out var type) || part.Data.Deserialize(type, Json) is not IClinicEvent one) return null;
            events.Add(one);
        }

        return events;
    }

    private static string Text(Guid node, DateTimeOffset sent, List<string>? events) =>
        $$"""{"Node":"{{node}}","Sent":"{{sent:O}}","Events":{{(events is null ? "null" : $"[{string.Join(',', events)}]")}}}""";

    // What follows from the rest, as the topics do, is worked out by whoever reads it.
    private static void OnlyWhatIsGiven(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(IClinicEvent))) return;
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].Set is null) type.Properties.RemoveAt(i);
        }
    }

    private sealed record Outer(Guid Node, DateTimeOffset Sent, IReadOnlyList<Part>? Events);

    private sealed record Part(string Name, JsonElement Data);
}
