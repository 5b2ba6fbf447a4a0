using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Accounts;

/// <summary>What a second factor is made of: codes that are good once, a key that is sealed, and an admin who can take it away.</summary>
public sealed class SecondFactorTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private SecondFactorService Service => _clinic.Get<SecondFactorService>();

    private SecondFactors Factors => _clinic.Get<SecondFactors>();

    private long Step => _clinic.Now.ToUnixTimeSeconds() / 30;

    [Fact]
    public async Task It_is_on_when_a_code_shows_that_the_app_has_the_key()
    {
        var setup = (await Service.BeginAsync(Home.Lena)).Value!;
        (await Service.ReadAsync(Home.Lena)).Value.Should().Be(new SecondFactorState(IsOn: false, 0, setup), "until then it is good for nothing");
        (await Service.ConfirmAsync(Home.Lena, "000000")).Refusal!.Field.Should().Be("Code");
        (await Service.ConfirmAsync(Home.Lena, null)).Refusal!.Field.Should().Be("Code");
        (await Service.ConfirmAsync(Home.Omar, CodeOf(setup))).Succeeded.Should().BeFalse("he has begun nothing");

        var codes = (await Service.ConfirmAsync(Home.Lena, CodeOf(setup))).Value!;

        codes.Should().HaveCount(SecondFactors.RecoveryCodes).And.OnlyHaveUniqueItems().And.OnlyContain(c => c.Length == 19);
        (await Service.ReadAsync(Home.Lena)).Value.Should().Be(new SecondFactorState(IsOn: true, 10, null));
        (await Service.BeginAsync(Home.Lena)).Succeeded.Should().BeFalse();
        _clinic.Count("ActivityLog", "\"Kind\" = 'SecondFactorTurnedOn'").Should().Be(1);
        _clinic.Dump("AspNetUserTokens").Should().NotContain(setup.Key.Replace(" ", "")).And.NotContainAny(codes.Select(c => c.Replace("-", "").ToUpperInvariant()));
    }

    [Fact]
    public async Task A_code_is_good_once_also_when_it_comes_many_times_at_the_same_moment()
    {
        var (setup, recovery) = await OnAsync(Home.Lena);
        (await Factors.TakeAsync(Home.Lena.UserId, CodeOf(setup))).Should().BeFalse("it turned the factor on");
        _clinic.Clock.Advance(TimeSpan.FromMinutes(1));

        (await AllAtOnceAsync(CodeOf(setup))).Should().Be(1);
        (await AllAtOnceAsync(recovery[0])).Should().Be(1);
        (await Factors.TakeAsync(Home.Lena.UserId, TotpCode.Of(KeyOf(setup), Step - 1))).Should().BeFalse("nothing before a code that was used");
        (await Factors.TakeAsync(Home.Lena.UserId, TotpCode.Of(KeyOf(setup), Step + 1))).Should().BeTrue("a phone that is ahead");
        (await Factors.TakeAsync(Home.Lena.UserId, CodeOf(setup))).Should().BeFalse();
        (await Factors.TakeAsync(Home.Lena.UserId, recovery[1].Replace("-", " ").ToUpperInvariant())).Should().BeTrue("however it is typed");
        (await Factors.TakeAsync(Home.Omar.UserId, recovery[2])).Should().BeFalse("it is somebody else's");
        (await Factors.TakeAsync(Home.Lena.UserId, new string('1', 500))).Should().BeFalse();
        (await Service.ReadAsync(Home.Lena)).Value!.RecoveryLeft.Should().Be(8);
        _clinic.Count("ActivityLog", "\"Kind\" = 'RecoveryCodeUsed'").Should().Be(2);
    }

    [Fact]
    public async Task New_recovery_codes_end_the_old_ones_and_turning_it_off_forgets_everything()
    {
        var (_, old) = await OnAsync(Home.Patient);
        var renewed = (await Service.RenewAsync(Home.Patient)).Value!;
        (await Factors.TakeAsync(Home.Patient.UserId, old[0])).Should().BeFalse();
        (await Factors.TakeAsync(Home.Patient.UserId, renewed[0])).Should().BeTrue();

        (await Service.TurnOffAsync(Home.Patient)).Changed.Should().BeTrue();

        (await Service.TurnOffAsync(Home.Patient)).Changed.Should().BeFalse();
        (await Service.RenewAsync(Home.Patient)).Succeeded.Should().BeFalse();
        _clinic.Dump("AspNetUserTokens").Should().BeEmpty();
        (await Factors.TakeAsync(Home.Patient.UserId, renewed[1])).Should().BeFalse();
    }

    [Fact]
    public async Task An_admin_takes_it_away_from_somebody_of_the_clinic_and_nobody_else_does()
    {
        await OnAsync(Home.Lena);
        await OnAsync(Home.Admin);
        var accounts = _clinic.Get<AccountService>();
        foreach (var other in new[] { Home.Omar, Home.Doctor, Home.Patient, Home.Lena, _clinic.Other.Admin })
        {
            (await accounts.ResetSecondFactorAsync(other, Home.Lena.UserId)).Succeeded.Should().BeFalse(other.DisplayName);
        }

        (await accounts.ResetSecondFactorAsync(Home.Admin, Home.Admin.UserId)).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
        var before = _clinic.Dump("AspNetUserTokens");
        var session = await _clinic.Get<SessionService>().BeginAsync(_clinic.NewContext().Accounts.Single(a => a.Id == Home.Lena.UserId));
        var stamp = _clinic.NewContext().Accounts.Single(a => a.Id == Home.Lena.UserId).SecurityStamp!;

        (await accounts.ResetSecondFactorAsync(Home.Admin, Home.Lena.UserId)).Changed.Should().BeTrue();
        (await accounts.ResetSecondFactorAsync(Home.Admin, Home.Lena.UserId)).Changed.Should().BeFalse();

        (await Service.ReadAsync(Home.Lena)).Value.Should().Be(new SecondFactorState(IsOn: false, 0, null));
        (await Service.ReadAsync(Home.Admin)).Value!.IsOn.Should().BeTrue();
        before.Should().NotBe(_clinic.Dump("AspNetUserTokens"));
        (await _clinic.Get<SessionService>().StillValidAsync(new Dictionary<Guid, string> { [session.Id] = stamp })).Should().BeEmpty("the sessions end");
        _clinic.Bus.Published.OfType<AccountChanged>().Should().Contain(new AccountChanged(Home.Id, Home.Lena.UserId, ActivityKind.SecondFactorReset));
        _clinic.Count("ActivityLog", "\"Kind\" = 'SecondFactorReset'").Should().Be(1);
    }

    [Fact]
    public async Task Who_has_one_is_shown_to_the_admin()
    {
        await OnAsync(Home.Lena);
        var rows = (await _clinic.Get<AccountQueries>().ListAsync(Home.Admin)).Rows;
        rows.Where(r => r.HasSecondFactor).Select(r => r.Id).Should().Equal(Home.Lena.UserId);
    }

    public void Dispose() => _clinic.Dispose();

    private static string KeyOf(SecondFactorSetup setup) => setup.Key.Replace(" ", "");

    private string CodeOf(SecondFactorSetup setup) => TotpCode.Of(KeyOf(setup), Step);

    private async Task<(SecondFactorSetup Setup, IReadOnlyList<string> Recovery)> OnAsync(Actor actor)
    {
        var setup = (await Service.BeginAsync(actor)).Value!;
        return (setup, (await Service.ConfirmAsync(actor, CodeOf(setup))).Value!);
    }

    private async Task<int> AllAtOnceAsync(string code) => (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Factors.TakeAsync(Home.Lena.UserId, code))))).Count(taken => taken);
}
