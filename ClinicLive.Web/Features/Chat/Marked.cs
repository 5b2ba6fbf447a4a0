using System.Globalization;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Chat;

/// <summary>Where in a text the words are that were looked for; compared as searches compare, shown as written.</summary>
public static class Marked
{
    private const int Before = 40;
    private const int Length = 200;

    /// <summary>The text around the first hit, in parts that are hits or not. No sign is cut in half.</summary>
    public static IEnumerable<(string Text, bool IsHit)> Around(string body, string typed)
    {
        var (elements, isHit) = Find(body, typed);
        var first = Math.Max(0, Array.IndexOf(isHit, true));
        var from = Math.Max(0, first - Before);
        var to = Math.Min(elements.Length, from + Length);
        if (from > 0) yield return ("… ", false);
        foreach (var part in Parts(elements, isHit, from, to)) yield return part;
        if (to < elements.Length) yield return (" …", false);
    }

    /// <summary>The whole text in parts that are hits or not.</summary>
    public static IEnumerable<(string Text, bool IsHit)> All(string body, string typed)
    {
        var (elements, isHit) = Find(body, typed);
        return Parts(elements, isHit, 0, elements.Length);
    }

    private static IEnumerable<(string, bool)> Parts(string[] elements, bool[] isHit, int from, int to)
    {
        for (var at = from; at < to;)
        {
            var end = at + 1;
            while (end < to && isHit[end] == isHit[at]) end++;
            yield return (string.Concat(elements[at..end]), isHit[at]);
            at = end;
        }
    }

    private static (string[] Elements, bool[] IsHit) Find(string body, string typed)
    {
        var elements = Elements(body);
        var isHit = new bool[elements.Length];
        var folded = Array.ConvertAll(elements, PlainText.Fold);
        var text = string.Concat(folded);
        var owner = new int[text.Length];
        for (int i = 0, at = 0; i < folded.Length; i++)
        {
            for (var end = at + folded[i].Length; at < end; at++) owner[at] = i;
        }

        foreach (var word in typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(PlainText.Fold).Where(w => w.Length > 0).Take(10))
        {
            for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
            {
                for (var i = at; i < at + word.Length; i++) isHit[owner[i]] = true;
            }
        }

        return (elements, isHit);
    }

    private static string[] Elements(string text)
    {
        var elements = new List<string>(text.Length);
        var each = StringInfo.GetTextElementEnumerator(text);
        while (each.MoveNext()) elements.Add(each.GetTextElement());
        return [.. elements];
    }
}
