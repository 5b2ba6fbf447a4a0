using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.House;

public sealed class FileSizeTests
{
    private const int Longest = 300;

    [Fact]
    public void No_source_file_is_longer_than_a_person_reads_at_once()
    {
        var files = SourceFiles.In().Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal)).ToList();
        files.Should().HaveCountGreaterThan(100);

        files.Select(f => (File: f, Lines: SourceFiles.Text(f).Count(c => c == '\n'))).Where(f => f.Lines > Longest).Should().BeEmpty();
    }
}
