using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Displays;

public sealed class DisplayServiceTests : IDisposable
{
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private DisplayService Service => _clinic.Get<DisplayService>();

    private DisplayQueries Queries => _clinic.Get<DisplayQueries>();

    private static DisplayWish Wish(string name = "Upstairs", params Guid[] doctors) => new(name, DisplayLanguage.Arabic, doctors);

    [Fact]
    public async Task An_admin_puts_up_changes_renews_and_removes_and_each_is_a_line_of_the_log()
    {
        var id = (await Service.PutUpAsync(Home.Admin, Wish(), Guid.NewGuid())).Value;
        var row = (await Queries.ListAsync(Home.Admin)).Single(d => d.Id == id);
        (row.Name, row.Language, row.LastSeenAt, row.IsSilent).Should().Be(("Upstairs", DisplayLanguage.Arabic, null, false));
        row.Code.Should().HaveLength(DisplayCode.Length);

        (await Service.ChangeAsync(Home.Admin, id, row.Version, Wish("Downstairs", Home.Doctor.PractitionerId!.Value))).Changed.Should().BeTrue();
        (await Service.RenewCodeAsync(Home.Admin, id)).Changed.Should().BeTrue();
        var changed = (await Queries.ListAsync(Home.Admin)).Single(d => d.Id == id);
        changed.Name.Should().Be("Downstairs");
        changed.PractitionerIds.Should().Equal(Home.Doctor.PractitionerId!.Value);
        changed.Code.Should().NotBe(row.Code).And.HaveLength(DisplayCode.Length);
        (await Service.RemoveAsync(Home.Admin, id)).Changed.Should().BeTrue();

        (await Queries.ListAsync(Home.Admin)).Should().NotContain(d => d.Id == id);
        await using var db = _clinic.NewContext();
        (await db.Activity.AsNoTracking().Where(a => a.SubjectId == id).OrderBy(a => a.Sequence).ToListAsync()).Select(a => (a.Kind, a.ActorId, a.Category)).Should().Equal(
            (ActivityKind.DisplayAdded, Home.Admin.UserId, ActivityCategory.Display),
            (ActivityKind.DisplayAltered, Home.Admin.UserId, ActivityCategory.Display),
            (ActivityKind.DisplayCodeRenewed, Home.Admin.UserId, ActivityCategory.Display),
            (ActivityKind.DisplayRemoved, Home.Admin.UserId, ActivityCategory.Display));
        (await db.Activity.AsNoTracking().Where(a => a.SubjectId == id).ToListAsync()).Should().NotContain(a => a.Reason != null || a.From != null || a.To != null, "a code is no matter for a log");
    }

    [Theory]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.Practitioner)]
    [InlineData(Role.Patient)]
    public async Task Nobody_else_does_and_nobody_else_is_told_a_code(Role role)
    {
        var (by, before) = (Home.Of(role), _clinic.Dump("Displays"));
        var id = Home.Display.DisplayId;

        var refusals = new[]
        {
            (await Service.PutUpAsync(by, Wish(), Guid.NewGuid())).Refusal, (await Service.ChangeAsync(by, id, 1, Wish())).Refusal,
            (await Service.RenewCodeAsync(by, id)).Refusal, (await Service.RemoveAsync(by, id)).Refusal,
        };

        refusals.Should().OnlyContain(r => r!.Kind == RefusalKind.Forbidden);
        (await Queries.ListAsync(by)).Should().BeEmpty();
        _clinic.Dump("Displays").Should().Be(before);
    }

    [Fact]
    public async Task The_screen_of_another_clinic_does_not_exist()
    {
        var (id, before) = (_clinic.Other.Display.DisplayId, _clinic.Dump("Displays"));

        (await Service.ChangeAsync(Home.Admin, id, 1, Wish())).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Service.RenewCodeAsync(Home.Admin, id)).Refusal.Should().Be((await Service.RenewCodeAsync(Home.Admin, Guid.NewGuid())).Refusal);
        (await Service.RemoveAsync(Home.Admin, id)).Refusal!.Kind.Should().Be(RefusalKind.NotFound);
        (await Service.PutUpAsync(Home.Admin, Wish("Spy", _clinic.Other.Doctor.PractitionerId!.Value), Guid.NewGuid())).Refusal!.Field.Should().Be("Doctors");
        (await Queries.ListAsync(Home.Admin)).Should().OnlyContain(d => d.Id == Home.Display.DisplayId);
        _clinic.Dump("Displays").Should().Be(before);
    }

    [Fact]
    public async Task An_admin_who_is_none_any_more_is_refused_at_once()
    {
        await _clinic.Get<Domain.Features.Accounts.AccountService>().DisableAsync(Home.SecondAdmin, Home.Admin.UserId);

        (await Service.RemoveAsync(Home.Admin, Home.Display.DisplayId)).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Queries.ListAsync(Home.Admin)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_same_command_twice_is_one_screen()
    {
        var command = Guid.NewGuid();
        var both = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Service.PutUpAsync(Home.Admin, Wish(), command))));

        both.Select(o => o.Value).Distinct().Should().HaveCount(1);
        (await Queries.ListAsync(Home.Admin)).Should().HaveCount(2);
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_not_overwritten()
    {
        var row = (await Queries.ListAsync(Home.Admin)).Single();
        await Service.ChangeAsync(Home.SecondAdmin, row.Id, row.Version, Wish("By Jan"));

        (await Service.ChangeAsync(Home.Admin, row.Id, row.Version, Wish("By Ines"))).Refusal!.Kind.Should().Be(RefusalKind.Moved);
        (await Queries.ListAsync(Home.Admin)).Single().Name.Should().Be("By Jan");
    }

    [Theory]
    [InlineData("", "Name")]
    [InlineData(" \u200B ", "Name")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901", "Name")]
    public async Task A_name_has_to_be_one(string name, string field)
    {
        (await Service.PutUpAsync(Home.Admin, Wish(name), Guid.NewGuid())).Refusal!.Field.Should().Be(field);
        (await Service.PutUpAsync(Home.Admin, Wish("half a character \uD83D"), Guid.NewGuid())).Refusal!.Field.Should().Be(field);
        (await Service.PutUpAsync(Home.Admin, new("A", (DisplayLanguage)99, []), Guid.NewGuid())).Refusal!.Field.Should().Be("Language");
    }

    public void Dispose() => _clinic.Dispose();
}
