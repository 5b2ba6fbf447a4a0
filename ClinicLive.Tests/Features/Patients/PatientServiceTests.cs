using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Patients;

public sealed class PatientServiceTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private PatientService Patients => _clinic.Get<PatientService>();

    private PatientQueries Queries => _clinic.Get<PatientQueries>();

    [Theory]
    [InlineData(Role.Receptionist, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Practitioner, false)]
    [InlineData(Role.Patient, false)]
    public async Task Only_the_front_desk_registers_patients(Role role, bool may)
    {
        var made = await Patients.RegisterAsync(Home.Of(role), "Rosa Neu", null, null, Guid.NewGuid());

        made.Succeeded.Should().Be(may);
        if (!may) made.Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        _clinic.Count("Patients", "\"Name\" = 'Rosa Neu'").Should().Be(may ? 1 : 0);
        _clinic.Bus.Published.Should().HaveCount(may ? 1 : 0);
    }

    [Fact]
    public async Task The_same_command_twice_also_at_once_makes_one_record()
    {
        var id = Guid.NewGuid();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Patients.RegisterAsync(Home.Lena, "Rosa Neu", null, "12", id))));

        all.Should().OnlyContain(o => o.Succeeded).And.ContainSingle(o => o.Changed);
        all.Select(o => o.Value!.Id).Distinct().Should().ContainSingle();
        _clinic.Count("Patients", "\"Name\" = 'Rosa Neu'").Should().Be(1);
    }

    [Fact]
    public async Task An_id_that_somebody_else_used_makes_no_record()
    {
        var id = Guid.NewGuid();
        await Patients.RegisterAsync(Home.Lena, "Rosa Neu", null, null, id);

        (await Patients.RegisterAsync(Home.Omar, "Rolf Alt", null, null, id)).Succeeded.Should().BeFalse();

        _clinic.Count("Patients", "\"Name\" = 'Rolf Alt'").Should().Be(0);
    }

    [Fact]
    public async Task A_search_finds_by_name_phone_and_date_of_birth_in_ones_own_clinic_only()
    {
        var born = new DateOnly(1971, 12, 31);
        var rosa = (await Patients.RegisterAsync(Home.Lena, "Rosa Neu-Alt", born, " 030 99 ", Guid.NewGuid())).Value!;
        await Patients.RegisterAsync(_clinic.Other.Lena, "Rosa Neu-Alt", born, "030 99", Guid.NewGuid());
        rosa.Phone.Should().Be("030 99");

        foreach (var typed in new[] { "rosa", "ALT neu", "99", "1971-12-31", "1971-12-31 ros", "  neu-alt  " })
        {
            (await Queries.SearchAsync(Home.Lena, typed)).Should().Equal([rosa], $"it was searched for {typed}");
        }

        foreach (var nobody in new[] { "", "  ", "rosa paul", "1971-12-30", "%", "_osa", "\\", "a b c d e f g h i j k" })
        {
            (await Queries.SearchAsync(Home.Lena, nobody)).Should().BeEmpty($"it was searched for {nobody}");
        }

        (await Queries.SearchAsync(Home.Patient, "rosa")).Should().BeEmpty();
        (await Queries.SearchAsync(Home.Doctor, "rosa")).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_search_shows_no_more_than_fit()
    {
        for (var i = 0; i < PatientQueries.SearchLimit + 3; i++) await Patients.RegisterAsync(Home.Lena, $"Many {i:00}", null, null, Guid.NewGuid());

        var found = await Queries.SearchAsync(Home.Lena, "many");

        found.Select(p => p.Name).Should().Equal(Enumerable.Range(0, PatientQueries.SearchLimit).Select(i => $"Many {i:00}"));
    }

    public void Dispose() => _clinic.Dispose();
}
