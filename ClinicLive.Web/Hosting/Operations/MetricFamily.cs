using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace ClinicLive.Web.Hosting.Operations;

/// <summary>One instrument and its series. Labels that are not on the list are left out, and what differed in them only is added up.</summary>
internal sealed class MetricFamily
{
    /// <summary>Series of one instrument; what comes after that is not kept.</summary>
    public const int MostSeries = 1_000;

    // Seconds, as the conventions advise for requests.
    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly string[] _labels;
    private readonly double[] _bounds;
    private readonly bool _isObserved;
    private int _round;

    public MetricFamily(Instrument instrument, string[] labels)
    {
        _labels = labels;
        var shape = instrument.GetType().Name;
        _isObserved = instrument.IsObservable;
        Kind = shape.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
            : shape.StartsWith("Counter", StringComparison.Ordinal) || shape.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "counter" : "gauge";
        IsSet = shape.StartsWith("Gauge", StringComparison.Ordinal);
        Name = PrometheusText.NameOf(instrument.Name, instrument.Unit, Kind == "counter");
        Help = instrument.Description ?? instrument.Name;
        _bounds = Kind != "histogram" ? [] : (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? UsualBounds;
    }

    public string Name { get; }

    public string Help { get; }

    /// <summary>As Prometheus calls it.</summary>
    public string Kind { get; }

    private bool IsSet { get; }

    public IReadOnlyList<double> Bounds => _bounds;

    /// <summary>The series by their labels. Observed ones that were not seen in this round are gone.</summary>
    public IEnumerable<(string Labels, double Sum, long[] Buckets)> All => _series.OrderBy(s => s.Key, StringComparer.Ordinal)
        .Where(s => !_isObserved || s.Value.Round == _round).Select(s => s.Value.Read(s.Key));

    public void BeginRound() => _round++;

    public void Note(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        if (!_series.TryGetValue(labels, out var series))
        {
            if (_series.Count >= MostSeries) return;
            series = _series.GetOrAdd(labels, _ => new Series(_bounds.Length));
        }

        series.Note(value, _bounds, _isObserved ? _round : null, IsSet);
    }

    private string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_labels.Length == 0 || tags.Length == 0) return "";
        StringBuilder? text = null;
        foreach (var label in _labels)
        {
            foreach (var (key, value) in tags)
            {
                if (key != label || value is null) continue;
                text = text is null ? new StringBuilder() : text.Append(',');
                PrometheusText.Label(text, key, value);
            }
        }

        return text?.ToString() ?? "";
    }

    private sealed class Series(int bounds)
    {
        private readonly Lock _gate = new();
        private readonly long[] _buckets = new long[bounds + 1];
        private double _sum;

        public int Round { get; private set; }

        public void Note(double value, double[] bounds, int? round, bool isSet)
        {
            lock (_gate)
            {
                if (isSet || (round is { } now && now != Round)) _sum = value; // observed numbers are whole, not steps
                else _sum += value;
                Round = round ?? 0;
                if (bounds.Length == 0) return;
                var at = Array.BinarySearch(bounds, value);
                _buckets[at < 0 ? ~at : at]++;
            }
        }

        public (string Labels, double Sum, long[] Buckets) Read(string labels)
        {
            lock (_gate) return (labels, _sum, [.. _buckets]);
        }
    }
}
