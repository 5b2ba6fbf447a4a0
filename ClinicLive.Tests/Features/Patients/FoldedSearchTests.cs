using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using FluentAssertions;
using Xunit;

namespace ClinicLive.Tests.Features.Patients;

/// <summary>Nobody is registered twice because the search did not know how his name is written.</summary>
public sealed class FoldedSearchTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    public void Dispose() => _clinic.Dispose();

    [Theory]
    [InlineData("Ömer Özdemir", "özdemir")]
    [InlineData("Ömer Özdemir", "OZDEMIR")]
    [InlineData("Jürgen Müller", "MÜLLER")]
    [InlineData("Łukasz Wójcik", "wojcik")]
    [InlineData("Олена Шевченко", "шевченко")]
    [InlineData("Nguyễn Thị Hoa", "nguyen hoa")]
    public async Task A_name_is_found_without_its_case_and_marks(string name, string typed)
    {
        var registered = (await _clinic.Get<PatientService>().RegisterAsync(_clinic.Home.Lena, name, null, null, Guid.NewGuid())).Value!;

        var found = await _clinic.Get<PatientQueries>().SearchAsync(_clinic.Home.Lena, typed);

        found.Should().ContainSingle().Which.Should().Be(registered);
        found[0].Name.Should().Be(name, "it is shown as it was written");
    }

    [Fact]
    public void Half_a_character_is_folded_without_a_fault() => PlainText.Fold("A\ud83d").Should().Be("a\ud83d");
}
