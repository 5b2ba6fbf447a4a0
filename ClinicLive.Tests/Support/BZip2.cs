namespace ClinicLive.Tests.Support;

/// <summary>Unpacks a .bz2 file, which .NET does not; as much of it as data that is known to be whole needs (checksums are passed over).</summary>
internal static class BZip2
{
    private const int Longest = 20; // bits of a code
    private const ulong BlockBegins = 0x314159265359;

    public static byte[] Unpack(byte[] packed)
    {
        var bits = new Bits(packed);
        if (bits.Take(24) != 0x425A68) throw new InvalidDataException("Not a .bz2 file.");
        var blockSize = ((int)bits.Take(8) - '0') * 100_000;
        var all = new List<byte>();
        while ((((ulong)bits.Take(24) << 24) | bits.Take(24)) == BlockBegins)
        {
            bits.Take(32); // checksum
            if (bits.Take(1) != 0) throw new InvalidDataException("Blocks in random order are not written any more.");
            var origin = (int)bits.Take(24);
            Unrun(Untransform(ReadBlock(bits, blockSize), origin), all);
        }

        return [.. all];
    }

    private static List<byte> ReadBlock(Bits bits, int blockSize)
    {
        var signs = Signs(bits);
        var tables = (int)bits.Take(3);
        var selectors = Selectors(bits, tables);
        var codes = Enumerable.Range(0, tables).Select(_ => Code.Read(bits, signs.Count + 2)).ToArray();
        var block = new List<byte>(blockSize);
        var (run, weight) = (0, 1);
        for (var i = 0; ; i++)
        {
            var symbol = codes[selectors[i / 50]].Next(bits);
            if (symbol <= 1)
            {
                run += (symbol + 1) * weight; // runs are written in a numeral system with the digits 1 and 2
                weight *= 2;
                continue;
            }

            for (; run > 0; run--) block.Add(signs[0]);
            weight = 1;
            if (symbol == signs.Count + 1) return block;
            var sign = signs[symbol - 1];
            signs.RemoveAt(symbol - 1);
            signs.Insert(0, sign);
            block.Add(sign);
        }
    }

    private static List<byte> Signs(Bits bits)
    {
        var ranges = bits.Take(16);
        var signs = new List<byte>();
        for (var range = 0; range < 16; range++)
        {
            if ((ranges & (0x8000u >> range)) == 0) continue;
            var used = bits.Take(16);
            for (var i = 0; i < 16; i++)
            {
                if ((used & (0x8000u >> i)) != 0) signs.Add((byte)((range * 16) + i));
            }
        }

        return signs;
    }

    private static List<int> Selectors(Bits bits, int tables)
    {
        var count = (int)bits.Take(15);
        var order = Enumerable.Range(0, tables).ToList();
        var selectors = new List<int>(count);
        for (var i = 0; i < count; i++)
        {
            var at = 0;
            while (bits.Take(1) == 1) at++;
            var chosen = order[at];
            order.RemoveAt(at);
            order.Insert(0, chosen);
            selectors.Add(chosen);
        }

        return selectors;
    }

    // The inverse of Burrows and Wheeler's transform.
    private static byte[] Untransform(List<byte> block, int origin)
    {
        var starts = new int[256];
        foreach (var sign in block) starts[sign]++;
        for (int sign = 0, sum = 0; sign < 256; sign++) (starts[sign], sum) = (sum, sum + starts[sign]);
        var next = new int[block.Count];
        for (var i = 0; i < block.Count; i++) next[starts[block[i]]++] = i;
        var plain = new byte[block.Count];
        for (int i = 0, at = next[origin]; i < plain.Length; i++, at = next[at]) plain[i] = block[at];
        return plain;
    }

    // After four equal bytes stands how many more of them follow.
    private static void Unrun(byte[] plain, List<byte> all)
    {
        for (int i = 0, equal = 0; i < plain.Length; i++)
        {
            if (equal == 4)
            {
                all.AddRange(Enumerable.Repeat(plain[i - 1], plain[i]));
                equal = 0;
                continue;
            }

            equal = equal > 0 && plain[i] == plain[i - 1] ? equal + 1 : 1;
            all.Add(plain[i]);
        }
    }

    private sealed class Code(IReadOnlyDictionary<(int Length, uint Bits), int> symbols)
    {
        public static Code Read(Bits bits, int count)
        {
            var lengths = new int[count];
            var length = (int)bits.Take(5);
            for (var i = 0; i < count; i++)
            {
                while (bits.Take(1) == 1) length += bits.Take(1) == 0 ? 1 : -1;
                lengths[i] = length;
            }

            var symbols = new Dictionary<(int, uint), int>();
            var code = 0u;
            for (var l = 1; l <= Longest; l++, code <<= 1)
            {
                for (var symbol = 0; symbol < count; symbol++)
                {
                    if (lengths[symbol] == l) symbols[(l, code++)] = symbol;
                }
            }

            return new Code(symbols);
        }

        public int Next(Bits bits)
        {
            var code = 0u;
            for (var length = 1; length <= Longest; length++)
            {
                code = (code << 1) | bits.Take(1);
                if (symbols.TryGetValue((length, code), out var symbol)) return symbol;
            }

            throw new InvalidDataException("No such code.");
        }
    }

    private sealed class Bits(byte[] bytes)
    {
        private long _at;

        public uint Take(int count)
        {
            var value = 0u;
            for (; count > 0; count--, _at++) value = (value << 1) | (uint)((bytes[_at >> 3] >> (7 - (int)(_at & 7))) & 1);
            return value;
        }
    }
}
