using ClinicLive.Web.Features.Chat;

namespace ClinicLive.Tests.Features.Chat;

/// <summary>Addresses become links when they are safe, and everything else stays text.</summary>
public sealed class TextPartsTests
{
    [Theory]
    [InlineData("see https://example.org/a?b=1&c=2.", "https://example.org/a?b=1&c=2")]
    [InlineData("(http://example.org/x)", "http://example.org/x")]
    [InlineData("http://example.org/wiki/A_(b)", "http://example.org/wiki/A_(b)")]
    [InlineData("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG")]
    [InlineData("two https://a.example, https://b.example!", "https://a.example|https://b.example")]
    [InlineData("javascript:alert(1) data:text/html,x file:///etc/passwd ftp://x.example", "")]
    [InlineData("https://bank.example@evil.example/", "")]
    [InlineData("https:// http://", "")]
    [InlineData("at www.example.org/a, or WWW.example.org.", "www.example.org/a|WWW.example.org")]
    [InlineData("www. www.x www.user@evil.example awww.example.org", "")]
    [InlineData("<a href=\"https://x.example\">", "https://x.example")]
    public void Links(string body, string links)
    {
        var parts = TextParts.Of(body).ToList();

        string.Join('|', parts.Where(p => p.Href is not null).Select(p => p.Text)).Should().Be(links);
        string.Concat(parts.Select(p => p.Text)).Should().Be(body);
        parts.Where(p => p.Href is not null).All(p => p.Href!.StartsWith("http://", StringComparison.Ordinal) || p.Href.StartsWith("https://", StringComparison.Ordinal)).Should().BeTrue();
    }

    [Theory]
    [InlineData("Übelkeit seit Montag", "ubel", "[Übel]keit seit Montag")]
    [InlineData("a b a", "a", "[a] b [a]")]
    [InlineData("写真の湿疹", "湿疹", "写真の[湿疹]")]
    [InlineData("👩‍👩‍👧 and 👩", "👩", "[👩‍👩‍👧] and [👩]")]
    [InlineData("nothing", "x", "nothing")]
    public void Hits_are_marked_as_searches_compare_and_no_sign_is_cut(string body, string typed, string marked) =>
        string.Concat(Marked.All(body, typed).Select(p => p.IsHit ? $"[{p.Text}]" : p.Text)).Should().Be(marked);
}
