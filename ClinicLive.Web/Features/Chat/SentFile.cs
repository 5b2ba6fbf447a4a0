namespace ClinicLive.Web.Features.Chat;

/// <summary>
/// A file as it arrives. Where the form ends before the file does, its reader says so with a plain <see cref="IOException"/>, as a disk would; here it is
/// said as what it is, so that nobody is told to try again with what can never be whole.
/// </summary>
internal sealed class SentFile(Stream form) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await form.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException fault) when (fault.GetType() == typeof(IOException))
        {
            throw new InvalidDataException("The form ends before its file does.", fault);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
