using System.Globalization;
using System.Text;

namespace ClinicLive.Web.Hosting.Operations;

/// <summary>
/// The text format of Prometheus, version 0.0.4 (prometheus.io, "Exposition formats"), with names made as OpenTelemetry's conventions say: dots become
/// underscores, the unit and <c>_total</c> are added. By hand, because the exporter's package is not in every package source.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary><c>db.client.operation.duration</c> in <c>s</c> becomes <c>db_client_operation_duration_seconds</c>.</summary>
    public static string NameOf(string name, string? unit, bool isCounter)
    {
        var text = new StringBuilder();
        foreach (var sign in name) text.Append(char.IsAsciiLetterOrDigit(sign) ? sign : '_');
        var word = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", "%" => "_percent", _ => "" };
        if (word.Length > 0 && !text.ToString().EndsWith(word, StringComparison.Ordinal)) text.Append(word);
        if (isCounter) text.Append("_total");
        return text.ToString();
    }

    /// <summary>One label, with what would end it escaped.</summary>
    public static void Label(StringBuilder to, string name, object value)
    {
        foreach (var sign in name) to.Append(char.IsAsciiLetterOrDigit(sign) ? sign : '_');
        to.Append("=\"").Append((Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"');
    }

    /// <summary>A family: what it is, and all its series.</summary>
    public static void Write(StringBuilder to, IReadOnlyList<MetricFamily> families)
    {
        var family = families[0];
        to.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Help.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
        to.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind).Append('\n');
        foreach (var (labels, sum, buckets) in families.SelectMany(f => f.All).GroupBy(s => s.Labels, StringComparer.Ordinal).Select(g => g.First()))
        {
            if (family.Kind != "histogram") Line(to, family.Name, labels, sum);
            else WriteHistogram(to, family, labels, sum, buckets);
        }
    }

    private static void WriteHistogram(StringBuilder to, MetricFamily family, string labels, double sum, long[] buckets)
    {
        var count = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            count += buckets[i];
            var edge = i < family.Bounds.Count ? Number(family.Bounds[i]) : "+Inf";
            Line(to, family.Name + "_bucket", labels.Length == 0 ? $"le=\"{edge}\"" : $"{labels},le=\"{edge}\"", count);
        }

        Line(to, family.Name + "_sum", labels, sum);
        Line(to, family.Name + "_count", labels, count);
    }

    private static void Line(StringBuilder to, string name, string labels, double value)
    {
        to.Append(name);
        if (labels.Length > 0) to.Append('{').Append(labels).Append('}');
        to.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
