using System.Diagnostics.Metrics;

namespace ClinicLive.Domain.Shared;

/// <summary>
/// What the core counts about itself, named by the conventions of OpenTelemetry. Labels say which kind of thing, never whose: no name, no id,
/// nothing of a person or a clinic.
/// </summary>
public sealed class ClinicMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "ClinicLive";

    // Seconds. A read of one row is a fraction of a millisecond; the setting for a locked file is five seconds.
    private static readonly double[] DatabaseSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

    /// <summary>Makes the instruments in the host's own meters, or in one that nobody listens to.</summary>
    public ClinicMeter(IMeterFactory? factory = null)
    {
        Meter = factory?.Create(Name) ?? new Meter(Name);
        Overflows = Meter.CreateCounter<long>("clinic.mailbox.overflows", "{overflow}", "Mailboxes that were full and became \"read everything again\".");
        Events = Meter.CreateCounter<long>("clinic.bus.events", "{event}", "Changes that were told to the screens of this node.");
        Database = Meter.CreateHistogram("db.client.operation.duration", "s", "Time of database commands.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DatabaseSeconds });
        LineLag = Meter.CreateHistogram("clinic.line.lag", "s", "Time of a change's way through the database to a node that listens.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DatabaseSeconds });
        LineBreaks = Meter.CreateCounter<long>("clinic.line.breaks", "{break}", "Times that the line to the other nodes broke; everything was read again after each.");
        LineDropped = Meter.CreateCounter<long>("clinic.line.dropped", "{event}", "Signals that did not leave for the other nodes.");
        DatabaseFaults = Meter.CreateCounter<long>("clinic.db.faults", "{fault}", "Database commands that failed.");
    }

    /// <summary>The meter, for what other rooms count.</summary>
    public Meter Meter { get; }

    /// <summary>Mailboxes that overflowed.</summary>
    public Counter<long> Overflows { get; }

    /// <summary>Events published.</summary>
    public Counter<long> Events { get; }

    /// <summary>Database commands, in seconds, by <c>db.operation.name</c>.</summary>
    public Histogram<double> Database { get; }

    /// <summary>From a node's sending to its own hearing, in seconds, where several nodes share a database.</summary>
    public Histogram<double> LineLag { get; }

    /// <summary>Breaks of the line between nodes.</summary>
    public Counter<long> LineBreaks { get; }

    /// <summary>Signals between nodes that were dropped.</summary>
    public Counter<long> LineDropped { get; }

    /// <summary>Database commands that failed.</summary>
    public Counter<long> DatabaseFaults { get; }
}
