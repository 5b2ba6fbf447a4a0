using ClinicLive.Tests.Support;
using ClinicLive.Web.Hosting;

namespace ClinicLive.Tests.Features.Import;

/// <summary>The command as a process of its own, on the database of a clinic that runs.</summary>
public sealed class ImportCommandTests : IAsyncLifetime, IDisposable
{
    private readonly ImportFiles _files = new();
    private AppHost _host = null!;

    public async Task InitializeAsync() => _host = await AppHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_command_asks_looks_and_takes_over()
    {
        var file = _files.Write("people.csv", "id,name,dob\np1,Petra Past,03/04/1985\n");

        var asked = await RunAsync(file.Path, "--organization", "nowhere");
        asked.Code.Should().Be(2);
        asked.Said.Should().StartWith("There is no clinic nowhere.");
        (await RunAsync(file.Path)).Said.Should().Contain("Say it with --date-order dmy|mdy.");
        var tried = await RunAsync(file.Path, "--date-order", "dmy", "--dry-run");
        tried.Code.Should().Be(0);
        tried.Said.Should().Contain("1 new").And.EndWith("Nothing was changed.");
        (await RunAsync(file.Path, "--date-order", "dmy")).Code.Should().Be(0);
        (await RunAsync(file.Path, "--date-order", "dmy")).Said.Should().Contain("0 new").And.Contain("1 known");
        (await RunAsync("nothing.csv")).Should().Be((1, "There is no nothing.csv."));
    }

    [Fact]
    public void Options_of_the_command_never_reach_the_settings() =>
        ImportCommand.WithoutOwn(["import", "a.csv", "--dry-run", "--organization", "X", "--urls", "http://127.0.0.1:0", "--map", "Id=nr", "--Demo:Enabled=false"])
            .Should().Equal("--urls", "http://127.0.0.1:0", "--Demo:Enabled=false");

    private Task<(int Code, string Said)> RunAsync(params string[] arguments) => _host.CommandAsync(["import", .. arguments]);
}
