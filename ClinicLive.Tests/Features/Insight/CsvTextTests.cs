using System.Globalization;
using ClinicLive.Web.Features.Insight;

namespace ClinicLive.Tests.Features.Insight;

/// <summary>Tables as files: nothing in them is a formula, and numbers are the same in every country.</summary>
public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("Dr O'Sullivan", "Dr O'Sullivan")]
    [InlineData("a=b", "a=b")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("", "")]
    public void A_cell_is_text_and_never_a_formula(string cell, string written) =>
        CsvText.Of(["Head"], [[cell]]).Should().Be($"Head\r\n{written}\r\n");

    [Fact]
    public void Numbers_are_written_the_same_in_every_country()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            CsvText.Of(["a", "b"], [[1.5, 1_000], [null, true]]).Should().Be("a,b\r\n1.5,1000\r\n,True\r\n");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
