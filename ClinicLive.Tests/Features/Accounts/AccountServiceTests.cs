using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Accounts;

/// <summary>What an admin does with accounts, and what nobody else does.</summary>
public sealed class AccountServiceTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private AccountService Accounts => _clinic.Get<AccountService>();

    [Fact]
    public async Task Disabling_changes_the_stamp_tells_the_account_and_is_one_line()
    {
        var before = await AccountAsync(Home.Lena);

        var disabled = await Accounts.DisableAsync(Home.Admin, Home.Lena.UserId);

        disabled.Changed.Should().BeTrue();
        var after = await AccountAsync(Home.Lena);
        after.IsDisabled.Should().BeTrue();
        after.SecurityStamp.Should().NotBe(before.SecurityStamp);
        _clinic.Bus.Published.Should().Equal(new AccountChanged(Home.Id, Home.Lena.UserId, ActivityKind.AccountDisabled));
        _clinic.Count("ActivityLog", "\"Kind\" = 'AccountDisabled' AND \"From\" = 'enabled' AND \"To\" = 'disabled'").Should().Be(1);
        (await _clinic.Get<AccountQueries>().ActorAsync(Home.Lena.UserId)).Should().BeNull();
    }

    [Fact]
    public async Task Disabling_twice_and_enabling_what_is_enabled_changes_nothing()
    {
        (await Accounts.EnableAsync(Home.Admin, Home.Lena.UserId)).Changed.Should().BeFalse();
        await Accounts.DisableAsync(Home.Admin, Home.Lena.UserId);

        var again = await Accounts.DisableAsync(Home.SecondAdmin, Home.Lena.UserId);

        again.Succeeded.Should().BeTrue();
        again.Changed.Should().BeFalse();
        _clinic.Count("ActivityLog").Should().Be(1);
        (await Accounts.EnableAsync(Home.Admin, Home.Lena.UserId)).Changed.Should().BeTrue();
        (await AccountAsync(Home.Lena)).IsDisabled.Should().BeFalse();
    }

    [Fact]
    public async Task A_new_role_changes_the_stamp_and_is_one_line_and_the_same_role_changes_nothing()
    {
        var before = await AccountAsync(Home.Lena);
        (await Accounts.ChangeRoleAsync(Home.Admin, Home.Lena.UserId, Role.Receptionist)).Changed.Should().BeFalse();

        (await Accounts.ChangeRoleAsync(Home.Admin, Home.Lena.UserId, Role.Admin)).Changed.Should().BeTrue();

        var after = await AccountAsync(Home.Lena);
        (after.Role, after.SecurityStamp == before.SecurityStamp).Should().Be((Role.Admin, false));
        _clinic.Count("ActivityLog", "\"Kind\" = 'AccountRoleChanged' AND \"From\" = 'Receptionist' AND \"To\" = 'Admin'").Should().Be(1);
        (await _clinic.Get<AccountQueries>().ActorAsync(Home.Lena.UserId))!.Role.Should().Be(Role.Admin);
    }

    [Fact]
    public async Task Nobody_disables_or_demotes_himself()
    {
        (await Accounts.DisableAsync(Home.Admin, Home.Admin.UserId)).Refusal!.Sentence.Should().Be("You cannot disable your own account.");
        (await Accounts.ChangeRoleAsync(Home.Admin, Home.Admin.UserId, Role.Receptionist)).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);

        (await AccountAsync(Home.Admin)).Should().Match<Account>(a => !a.IsDisabled && a.Role == Role.Admin);
    }

    [Theory]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.Practitioner)]
    [InlineData(Role.Patient)]
    public async Task Only_an_admin_manages_accounts(Role role)
    {
        var actor = Home.Of(role);

        (await Accounts.DisableAsync(actor, Home.Omar.UserId)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Accounts.EnableAsync(actor, Home.Omar.UserId)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Accounts.ChangeRoleAsync(actor, actor.UserId, Role.Admin)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await _clinic.Get<AccountQueries>().ListAsync(actor)).Should().BeEquivalentTo(new { Count = 0 });
        (await Accounts.DisableAsync(actor with { Role = Role.Admin }, Home.Omar.UserId)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden, "a claimed role is read again");
    }

    [Fact]
    public async Task Another_clinics_account_looks_like_one_that_does_not_exist()
    {
        var foreign = await Accounts.DisableAsync(Home.Admin, _clinic.Other.Lena.UserId);
        var unknown = await Accounts.DisableAsync(Home.Admin, Guid.NewGuid());

        foreign.Refusal.Should().Be(unknown.Refusal).And.Be(Refusal.NotFound("account"));
        (await AccountAsync(_clinic.Other.Lena)).IsDisabled.Should().BeFalse();
        (await _clinic.Get<AccountQueries>().ListAsync(Home.Admin)).Rows.Should().HaveCount(8).And.NotContain(a => a.Id == _clinic.Other.Lena.UserId);
    }

    [Theory]
    [InlineData(Role.Practitioner, RefusalKind.NotAllowed)]
    [InlineData(Role.Patient, RefusalKind.NotAllowed)]
    [InlineData(Role.System, RefusalKind.Invalid)]
    [InlineData((Role)99, RefusalKind.Invalid)]
    public async Task A_role_needs_the_record_that_belongs_to_it(Role role, RefusalKind kind)
    {
        (await Accounts.ChangeRoleAsync(Home.Admin, Home.Lena.UserId, role)).Refusal!.Kind.Should().Be(kind);
        (await AccountAsync(Home.Lena)).Role.Should().Be(Role.Receptionist);

        (await Accounts.ChangeRoleAsync(Home.Admin, Home.Doctor.UserId, Role.Admin)).Changed.Should().BeTrue();
        (await Accounts.ChangeRoleAsync(Home.Admin, Home.Doctor.UserId, Role.Practitioner)).Changed.Should().BeTrue("the doctor's record is still there");
    }

    [Fact]
    public async Task The_accounts_can_be_searched_by_name_and_address_and_wildcards_are_letters()
    {
        var accounts = _clinic.Get<AccountQueries>();

        (await accounts.ListAsync(Home.Admin, " lena ")).Rows.Should().ContainSingle().Which.DisplayName.Should().Be("Lena Desk");
        (await accounts.ListAsync(Home.Admin, "dr.ada")).Rows.Should().ContainSingle().Which.Role.Should().Be(Role.Practitioner);
        foreach (var nobody in new[] { "%", "_", "\\", "';--", new string('x', 100_000) }) (await accounts.ListAsync(Home.Admin, nobody)).Rows.Should().BeEmpty();
        (await accounts.ListAsync(Home.Admin, null, page: 3)).Should().BeEquivalentTo(new { Count = 8 });
        (await accounts.ListAsync(Home.Admin, null, page: -1)).Rows.Should().HaveCount(8);
    }

    public void Dispose() => _clinic.Dispose();

    private async Task<Account> AccountAsync(Actor who)
    {
        await using var db = _clinic.NewContext();
        return await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == who.UserId);
    }
}
