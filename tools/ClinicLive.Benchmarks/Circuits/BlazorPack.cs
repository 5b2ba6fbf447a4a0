using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>
/// As much of MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md) as the hub protocol of Blazor's circuits, "blazorpack", uses.
/// A message is an array; its length goes before it, seven bits a byte.
/// </summary>
internal ref struct BlazorPack(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Takes the next whole message off what has come in; false when there is none yet.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> incoming, out ReadOnlySpan<byte> message)
    {
        message = default;
        var (length, at) = (0, 0);
        do
        {
            if (at == incoming.Length) return false;
            length |= (incoming[at] & 0x7f) << (7 * at);
        }
        while ((incoming[at++] & 0x80) != 0);
        if (incoming.Length - at < length) return false;
        message = incoming.Slice(at, length);
        incoming = incoming[(at + length)..];
        return true;
    }

    /// <summary>An invocation as the browser writes it: type 1, no headers, no answer wanted unless there is an id.</summary>
    public static byte[] Invocation(string? id, string target, params ReadOnlySpan<object?> arguments)
    {
        var body = new List<byte>(256) { 0x96, 0x01, 0x80 };
        Write(body, id);
        Write(body, target);
        body.Add((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments) Write(body, argument);
        body.Add(0x90);

        var framed = new List<byte>(body.Count + 5);
        for (var left = (uint)body.Count; ; left >>= 7)
        {
            if (left < 0x80)
            {
                framed.Add((byte)left);
                break;
            }

            framed.Add((byte)(left | 0x80));
        }

        framed.AddRange(body);
        return [.. framed];
    }

    public int Array() => Take(1)[0] switch
    {
        >= 0x90 and <= 0x9f and var head => head & 0x0f,
        0xdc => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        var head => throw Unexpected(head),
    };

    public long Number() => Take(1)[0] switch
    {
        < 0x80 and var small => small,
        >= 0xe0 and var negative => (sbyte)negative,
        0xcc => Take(1)[0],
        0xcd => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        0xce => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        0xcf or 0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
        0xd2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
        var head => throw Unexpected(head),
    };

    /// <summary>A text or bytes; nothing for nil.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(1)[0] switch
    {
        0xc0 => default,
        >= 0xa0 and <= 0xbf and var head => Take(head & 0x1f),
        0xc4 or 0xd9 => Take(Take(1)[0]),
        0xc5 or 0xda => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
        0xc6 or 0xdb => Take((int)BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
        var head => throw Unexpected(head),
    };

    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Passes over the headers, which are always empty here.</summary>
    public void Headers()
    {
        if (Take(1)[0] is not 0x80 and var head) throw Unexpected(head);
    }

    private static void Write(List<byte> to, object? value)
    {
        Span<byte> eight = stackalloc byte[8];
        switch (value)
        {
            case null: to.Add(0xc0); break;
            case bool yes: to.Add(yes ? (byte)0xc3 : (byte)0xc2); break;
            case long number:
                BinaryPrimitives.WriteInt64BigEndian(eight, number);
                to.Add(0xd3);
                to.AddRange(eight);
                break;
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                BinaryPrimitives.WriteInt32BigEndian(eight, utf8.Length);
                to.Add(0xdb);
                to.AddRange(eight[..4]);
                to.AddRange(utf8);
                break;
            default: throw new NotSupportedException(value.GetType().Name);
        }
    }

    private static FormatException Unexpected(byte head) => new(string.Create(CultureInfo.InvariantCulture, $"0x{head:x2} is not expected here"));

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
