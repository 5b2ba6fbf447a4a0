using System.Text.Json.Nodes;
using ClinicLive.Domain.Features.Push;
using ClinicLive.Tests.Features.Push.Independent;
using ClinicLive.Tests.Support;

namespace ClinicLive.Tests.Features.Push;

/// <summary>What we send is taken, checked and read by an implementation that is not ours.</summary>
public sealed class IndependentReceiverTests : IDisposable
{
    private readonly ClinicDatabase _clinic = PushClinic.Open();

    public void Dispose() => _clinic.Dispose();

    [Fact]
    public async Task It_decrypts_the_message_and_finds_the_senders_token_signed_and_in_order()
    {
        await using var receiver = await IndependentReceiver.StartAsync();
        await _clinic.SwitchOnAsync(_clinic.Home.Patient, receiver.Wish);
        var message = PushClinic.News("/portal?a=1", isUrgent: true);

        (await _clinic.SendAsync(_clinic.Home.Patient, message))!.Answer.Should().Be(PushAnswer.Taken);

        var taken = await receiver.NextAsync();
        taken["fault"].Should().BeNull();
        var text = JsonNode.Parse(taken["text"]!.ToString())!;
        (text["id"]!.ToString(), text["title"]!.ToString(), text["text"]!.ToString(), text["link"]!.ToString(), (bool)text["urgent"]!)
            .Should().Be((message.NotificationId.ToString(), message.Title, message.Text, "/portal?a=1", true));
        var token = taken["token"]!;
        ((bool)token["isSigned"]!).Should().BeTrue();
        token["key"]!.ToString().Should().Be(await _clinic.Get<PushQueries>().PublicKeyAsync());
        (token["header"]!["alg"]!.ToString(), token["header"]!["typ"]!.ToString()).Should().Be(("ES256", "JWT"));
        token["claims"]!["aud"]!.ToString().Should().Be(new Uri(receiver.Wish.Endpoint).GetLeftPart(UriPartial.Authority));
        token["claims"]!["sub"]!.ToString().Should().Be("mailto:it@clinic.test");
        DateTimeOffset.FromUnixTimeSeconds((long)token["claims"]!["exp"]!).Should().BeAfter(_clinic.Now).And.BeOnOrBefore(_clinic.Now.AddHours(24));
        var headers = taken["headers"]!;
        (headers["content-encoding"]!.ToString(), headers["ttl"]!.ToString(), headers["urgency"]!.ToString()).Should().Be(("aes128gcm", "43200", "high"));
        headers["topic"]!.ToString().Should().MatchRegex("^[A-Za-z0-9_-]{1,32}$");
    }

    [Fact]
    public async Task It_reads_the_longest_and_the_shortest_and_any_script_and_all_are_of_one_length()
    {
        await using var receiver = await IndependentReceiver.StartAsync();
        await _clinic.SwitchOnAsync(_clinic.Home.Patient, receiver.Wish);
        var lengths = new List<int>();
        foreach (var title in new[] { "", "Ваша клиника 🏥", new string('x', 200) })
        {
            await _clinic.SendAsync(_clinic.Home.Patient, PushClinic.News() with { Title = title });
            var taken = await receiver.NextAsync();
            JsonNode.Parse(taken["text"]!.ToString())!["title"]!.ToString().Should().Be(title);
            lengths.Add((int)taken["length"]!);
        }

        lengths.Distinct().Should().ContainSingle();
    }
}
