using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClinicLive.Tests.Features.Accounts;

/// <summary>A save that began before an admin's decision does not write the decision away.</summary>
public sealed class DisabledWhilePasswordChangesTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    public void Dispose() => _clinic.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_save_of_all_columns_that_began_before_is_refused(bool changesRole)
    {
        await using var db = _clinic.NewContext();
        var before = await db.Accounts.SingleAsync(a => a.Id == _clinic.Home.Omar.UserId);
        var accounts = _clinic.Get<AccountService>();
        var decision = changesRole
            ? await accounts.ChangeRoleAsync(_clinic.Home.Admin, before.Id, Role.Admin)
            : await accounts.DisableAsync(_clinic.Home.Admin, before.Id);
        decision.Succeeded.Should().BeTrue();

        before.PasswordHash = "another"; // what Identity does: attach, a new stamp, all columns
        before.ConcurrencyStamp = Guid.NewGuid().ToString();
        db.Update(before);
        (await db.TrySaveAsync()).Should().Be(SaveResult.Stale);

        await using var fresh = _clinic.NewContext();
        var after = await fresh.Accounts.SingleAsync(a => a.Id == before.Id);
        (after.IsDisabled, after.Role).Should().Be((!changesRole, changesRole ? Role.Admin : Role.Receptionist));
    }
}
