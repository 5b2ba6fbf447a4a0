using System.Text.Json;

namespace ClinicLive.Domain.Features.Import;

/// <summary>
/// Cuts JSON into its resources without holding the file: values that stand one after the other (NDJSON, or a single one), and of a
/// Bundle its entries one by one. Deep nesting, endless pieces and broken JSON are refused with the place.
/// </summary>
internal sealed class JsonPieces(Stream stream, string name)
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = ImportLimits.Depth };
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isAll;
    private bool _isBegun;
    private long _number;
    private Mode _mode;
    private JsonReaderState _state = new(Options);

    private enum Mode
    {
        Values,
        Bundle,
        Entries,
    }

    private enum Found
    {
        Piece,
        More,
        Nothing,
    }

    /// <summary>The next resource or entry, good until the next call; null at the end.</summary>
    /// <param name="isEntry">It is the entry of a Bundle, with the resource in it.</param>
    public ReadOnlyMemory<byte>? Next(out bool isEntry)
    {
        isEntry = false;
        try
        {
            while (true)
            {
                switch (Look(out var from, out var length))
                {
                    case Found.Piece:
                        isEntry = _mode == Mode.Entries;
                        return _buffer.AsMemory(from, length);
                    case Found.Nothing:
                        return null;
                }

                Fill();
            }
        }
        catch (JsonException fault)
        {
            throw new UnreadableFileException(
                fault.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
                    ? $"{name} is nested deeper than {ImportLimits.Depth} levels. Such a file is not taken."
                    : $"{name} is no valid JSON: the resource after number {_number} is broken or cut off.", fault);
        }
    }

    private Found Look(out int from, out int length)
    {
        (from, length) = (0, 0);
        if (!_isBegun) return Found.More;
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isAll, _state);
            if (!reader.Read()) return _isAll ? Found.Nothing : Found.More;
            switch (_mode)
            {
                case Mode.Values:
                    if (reader.TokenType != JsonTokenType.StartObject) throw new UnreadableFileException($"{name} is not FHIR: something that is no resource follows number {_number}.");
                    if (IsBundle(reader) is not { } isBundle) return Found.More;
                    if (!isBundle) return Piece(ref reader, out from, out length);
                    Move(ref reader, Mode.Bundle);
                    continue;
                case Mode.Bundle when reader.TokenType == JsonTokenType.EndObject:
                    Move(ref reader, Mode.Values);
                    continue;
                case Mode.Bundle when reader.ValueTextEquals("entry"u8):
                    if (!reader.Read()) return Found.More;
                    if (reader.TokenType != JsonTokenType.StartArray) throw new UnreadableFileException($"{name} is a Bundle without a list of entries.");
                    Move(ref reader, Mode.Entries);
                    continue;
                case Mode.Bundle:
                    if (!reader.TrySkip()) return Found.More;
                    Move(ref reader, Mode.Bundle);
                    continue;
                case Mode.Entries when reader.TokenType == JsonTokenType.EndArray:
                    Move(ref reader, Mode.Bundle);
                    continue;
                default:
                    if (reader.TokenType != JsonTokenType.StartObject) throw new UnreadableFileException($"{name} is a Bundle with an entry that is none.");
                    return Piece(ref reader, out from, out length);
            }
        }
    }

    private Found Piece(ref Utf8JsonReader reader, out int from, out int length)
    {
        (from, length) = (_start + (int)reader.TokenStartIndex, 0);
        if (!reader.TrySkip()) return Found.More;
        length = _start + (int)reader.BytesConsumed - from;
        _number++;
        Move(ref reader, _mode);
        return Found.Piece;
    }

    private void Move(ref Utf8JsonReader reader, Mode mode)
    {
        _start += (int)reader.BytesConsumed;
        (_state, _mode) = (reader.CurrentState, mode);
    }

    // Null while too little has been read to know. Where entries come before the type stands there, it is taken as one piece.
    private static bool? IsBundle(Utf8JsonReader probe)
    {
        while (probe.Read())
        {
            if (probe.TokenType == JsonTokenType.EndObject || probe.ValueTextEquals("entry"u8)) return false;
            if (probe.ValueTextEquals("resourceType"u8)) return probe.Read() ? probe.TokenType == JsonTokenType.String && probe.ValueTextEquals("Bundle"u8) : null;
            if (!probe.TrySkip()) return null;
        }

        return null;
    }

    private void Fill()
    {
        if (_start > 0) Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        (_end, _start) = (_end - _start, 0);
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= ImportLimits.LongestPiece) throw new UnreadableFileException($"{name} holds a single resource of more than {ImportLimits.LongestPiece >> 20} MB. Such a file is not taken.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _isAll = read == 0;
        if (_isBegun || (_end < Mark.Length && !_isAll)) return;
        if (_buffer.AsSpan(0, _end).StartsWith(Mark)) _start = Mark.Length;
        _isBegun = true;
    }
}
