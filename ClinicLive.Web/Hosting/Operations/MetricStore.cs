using System.Diagnostics.Metrics;

namespace ClinicLive.Web.Hosting.Operations;

/// <summary>Listens to the instruments of this host and keeps their numbers until somebody asks.</summary>
public sealed class MetricStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly List<MetricFamily> _families = [];

    /// <summary>Listens from now on.</summary>
    public MetricStore(IMeterFactory host)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (MetricList.LabelsOf(instrument, host) is not { } labels) return;
            var family = new MetricFamily(instrument, labels);
            lock (_gate) _families.Add(family);
            listener.EnableMeasurementEvents(instrument, family);
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Note(state, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Note(state, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Note(state, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Note(state, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Note(state, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Note(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Note(state, (double)value, tags));
        _listener.Start();
    }

    /// <summary>Everything as it stands now, in the text format of Prometheus (0.0.4), families by name.</summary>
    public string Read()
    {
        lock (_gate)
        {
            foreach (var family in _families) family.BeginRound();
            _listener.RecordObservableInstruments();
            var text = new System.Text.StringBuilder();
            // Two parts of the framework may publish one name each for itself: Prometheus wants it said once.
            foreach (var family in _families.GroupBy(f => f.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)) PrometheusText.Write(text, [.. family]);
            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void Note(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => (state as MetricFamily)?.Note(value, tags);
}
