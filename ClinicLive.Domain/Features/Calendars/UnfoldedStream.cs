namespace ClinicLive.Domain.Features.Calendars;

/// <summary>
/// Takes the folds out of a calendar (RFC 5545, 3.1: a line break and one space or tab) before its bytes become characters: some programs fold in the
/// middle of a character.
/// </summary>
internal sealed class UnfoldedStream(Stream inner) : Stream
{
    private readonly byte[] _buffer = new byte[1 << 15];
    private readonly byte[] _held = new byte[2];
    private int _at;
    private int _end;
    private int _holds;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written + 3 <= buffer.Length)
        {
            if (_at == _end && !Fill())
            {
                Give(buffer, ref written);
                break;
            }

            var next = _buffer[_at];
            if (next == '\n' && !Holds('\n')) _held[_holds++] = _buffer[_at++];
            else if (next == '\r' && _holds == 0) _held[_holds++] = _buffer[_at++];
            else if (Holds('\n') && (next == ' ' || next == '\t'))
            {
                _holds = 0;
                _at++;
            }
            else if (_holds > 0)
            {
                Give(buffer, ref written);
            }
            else
            {
                buffer[written++] = next;
                _at++;
            }
        }

        return written;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private bool Holds(char sign) => _holds > 0 && _held[_holds - 1] == sign;

    private void Give(Span<byte> buffer, ref int written)
    {
        for (var i = 0; i < _holds; i++) buffer[written++] = _held[i];
        _holds = 0;
    }

    private bool Fill()
    {
        (_at, _end) = (0, inner.Read(_buffer, 0, _buffer.Length));
        return _end > 0;
    }
}
