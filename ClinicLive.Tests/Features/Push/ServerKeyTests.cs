using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Tests.Features.Push;

/// <summary>The key by which push services know the clinic: made once, kept sealed, and what is signed with it.</summary>
public sealed class ServerKeyTests : IDisposable
{
    private readonly ClinicDatabase _clinic = PushClinic.Open();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public void A_token_is_signed_by_the_key_that_it_names_and_a_changed_one_is_not()
    {
        var key = ServerKey.Make();

        var header = key.Authorize(new Uri("https://push.example.com/send/1?x=2"), "mailto:it@clinic.test", DateTimeOffset.UnixEpoch.AddHours(12));

        header.Should().StartWith("vapid t=").And.EndWith($", k={key.PublicKey}").And.NotContain("send/1");
        var parts = header["vapid t=".Length..header.IndexOf(',', StringComparison.Ordinal)].Split('.');
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Should().Be("""{"aud":"https://push.example.com","exp":43200,"sub":"mailto:it@clinic.test"}""");
        using var known = ECDsa.Create(P256.Read(Base64Url.DecodeFromChars(key.PublicKey))!.Value);
        Verify(known, $"{parts[0]}.{parts[1]}", parts[2]).Should().BeTrue();
        Verify(known, $"{parts[0]}.{parts[1]}x", parts[2]).Should().BeFalse();
    }

    [Fact]
    public async Task It_is_made_once_and_is_the_same_after_a_restart_and_on_another_node()
    {
        var first = await _clinic.Get<ServerKeys>().GetAsync();
        using var restarted = Keys(_clinic.Get<ISecretSeal>());

        (await restarted.GetAsync()).PublicKey.Should().Be(first.PublicKey);
        (await restarted.GetAsync()).PrivateKey.Should().Be(first.PrivateKey);
        _clinic.Count("PushServerKeys").Should().Be(1);
        _clinic.Dump("PushServerKeys").Should().Contain(first.PublicKey).And.NotContain(first.PrivateKey);
    }

    [Fact]
    public async Task Nodes_that_make_it_at_once_end_with_one()
    {
        var nodes = Enumerable.Range(0, 8).Select(_ => Keys(_clinic.Get<ISecretSeal>())).ToList();

        var made = await Task.WhenAll(nodes.Select(n => Task.Run(async () => (await n.GetAsync()).PublicKey)));

        made.Distinct().Should().ContainSingle();
        nodes.ForEach(n => n.Dispose());
    }

    [Fact]
    public async Task Where_the_seal_is_lost_a_new_pair_is_made_and_browsers_are_asked_to_renew()
    {
        await _clinic.SwitchOnAsync(_clinic.Home.Patient, PushClinic.Browser());
        var before = await _clinic.Get<ServerKeys>().GetAsync();

        using var moved = Keys(new SecretSeal(new EphemeralDataProtectionProvider()));
        var after = await moved.GetAsync();

        after.PublicKey.Should().NotBe(before.PublicKey);
        var service = new PushService(_clinic.Get<IDbContextFactory<ClinicDbContext>>(), moved, PushClinic.Settings, _clinic.Clock);
        (await service.SeeAsync(_clinic.Home.Patient, Guid.NewGuid(), PushClinic.Browser().Endpoint)).Value!.Place.Should().Be(PushPlace.Renew);
    }

    [Fact]
    public async Task Keys_of_the_settings_win_and_nothing_is_kept()
    {
        var given = ServerKey.Make();
        var settings = PushClinic.Settings with { PublicKey = given.PublicKey, PrivateKey = given.PrivateKey };
        using var keys = Keys(_clinic.Get<ISecretSeal>(), settings);

        (await keys.GetAsync()).PublicKey.Should().Be(given.PublicKey);
        settings.Check().Should().BeNull();
        _clinic.Count("PushServerKeys").Should().Be(0);
    }

    [Fact]
    public void Settings_that_cannot_be_used_are_named()
    {
        var (one, other) = (ServerKey.Make(), ServerKey.Make());
        new PushSettings().Check().Should().BeNull("it is off");
        new PushSettings { IsOn = true }.Check()!.Value.Name.Should().Be("Subject");
        (PushClinic.Settings with { Subject = "ftp://x" }).Check()!.Value.Name.Should().Be("Subject");
        (PushClinic.Settings with { PublicKey = one.PublicKey }).Check()!.Value.Name.Should().Be("PrivateKey");
        (PushClinic.Settings with { PublicKey = one.PublicKey, PrivateKey = other.PrivateKey }).Check()!.Value.Name.Should().Be("PrivateKey", "they are no pair");
    }

    private static bool Verify(ECDsa key, string text, string signature) =>
        key.VerifyData(Encoding.ASCII.GetBytes(text), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private ServerKeys Keys(ISecretSeal seal, PushSettings? settings = null) => new(_clinic.Get<IDbContextFactory<ClinicDbContext>>(), seal, settings ?? PushClinic.Settings, _clinic.Clock);
}
