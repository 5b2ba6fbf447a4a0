using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Patients;

public sealed class FindingTermsTests
{
    [Fact]
    public void A_term_that_begins_another_is_not_kept_because_the_longer_one_is_found_by_it()
    {
        var (_, terms) = FindingTerms.Of("Ann Anna-Ann", null, null);

        terms.Should().Equal("anna-ann");
        FindingTerms.Of("An Bea-Anna", null, null).Terms.Should().Equal("anna", "bea-anna");
    }

    [Fact]
    public void Whatever_stands_behind_a_blank_of_the_text_can_be_looked_for_there_too()
    {
        var (text, terms) = FindingTerms.Of("Zelda Quill", "020 7946", new DateOnly(1961, 4, 11));

        text.Should().StartWith(" zelda quill  020 7946  ");
        terms.Should().OnlyContain(term => text.Contains($" {term}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_longest_names_give_short_terms_and_not_too_many()
    {
        foreach (var name in new[] { new string('a', Patient.NameLimit), string.Concat(Enumerable.Repeat("😀", Patient.NameLimit / 2)), string.Concat(Enumerable.Repeat("字", Patient.NameLimit)), string.Join(' ', Enumerable.Range(1000, 400)) })
        {
            var (_, terms) = FindingTerms.Of(name, null, null);

            terms.Should().HaveCountLessThanOrEqualTo(100).And.OnlyContain(t => t.Length <= FindingTerms.TermLimit && !PlainText.HasBrokenCharacter(t));
            terms.Should().NotBeEmpty();
        }
    }

    [Theory]
    [InlineData("31.2.1961")]
    [InlineData("1961")]
    [InlineData("11 apr")]
    [InlineData("a.b.c")]
    public void What_is_no_date_is_read_as_words(string typed) => FindingTerms.Typed(typed, joinsNumbers: true)[0].Should().Contain(typed.Split(' ')[0]);

    [Theory]
    [InlineData("+44 20 7946 0123", "2079460123")]
    [InlineData("+44 (0) 20 7946 0123", "2079460123")]
    [InlineData("0044 20 7946 0123", "2079460123")]
    [InlineData("020 7946 0123", "2079460123")]
    [InlineData("+353 1 555 0100", "15550100")]
    [InlineData("+1 212 555 0100", "2125550100")]
    [InlineData("+44", "")]
    [InlineData("+", "")]
    [InlineData("000", "")]
    public void A_number_within_its_country_has_neither_code_nor_zero(string written, string national) => Telephone.National(written).Should().Be(national);
}
