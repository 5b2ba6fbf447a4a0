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

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Patients.RegisterAsync(Home.Lena, "Rosa Neu", null, "112", id))));

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

    [Theory]
    [InlineData(null, true)]
    [InlineData("  ", true)]
    [InlineData("112", true)]
    [InlineData("+44 (0)20 7946-0018", true)]
    [InlineData("\u0661\u0661\u0662", true)]
    [InlineData("12", false)]
    [InlineData("abc", false)]
    [InlineData("030 123 mother, after 6", true)]
    [InlineData("---", false)]
    public async Task A_telephone_number_can_be_called(string? phone, bool can)
    {
        var made = await Patients.RegisterAsync(Home.Lena, "Rosa Neu", null, phone, Guid.NewGuid());

        made.Succeeded.Should().Be(can);
        if (!can) made.Refusal!.Should().Match<Refusal>(r => r.Field == "Phone" && r.Sentence == "Please enter a phone number with at least 3 digits.");
    }

    [Fact]
    public void A_record_taken_over_keeps_the_number_as_it_was_written() =>
        Patient.Register(Home.Lena, "Rosa Neu", null, "c/o mother", _clinic.Now, new DateOnly(2026, 6, 17), externalId: "17").Patient!.Phone.Should().Be("c/o mother");

    [Theory]
    [InlineData("Zoë Ångström", "1990-01-31", null, true)]
    [InlineData("ZOE  angstrom", "1990-01-31", null, true)]
    [InlineData("zoe angstrom", null, null, true)]
    [InlineData("zoe angstrom", "1991-01-31", "0049 30 1234567", true)]
    [InlineData("zoe angstrom", "1991-01-31", "030 1234568", false)]
    [InlineData("zoe angstrom", "1991-01-31", null, false)]
    [InlineData("zoe", "1990-01-31", null, false)]
    [InlineData("zoe angstrom-berg", "1990-01-31", null, false)]
    [InlineData("\u200B", null, null, false)]
    public async Task The_same_person_is_known_by_name_and_day_of_birth_or_number(string name, string? born, string? phone, bool isKnown)
    {
        for (var i = 0; i < PatientQueries.SearchLimit + 1; i++) await Patients.RegisterAsync(Home.Lena, "Zoe Angstrom", new DateOnly(1950, 1, 1 + i), null, Guid.NewGuid());
        var zoe = (await Patients.RegisterAsync(Home.Lena, "Zoë Ångström", new DateOnly(1990, 1, 31), "+49 30 123 45 67", Guid.NewGuid())).Value!;
        var day = born is null ? (DateOnly?)null : DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture);

        var same = await Queries.SamePersonAsync(Home.Lena, name, day, phone);

        if (day is null) (same is not null).Should().Be(isKnown);
        else same.Should().Be(isKnown ? zoe : null);
        (await Queries.SamePersonAsync(_clinic.Other.Lena, name, day, phone)).Should().BeNull("that is another clinic");
    }

    public void Dispose() => _clinic.Dispose();
}
