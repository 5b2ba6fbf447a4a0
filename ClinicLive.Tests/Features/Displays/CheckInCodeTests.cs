using System.Text;
using ClinicLive.Domain.Features.Displays;

namespace ClinicLive.Tests.Features.Displays;

public sealed class CheckInCodeTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890123456789012");

    // RFC 6238, appendix B, the lines for SHA-256.
    [Theory]
    [InlineData(59L, "46119246")]
    [InlineData(1111111109L, "68084774")]
    [InlineData(1111111111L, "67062674")]
    [InlineData(1234567890L, "91819424")]
    [InlineData(2000000000L, "90698825")]
    [InlineData(20000000000L, "77737706")]
    public void It_is_the_password_of_the_standard(long seconds, string code)
    {
        var step = CheckInCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds));

        CheckInCode.At(Secret, step, digits: 8).Should().Be(code);
        CheckInCode.At(Secret, step).Should().Be(code[2..]);
    }

    [Fact]
    public void The_code_of_now_and_the_one_before_are_good_and_no_other()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(2_000_000_010);
        var step = CheckInCode.StepAt(at);

        CheckInCode.IsGood(Secret, CheckInCode.At(Secret, step), at).Should().BeTrue();
        CheckInCode.IsGood(Secret, CheckInCode.At(Secret, step - 1), at).Should().BeTrue();
        CheckInCode.IsGood(Secret, CheckInCode.At(Secret, step - 2), at).Should().BeFalse();
        CheckInCode.IsGood(Secret, CheckInCode.At(Secret, step + 1), at).Should().BeFalse();
        CheckInCode.IsGood(new byte[32], CheckInCode.At(Secret, step), at).Should().BeFalse();
        foreach (var bad in new[] { "", "12345", "1234567", "abcdef", " 12345", "١٢٣٤٥٦" }) CheckInCode.IsGood(Secret, bad, at).Should().BeFalse();
    }

    [Fact]
    public void A_step_ends_when_the_next_code_comes()
    {
        var step = CheckInCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(59));

        step.Should().Be(1);
        CheckInCode.EndOf(step).ToUnixTimeSeconds().Should().Be(60);
        CheckInCode.StepAt(CheckInCode.EndOf(step)).Should().Be(2);
    }

    [Fact]
    public void Codes_of_screens_are_long_and_never_the_same()
    {
        var codes = Enumerable.Range(0, 500).Select(_ => DisplayCode.New()).ToList();

        codes.Should().OnlyHaveUniqueItems().And.OnlyContain(c => c.Length == 26 && DisplayCode.CouldBe(c));
        (DisplayCode.Length * Math.Log2(32)).Should().BeGreaterThanOrEqualTo(128);
        foreach (var bad in new[] { null, "", "a/b", "a b", "ä", new string('a', 41) }) DisplayCode.CouldBe(bad).Should().BeFalse();
    }
}
