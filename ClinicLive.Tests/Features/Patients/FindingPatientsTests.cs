using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Fhir;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Patients;

/// <summary>What the desk types finds whom it means.</summary>
public sealed class FindingPatientsTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    [Theory]
    [InlineData("1961-04-11")]
    [InlineData("11.04.1961")]
    [InlineData("11.4.1961")]
    [InlineData("11/04/1961")]
    [InlineData("4/11/1961")]
    [InlineData("11/4/61")]
    [InlineData("11 Apr 1961")]
    [InlineData("11 april 1961")]
    [InlineData("quill 11 Apr 1961")]
    [InlineData("11.4.61 zel")]
    public async Task A_date_of_birth_is_found_however_it_is_written(string typed)
    {
        var one = await RegisterAsync("Zelda Quill", "1961-04-11", null);
        await RegisterAsync("Zelda Quill", "1961-04-12", null);
        await RegisterAsync("Zelda Quill", null, null);

        (await FindAsync(typed)).Should().Equal(one);
    }

    [Theory]
    [InlineData("020 7946 0468", "020 7946 0468")]
    [InlineData("020 7946 0468", "02079460468")]
    [InlineData("020 7946 0468", "+44 20 7946 0468")]
    [InlineData("020 7946 0468", "+44 (0)20 7946-0468")]
    [InlineData("020 7946 0468", "0044 20 79460468")]
    [InlineData("020 7946 0468", "7946 04")]
    [InlineData("020 7946 0468", "0468")]
    [InlineData("02079460468", "020 7946 0468")]
    [InlineData("02079460468", "+442079460468")]
    [InlineData("02079460468", "(020) 7946")]
    [InlineData("02079460468", "0468")]
    [InlineData("02079460468", "60468")]
    [InlineData("+44 20 7946 0468", "020 7946 0468")]
    [InlineData("+44 20 7946 0468", "0207946")]
    [InlineData("+442079460468", "020 79460468")]
    [InlineData("+353 1 555 0100", "01 555 0100")]
    [InlineData("+1 (212) 555-0100", "212 555 0100")]
    [InlineData("555-0100", "+1 555-0100")]
    [InlineData("555-0100", "555-01")]
    [InlineData("555-0100", "zelda 0100")]
    [InlineData("555-0100 after 6, son's", "son")]
    public async Task A_telephone_number_is_found_however_it_is_written(string phone, string typed)
    {
        var one = await RegisterAsync("Zelda Quill", null, phone);
        await RegisterAsync("Zelda Quill", null, "0171 88 99");

        (await FindAsync(typed)).Should().Equal(one);
    }

    [Theory]
    [InlineData("Zelda Quill-Ørsted", "zel qui")]
    [InlineData("Zelda Quill-Ørsted", "ørst ZELDA")]
    [InlineData("Zelda Quill-Ørsted", "quill-ørs")]
    [InlineData("Zoë O'Quillan", "quillan zoe")]
    [InlineData("Zoë O'Quillan", "O'Q")]
    [InlineData("Zelda\u00A0Quill\tthe 3rd", "quill 3rd")]
    [InlineData("佐々木花子", "花子")]
    [InlineData("Quill (Zelda)", "zelda")]
    [InlineData("Ward7b", "7b")]
    public async Task Every_word_of_a_name_is_found_by_its_beginning_also_behind_a_hyphen_an_apostrophe_or_nothing(string name, string typed)
    {
        var one = await RegisterAsync(name, null, null);
        await RegisterAsync("Ulf Anders", null, null);

        (await FindAsync(typed)).Should().Equal(one);
    }

    [Fact]
    public async Task Numbers_that_follow_one_another_may_also_be_several()
    {
        var one = await RegisterAsync("Quill 47 11", null, "555-0100");

        (await FindAsync("11 555-0100")).Should().Equal(one);
        (await FindAsync("47 0100")).Should().Equal(one);
        (await FindAsync("48 0100")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("uill")]
    [InlineData("zelda nobody")]
    [InlineData("1961")]
    [InlineData("1961-04")]
    public async Task What_begins_no_word_finds_nobody(string typed)
    {
        await RegisterAsync("Zelda Quill", "1961-04-11", "020 7946 0468");

        (await FindAsync(typed)).Should().BeEmpty();
    }

    [Fact]
    public async Task Another_clinics_patients_are_never_found_by_any_of_their_terms()
    {
        await _clinic.Get<PatientService>().RegisterAsync(_clinic.Other.Lena, "Zelda Quill", new DateOnly(1961, 4, 11), "020 7946 0468", Guid.NewGuid());

        foreach (var typed in new[] { "zelda", "z", "1961-04-11", "020", "0468" }) (await FindAsync(typed)).Should().BeEmpty(typed);
        foreach (var (name, value) in new[] { ("name", "zelda"), ("birthdate", "1961"), ("phone", "020 7946 0468") })
        {
            (await _clinic.Get<FhirQueries>().SearchAsync(Home.Lena, "Patient", [(name, value)], strict: true)).Value!.Matches.Should().BeEmpty(name);
        }
    }

    [Fact]
    public async Task Many_who_fit_are_found_as_well_as_few_by_one_word_and_by_several()
    {
        await using (var db = _clinic.NewContext())
        {
            db.TellsNobody = true;
            for (var i = 0; i < 1_700; i++)
            {
                db.Add(Patient.Register(Home.Lena, $"{(i % 2 == 0 ? "Anka" : "Anke")} Zimmer {i:0000}", null, null, _clinic.Now, new DateOnly(2030, 1, 1)).Patient!);
                db.Add(Patient.Register(Home.Lena, $"Bo Zimt {i:0000}", null, null, _clinic.Now, new DateOnly(2030, 1, 1)).Patient!);
            }

            await db.SaveChangesAsync();
        }

        (await NamesAsync("ank")).Should().HaveCount(PatientQueries.SearchLimit).And.BeInAscendingOrder(StringComparer.Ordinal).And.StartWith("Anka Zimmer 0000");
        (await NamesAsync("zim ank")).Should().HaveCount(PatientQueries.SearchLimit).And.OnlyContain(n => n.StartsWith("Anka Zimmer"));
        (await NamesAsync("zimm bo")).Should().BeEmpty();
        (await NamesAsync("anke 1699 z")).Should().Equal("Anke Zimmer 1699");
        (await NamesAsync("anke zimmer")).Should().HaveCount(PatientQueries.SearchLimit).And.StartWith("Anke Zimmer 0001");
    }

    [Fact]
    public async Task Patients_who_were_written_before_there_were_terms_are_found_after_the_next_start()
    {
        var one = await RegisterAsync("Zelda Quill", "1961-04-11", "020 7946 0468");
        _clinic.Execute($"""UPDATE "Patients" SET "SearchText" = 'zelda quill 020 7946 0468' WHERE "Id" = '{one.ToString().ToUpperInvariant()}'""");
        _clinic.Execute("""DELETE FROM "PatientTerms" """);
        var everybody = _clinic.Count("Patients");
        (await FindAsync("quill")).Should().BeEmpty();

        (await OlderPatients.MakeFindableAsync(_clinic.Get<IDbContextFactory<ClinicLive.Domain.Data.ClinicDbContext>>())).Should().Be(1);
        (await OlderPatients.MakeFindableAsync(_clinic.Get<IDbContextFactory<ClinicLive.Domain.Data.ClinicDbContext>>())).Should().Be(0);

        foreach (var typed in new[] { "quill", "11 Apr 1961", "0468" }) (await FindAsync(typed)).Should().Equal([one], typed);
        _clinic.Count("Patients").Should().Be(everybody);
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<Guid> RegisterAsync(string name, string? born, string? phone) =>
        (await _clinic.Get<PatientService>().RegisterAsync(Home.Lena, name, born is null ? null : DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture), phone, Guid.NewGuid())).Value!.Id;

    private async Task<IEnumerable<Guid>> FindAsync(string typed) => (await _clinic.Get<PatientQueries>().SearchAsync(Home.Lena, typed)).Select(p => p.Id);

    private async Task<IEnumerable<string>> NamesAsync(string typed) => (await _clinic.Get<PatientQueries>().SearchAsync(Home.Lena, typed)).Select(p => p.Name);
}
