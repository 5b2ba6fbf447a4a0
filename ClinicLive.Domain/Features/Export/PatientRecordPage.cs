using System.Net;
using System.Text;
using System.Text.Json;

namespace ClinicLive.Domain.Features.Export;

/// <summary>A patient's record as a page to be read and printed. Everything in it is text; it loads and runs nothing.</summary>
public static class PatientRecordPage
{
    private const string Style = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:52rem;padding:0 1rem;color:#17202b;background:#fff}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #dde2e8;overflow-wrap:anywhere}td.t{white-space:pre-wrap}small{color:#4a5663}@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}";

    /// <summary>The page of a record as <see cref="ExportService.PatientAsync"/> gives it.</summary>
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var (root, page) = (document.RootElement, new StringBuilder());
        var patient = root.GetProperty("patient");
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Patient record</title><style>").Append(Style).Append("</style></head><body>\n<h1><bdi>")
            .Append(Text(patient, "name")).Append("</bdi></h1>\n<p>").Append(Text(root, "clinic")).Append(". Made by <bdi>").Append(Text(root, "exportedBy")).Append("</bdi> on ").Append(Text(root, "exportedAt")).Append(". All times are UTC.</p>\n");
        Table(page, "Personal data", [("Date of birth", "dateOfBirth"), ("Phone", "phone"), ("E-mail", "email")], [patient]);
        Table(page, "Visits", [("Begin", "start"), ("End", "end"), ("State", "status"), ("Doctor", "doctor"), ("Reason", "reason"), ("Came", "arrived")], root.GetProperty("visits").EnumerateArray());
        foreach (var room in root.GetProperty("conversations").EnumerateArray()) Table(page, $"Conversation ({Text(room, "kind")})", [("At", "at"), ("Who", "sender"), ("Text", "text")], room.GetProperty("messages").EnumerateArray());
        Table(page, "Notifications", [("At", "at"), ("Title", "title"), ("Text", "text"), ("Read", "read")], root.GetProperty("notifications").EnumerateArray());
        return page.Append("</body></html>\n").ToString();
    }

    private static void Table(StringBuilder page, string title, (string Head, string Name)[] columns, IEnumerable<JsonElement> rows)
    {
        page.Append("<h2>").Append(title).Append("</h2>\n<table><thead><tr>");
        foreach (var (head, _) in columns) page.Append("<th scope=\"col\">").Append(head).Append("</th>");
        page.Append("</tr></thead><tbody>\n");
        var count = 0;
        foreach (var row in rows)
        {
            page.Append("<tr>");
            foreach (var (_, name) in columns) page.Append("<td class=\"t\" dir=\"auto\">").Append(Text(row, name)).Append("</td>");
            page.Append("</tr>\n");
            count++;
        }

        if (count == 0) page.Append("<tr><td colspan=\"").Append(columns.Length).Append("\"><small>Nothing.</small></td></tr>\n");
        page.Append("</tbody></table>\n");
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? WebUtility.HtmlEncode(value.GetString()!) : "";
}
