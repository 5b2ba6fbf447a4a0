using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ClinicLive.Domain.Features.Chat;

/// <summary>
/// The record as a page for people, made of the sealed file alone and always in the same way: whoever has the file can make the
/// page again and compare. The file itself lies in the page, so that it can be verified.
/// </summary>
public static class ChatRecordPage
{
    private const string Begin = "<script type=\"application/json\" id=\"record\">";
    private const string End = "</script>";
    private const string Style = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:50rem;padding:0 1rem;color:#17202b}h1{font-size:1.3rem}ol{list-style:none;padding:0}li{border-top:1px solid #dde2e8;padding:.6rem 0}b{font-weight:600}small{color:#5e6a77;display:block}.body{white-space:pre-wrap;overflow-wrap:anywhere}code{font-size:.8rem;overflow-wrap:anywhere}";

    /// <summary>The page of a sealed file.</summary>
    public static string Of(string json)
    {
        using var file = JsonDocument.Parse(json);
        var (head, entries) = (file.RootElement.GetProperty("head"), file.RootElement.GetProperty("entries"));
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Conversation</title><style>").Append(Style).Append("</style></head><body>\n<h1>")
            .Append(Text(head, "title")).Append("</h1>\n<p>").Append(Text(head, "clinic")).Append(". Exported by ").Append(Text(head, "exportedBy")).Append(" on ").Append(Text(head, "exportedAt")).Append(" UTC.</p>\n<ul>");
        foreach (var person in head.GetProperty("people").EnumerateArray()) page.Append("<li>").Append(Text(person, "name")).Append(", ").Append(Text(person, "role")).Append("</li>");
        page.Append("</ul>\n<ol>");
        foreach (var line in entries.EnumerateArray()) Entry(page, line.GetProperty("entry"));
        return page.Append("\n</ol>\n<p><small>Seal</small><code>").Append(Text(file.RootElement, "seal")).Append("</code></p>\n").Append(Begin).Append(Embedded(json)).Append(End).Append("\n</body></html>\n").ToString();
    }

    /// <summary>The sealed file in a page; null when there is none.</summary>
    public static string? RecordIn(string page)
    {
        var from = page.IndexOf(Begin, StringComparison.Ordinal);
        if (from < 0) return null;
        from += Begin.Length;
        var to = page.IndexOf(End, from, StringComparison.Ordinal);
        return to < 0 ? null : page[from..to];
    }

    private static void Entry(StringBuilder page, JsonElement entry)
    {
        page.Append("\n<li id=\"m").Append(Text(entry, "number")).Append("\"><b>").Append(Text(entry, "sender")).Append("</b><small>").Append(Text(entry, "sentAt")).Append(" UTC · ").Append(Text(entry, "number"));
        foreach (var (name, words) in new[] { ("kind", ""), ("replyTo", "answers "), ("editedAt", "edited "), ("deletedAt", "deleted ") })
        {
            if (Text(entry, name) is { Length: > 0 } value && value != "Text") page.Append(" · ").Append(words).Append(value);
        }

        page.Append("</small><div class=\"body\" dir=\"auto\">").Append(Text(entry, "body")).Append("</div>");
        foreach (var (list, words, name, more) in new[] { ("earlier", "Before", "body", "replacedAt"), ("files", "File", "name", "sha256"), ("receipts", "Reached", "name", "state"), ("reactions", "Sign", "sign", "names") })
        {
            foreach (var item in entry.GetProperty(list).EnumerateArray()) page.Append("<small>").Append(words).Append(": ").Append(Text(item, name)).Append(", ").Append(Text(item, more)).Append("</small>");
        }

        page.Append("</li>");
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value)
        ? WebUtility.HtmlEncode(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.ValueKind == JsonValueKind.Null ? "" : string.Create(CultureInfo.InvariantCulture, $"{value}"))
        : "";

    // A text can end a script element; JSON can be written without that sign.
    private static string Embedded(string json) => json.Replace("<", "\\u003c", StringComparison.Ordinal);
}
