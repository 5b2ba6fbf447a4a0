using ClinicLive.Domain.Features.Activity;
using ClinicLive.Domain.Features.Webhooks;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Webhooks;

/// <summary>Only an admin of the own clinic, only public addresses, and every command once.</summary>
public sealed class WebhookRightsTests : IDisposable
{
    private static readonly WebhookWish Wish = new("Laboratory", "https://example.org/hook", WebhookEvents.Appointment);
    private readonly ClinicDatabase _clinic = new();

    private TestClinic Home => _clinic.Home;

    private WebhookService Service => _clinic.Get<WebhookService>();

    private WebhookQueries Queries => _clinic.Get<WebhookQueries>();

    [Fact]
    public async Task Nobody_but_an_admin_of_the_clinic_sees_or_does_anything()
    {
        var hook = (await Service.AddAsync(Home.Admin, Wish, Guid.NewGuid())).Value;
        await Service.SendTestAsync(Home.Admin, hook, Guid.NewGuid());
        var delivery = (await Queries.ListAsync(Home.Admin)).Single().Last.Single().Id;

        foreach (var (who, expected) in new[] { (Home.Lena, RefusalKind.Forbidden), (Home.Doctor, RefusalKind.Forbidden), (Home.Patient, RefusalKind.Forbidden), (_clinic.Other.Admin, RefusalKind.NotFound) })
        {
            Outcome<Guid>[] answers =
            [
                await Service.ChangeAsync(who, hook, 1, Wish with { Name = "Mine" }, Guid.NewGuid()),
                await Service.RenewSecretAsync(who, hook, Guid.NewGuid()),
                await Service.RemoveAsync(who, hook, Guid.NewGuid()),
                await Service.SendTestAsync(who, hook, Guid.NewGuid()),
                await Service.SendAgainAsync(who, delivery, Guid.NewGuid()),
            ];
            answers.Should().OnlyContain(a => a.Refusal!.Kind == expected, who.DisplayName);
            (await Queries.ListAsync(who)).Should().BeEmpty();
            (await Queries.SecretAsync(who, hook)).Should().BeNull();
        }

        (await Service.AddAsync(Home.Lena, Wish, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Forbidden);
        (await Queries.ListAsync(Home.Admin)).Should().ContainSingle().Which.Name.Should().Be("Laboratory");
    }

    [Theory]
    [InlineData("http://example.org/hook")]
    [InlineData("https://example.org:8443/hook")]
    [InlineData("https://10.1.2.3/hook")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://intranet/hook")]
    [InlineData("https://me:secret@example.org/hook")]
    [InlineData("ftp://example.org/hook")]
    [InlineData("hook")]
    [InlineData(" ")]
    [InlineData(null)]
    public async Task A_place_that_is_not_public_is_refused_beside_its_field(string? address)
    {
        var answer = await Service.AddAsync(Home.Admin, Wish with { Address = address }, Guid.NewGuid());

        answer.Refusal!.Field.Should().Be("Address");
        _clinic.Count("Webhooks").Should().Be(0);
    }

    [Fact]
    public async Task A_name_and_an_event_are_needed_and_twenty_are_enough()
    {
        (await Service.AddAsync(Home.Admin, Wish with { Name = " " }, Guid.NewGuid())).Refusal!.Field.Should().Be("Name");
        (await Service.AddAsync(Home.Admin, Wish with { Name = new string('x', Webhook.NameLimit + 1) }, Guid.NewGuid())).Refusal!.Field.Should().Be("Name");
        (await Service.AddAsync(Home.Admin, Wish with { Events = WebhookEvents.None }, Guid.NewGuid())).Refusal!.Field.Should().Be("Events");
        (await Service.AddAsync(Home.Admin, Wish with { Events = (WebhookEvents)64 }, Guid.NewGuid())).Refusal!.Field.Should().Be("Events");
        for (var i = 0; i < WebhookService.Most; i++) (await Service.AddAsync(Home.Admin, Wish, Guid.NewGuid())).Succeeded.Should().BeTrue();

        (await Service.AddAsync(Home.Admin, Wish, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.NotAllowed);
    }

    [Fact]
    public async Task A_command_twice_is_one_change_with_one_line_in_the_log_and_the_slower_of_two_is_told()
    {
        var command = Guid.NewGuid();
        var first = await Service.AddAsync(Home.Admin, Wish, command);
        var second = await Service.AddAsync(Home.Admin, Wish, command);
        second.Value.Should().Be(first.Value);
        second.Changed.Should().BeFalse();

        (await Service.ChangeAsync(Home.Admin, first.Value, 1, Wish with { Name = "First" }, Guid.NewGuid())).Succeeded.Should().BeTrue();
        (await Service.ChangeAsync(Home.Admin, first.Value, 1, Wish with { Name = "Second" }, Guid.NewGuid())).Refusal!.Kind.Should().Be(RefusalKind.Moved);

        (await Queries.ListAsync(Home.Admin)).Single().Name.Should().Be("First");
        await using var db = _clinic.NewContext();
        (await db.Activity.Where(a => a.SubjectId == first.Value).Select(a => a.Kind).ToListAsync()).Should().BeEquivalentTo([ActivityKind.WebhookAdded, ActivityKind.WebhookChanged]);
    }

    [Fact]
    public async Task The_secret_is_stored_sealed_and_a_new_one_is_another()
    {
        var hook = (await Service.AddAsync(Home.Admin, Wish, Guid.NewGuid())).Value;
        var before = await Queries.SecretAsync(Home.Admin, hook);
        await using (var db = _clinic.NewContext()) (await db.Webhooks.SingleAsync()).SealedSecret.Should().NotContain(before!["whsec_".Length..]);

        await Service.RenewSecretAsync(Home.Admin, hook, Guid.NewGuid());

        (await Queries.SecretAsync(Home.Admin, hook)).Should().StartWith("whsec_").And.NotBe(before);
    }

    public void Dispose() => _clinic.Dispose();
}
