using System.Text.RegularExpressions;

namespace ClinicLive.Web.Features.Chat;

/// <summary>A message's text in parts: plain text, and addresses that can be opened. Put together the parts are the text to the letter.</summary>
public static partial class TextParts
{
    private const int Longest = 2_000;

    /// <summary>The parts of a text. Only http and https become links, and what begins with www., which means https; what ends a sentence does not belong to an address.</summary>
    public static IEnumerable<(string Text, string? Href)> Of(string body)
    {
        var at = 0;
        foreach (Match match in Address().Matches(body))
        {
            var address = Trimmed(match.Value);
            var whole = address.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? $"https://{address}" : address;
            if (address.Length > Longest || !Uri.TryCreate(whole, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.UserInfo.Length > 0) continue; // a name before the host is how addresses lie
            if (match.Index > at) yield return (body[at..match.Index], null);
            yield return (address, uri.AbsoluteUri);
            at = match.Index + address.Length;
        }

        if (at < body.Length) yield return (body[at..], null);
    }

    private static string Trimmed(string address)
    {
        var end = address.Length;
        while (end > 0 && (".,;:!?'\"…»”’".Contains(address[end - 1], StringComparison.Ordinal) || (address[end - 1] == ')' && !address[..end].Contains('(', StringComparison.Ordinal)))) end--;
        return address[..end];
    }

    [GeneratedRegex(@"\b(https?://|www\.[^\s<>\p{C}/.]+\.)[^\s<>\p{C}]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
