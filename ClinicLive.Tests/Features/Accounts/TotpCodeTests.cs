using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Tests.Features.Accounts.Web;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Accounts;

/// <summary>Codes of authenticator apps, against the standard and against Identity's own.</summary>
public sealed class TotpCodeTests
{
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"; // "12345678901234567890"

    [Theory] // RFC 6238, appendix B; the last six of its eight digits
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_standards_examples_come_out(long seconds, string code)
    {
        TotpCode.Of(Key, seconds / 30).Should().Be(code);
        TotpCode.Match(Key, code, DateTimeOffset.FromUnixTimeSeconds(seconds)).Should().Be(seconds / 30);
        TotpCode.Match(Key, code, DateTimeOffset.FromUnixTimeSeconds(seconds + 30)).Should().Be(seconds / 30, "clocks differ");
        TotpCode.Match(Key, code, DateTimeOffset.FromUnixTimeSeconds(seconds + 60)).Should().BeNull();
    }

    [Fact]
    public async Task Identitys_own_provider_takes_our_codes_and_they_are_made_of_its_keys()
    {
        await using var host = new AccountHost();
        await using var scope = host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByEmailAsync(host.EmailOf(Role.Patient));
        await users.ResetAuthenticatorKeyAsync(account!);
        var key = await users.GetAuthenticatorKeyAsync(account!);
        var step = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

        (await new AuthenticatorTokenProvider<Account>().ValidateAsync("TwoFactor", TotpCode.Of(key!, step), users, account!)).Should().BeTrue();
        TotpCode.NewKey().Should().HaveLength(key!.Length).And.MatchRegex("^[A-Z2-7]{32}$");
    }

    [Fact]
    public void An_app_reads_the_address() => TotpCode.Address(Key, "lena@clinic.example", "ClinicLive").Should().Be(
        "otpauth://totp/ClinicLive:lena%40clinic.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ClinicLive&algorithm=SHA1&digits=6&period=30");
}
