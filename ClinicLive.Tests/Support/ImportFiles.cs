using System.IO.Compression;
using System.Text;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Tests.Support;

/// <summary>Files as other systems write them, in a folder of the test's own.</summary>
internal sealed class ImportFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cliniclive-import-").FullName;

    public ImportFile Write(string name, string text, Encoding? encoding = null) => Write(name, (encoding ?? new UTF8Encoding(false)).GetBytes(text));

    public ImportFile Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return new ImportFile(path, name);
    }

    public ImportFile Pack(string name, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return Write(name, packed.ToArray());
    }

    public static ImportRequest Folder(params string[] parts) => new(ImportFile.Of(SharedData.Find(parts))) { IsFolder = true };

    public static async Task<ImportReport> RunAsync(ClinicDatabase clinic, ImportRequest request)
    {
        var outcome = await clinic.Get<ImportService>().RunAsync(clinic.Home.Admin, request);
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Sentence);
    }

    public static async Task<Refusal> RefusedAsync(ClinicDatabase clinic, params ImportFile[] files) =>
        (await clinic.Get<ImportService>().RunAsync(clinic.Home.Admin, new ImportRequest(files))).Refusal ?? throw new InvalidOperationException("It was taken over.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
