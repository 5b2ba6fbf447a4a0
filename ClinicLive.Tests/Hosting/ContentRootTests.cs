using ClinicLive.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace ClinicLive.Tests.Hosting;

/// <summary>Where a program is at home: this test's own folder is never it.</summary>
public sealed class ContentRootTests : IDisposable
{
    private readonly string _program = Directory.CreateTempSubdirectory("cliniclive-").FullName;
    private readonly string _other = Directory.CreateTempSubdirectory("cliniclive-").FullName;

    public void Dispose()
    {
        Directory.Delete(_program, recursive: true);
        Directory.Delete(_other, recursive: true);
    }

    [Fact]
    public void A_published_program_is_at_home_where_it_lies_from_whatever_folder_it_is_started()
    {
        Publish();

        var home = HomeOf(["--urls", "http://127.0.0.1:0"]);

        home.ContentRootPath.Should().Be(_program);
        home.WebRootPath.Should().Be(Path.Combine(_program, "wwwroot"));
        File.Exists(home.WebRootFileProvider.GetFileInfo("css/app.css").PhysicalPath).Should().BeTrue("an address with nothing behind it is answered with an empty page");
    }

    [Theory]
    [InlineData("--contentRoot", "{0}")]
    [InlineData("--contentRoot={0}")]
    [InlineData("--contentroot={0}", "--urls", "http://127.0.0.1:0")]
    public void Who_names_another_folder_is_obeyed(params string[] args)
    {
        Publish();

        HomeOf([.. args.Select(arg => arg.Replace("{0}", _other, StringComparison.Ordinal))]).ContentRootPath.Should().Be(_other);
    }

    [Theory]
    [InlineData("ASPNETCORE_CONTENTROOT")]
    [InlineData("DOTNET_CONTENTROOT")]
    public void The_environment_is_obeyed_too(string variable)
    {
        Publish();

        ContentRoot.Named(["backup"], _program, name => name == variable ? _other : null).Should().Equal("backup");
    }

    [Fact]
    public void A_program_that_was_only_built_is_at_home_with_its_sources() =>
        ContentRoot.Named(["--urls", "http://127.0.0.1:0"], _program, _ => null).Should().Equal("--urls", "http://127.0.0.1:0");

    private IWebHostEnvironment HomeOf(string[] args) =>
        WebApplication.CreateBuilder(ContentRoot.Named(args, _program + Path.DirectorySeparatorChar, _ => null)).Environment;

    private void Publish()
    {
        var styles = Directory.CreateDirectory(Path.Combine(_program, "wwwroot", "css"));
        File.WriteAllText(Path.Combine(styles.FullName, "app.css"), "body { margin: 0 }");
    }
}
