using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ClinicLive.Domain.Features.Push;

namespace ClinicLive.Tests.Features.Push;

/// <summary>The encryption of push messages, against the published example and at its edges.</summary>
public sealed class MessageEncryptionTests
{
    private const string Receiver = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string Secret = "BTBZMqHH6r4Tts7J_aSIgg";

    [Fact]
    public void The_example_of_RFC_8291_comes_out_byte_for_byte()
    {
        var point = Base64Url.DecodeFromChars("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        using var sender = ECDiffieHellman.Create(P256.Read(point, Base64Url.DecodeFromChars("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))!.Value);

        var message = MessageEncryption.Encrypt(
            Encoding.ASCII.GetBytes("When I grow up, I want to be a watermelon"), Base64Url.DecodeFromChars(Receiver), Base64Url.DecodeFromChars(Secret),
            sender, Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw"));

        Base64Url.EncodeToString(message).Should().Be(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    [Fact]
    public void The_same_text_never_looks_the_same_twice_and_short_and_long_ones_are_of_one_length()
    {
        var (first, second, longer) = (Encrypt("Yes", 100), Encrypt("Yes", 100), Encrypt("No, thank you, not today", 100));

        first.Should().NotEqual(second);
        longer.Should().HaveCount(first.Length).And.HaveCount(86 + 101 + 16, "header, filled text with its mark, tag");
    }

    [Fact]
    public void The_longest_text_fits_into_4096_bytes_and_one_byte_more_is_refused()
    {
        Encrypt(new string('x', MessageEncryption.MostBytes), 0).Length.Should().BeLessThanOrEqualTo(4_096);

        var tooLong = () => Encrypt(new string('x', MessageEncryption.MostBytes + 1), 0);
        tooLong.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_key_beside_the_curve_is_no_key()
    {
        var beside = Base64Url.DecodeFromChars(Receiver);
        beside[64] ^= 1;

        P256.Read(beside).Should().BeNull();
        P256.Read(beside.AsSpan(1)).Should().BeNull();
        var encrypt = () => MessageEncryption.Encrypt([1], beside, Base64Url.DecodeFromChars(Secret));
        encrypt.Should().Throw<CryptographicException>();
    }

    private static byte[] Encrypt(string text, int padTo) => MessageEncryption.Encrypt(Encoding.ASCII.GetBytes(text), Base64Url.DecodeFromChars(Receiver), Base64Url.DecodeFromChars(Secret), padTo);
}
