using System.Globalization;
using System.Text;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Import;

/// <summary>The rows that were not taken over, as CSV (RFC 4180) on the disk.</summary>
public sealed class RejectsFile : IAsyncDisposable, IDisposable
{
    private readonly StreamWriter _file;
    private readonly string _path;

    /// <summary>Begins the file, over what stood there.</summary>
    public RejectsFile(string path)
    {
        _path = path;
        _file = new StreamWriter(path, append: false, new UTF8Encoding(false));
        _file.Write("file,row,what,why,kind\r\n");
    }

    /// <summary>Adds a row.</summary>
    public void Add(ImportReject reject) =>
        _file.Write(string.Create(CultureInfo.InvariantCulture, $"{CsvCell.Of(reject.File)},{reject.Row},{CsvCell.Of(reject.What)},{CsvCell.Of(reject.Why)},{(reject.IsBroken ? "rejected" : "skipped")}\r\n"));

    /// <summary>Deletes it; there was nothing to say.</summary>
    public void Forget()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
