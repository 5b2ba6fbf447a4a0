using System.Diagnostics.Metrics;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api.Events;
using ClinicLive.Web.Security;

namespace ClinicLive.Web.Hosting.Operations;

/// <summary>What stands at this moment: lines, readers, streams, and how far what leaves the app is behind. Made only where somebody asks for it.</summary>
public sealed class ClinicGauges
{
    private readonly OutgoingBacklog _outgoing;
    private readonly TimeProvider _time;
    private Backlog? _backlog;
    private double _readTime;

    /// <summary>Makes the instruments.</summary>
    public ClinicGauges(
        ClinicMeter clinic, CircuitGate circuits, OpenSessions screens, OpenStreams streams, IEventBus bus, OutgoingBacklog outgoing, TimeProvider time)
    {
        (_outgoing, _time) = (outgoing, time);
        var meter = clinic.Meter;
        meter.CreateObservableUpDownCounter("clinic.circuits.lines", () => circuits.Count, "{line}", "Lines to circuits that are open.");
        meter.CreateObservableUpDownCounter("clinic.screens.open", () => screens.Count, "{screen}", "Screens of people who are signed in, and streams.");
        meter.CreateObservableUpDownCounter("clinic.streams.open", () => streams.Count, "{stream}", "Open streams of /api/events.");
        meter.CreateObservableUpDownCounter("clinic.bus.readers", () => bus.SubscriberCount, "{reader}", "Regions of screens and others that listen to changes.");
        meter.CreateObservableGauge("clinic.db.up", () => _backlog is null ? 0 : 1, null, "Whether the database answered this time.");
        meter.CreateObservableGauge("clinic.db.read.duration", () => _backlog is null ? [] : new[] { new Measurement<double>(_readTime) }, "s", "How long the reads for these numbers took.");
        meter.CreateObservableGauge("clinic.deliveries.due", () => Ways(w => w.Due), "{message}", "Messages that should have left already.");
        meter.CreateObservableGauge("clinic.deliveries.lag", () => Ways(w => w.Behind.TotalSeconds), "s", "How long the oldest of them has been due.");
        meter.CreateObservableGauge("clinic.deliveries.dead", () => Ways(w => w.Dead), "{message}", "Messages of the last seven days that were given up, or of which nobody knows.");
        meter.CreateObservableGauge("clinic.webhooks.due", () => Hooks(b => b.WebhooksDue), "{request}", "Webhook requests that should have left already.");
        meter.CreateObservableGauge("clinic.webhooks.lag", () => Hooks(b => b.WebhooksBehind.TotalSeconds), "s", "How long the oldest of them has been due.");
        meter.CreateObservableGauge("clinic.webhooks.dead", () => Hooks(b => b.WebhooksDead), "{request}", "Webhook requests of the last seven days that were given up.");
    }

    /// <summary>Reads what stands in the database. Where it does not answer, its numbers are left out rather than old.</summary>
    public async Task RefreshAsync(CancellationToken gone)
    {
        var began = _time.GetTimestamp();
        try
        {
            _backlog = await _outgoing.ReadAsync(gone);
            _readTime = _time.GetElapsedTime(began).TotalSeconds;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _backlog = null; // said by clinic.db.up
        }
    }

    private Measurement<double>[] Ways(Func<WayBacklog, double> number) => _backlog is not { } backlog ? []
        : [.. backlog.Ways.Select(w => new Measurement<double>(number(w), new KeyValuePair<string, object?>("clinic.channel", w.Channel.ToString())))];

    private Measurement<double>[] Hooks(Func<Backlog, double> number) => _backlog is not { } backlog ? [] : [new(number(backlog))];
}
