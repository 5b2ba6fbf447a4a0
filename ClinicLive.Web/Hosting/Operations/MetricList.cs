using System.Diagnostics.Metrics;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Hosting.Operations;

/// <summary>
/// What is exported, and by which labels. Nothing else is: a label that somebody adds somewhere, here or in the framework, cannot carry a person's
/// name or an address out by accident.
/// </summary>
internal static class MetricList
{
    private static readonly string[] NoLabels = [];

    private static readonly Dictionary<string, Dictionary<string, string[]>> Framework = new(StringComparer.Ordinal)
    {
        ["Microsoft.AspNetCore.Hosting"] = new(StringComparer.Ordinal)
        {
            ["http.server.request.duration"] = ["http.request.method", "http.route", "http.response.status_code", "error.type"],
            ["http.server.active_requests"] = NoLabels,
        },
        ["Microsoft.AspNetCore.Server.Kestrel"] = new(StringComparer.Ordinal)
        {
            ["kestrel.active_connections"] = NoLabels, ["kestrel.queued_connections"] = NoLabels, ["kestrel.rejected_connections"] = NoLabels,
        },
        ["Microsoft.AspNetCore.Http.Connections"] = new(StringComparer.Ordinal)
        {
            ["signalr.server.active_connections"] = ["signalr.transport"], ["signalr.server.connection.duration"] = ["signalr.transport", "signalr.connection.status"],
        },
        ["Microsoft.AspNetCore.Components.Server.Circuits"] = new(StringComparer.Ordinal)
        {
            ["aspnetcore.components.circuit.active"] = NoLabels, ["aspnetcore.components.circuit.connected"] = NoLabels, ["aspnetcore.components.circuit.duration"] = NoLabels,
        },
        ["Microsoft.AspNetCore.Components"] = new(StringComparer.Ordinal) { ["aspnetcore.components.handle_event.duration"] = ["error.type"] },
        ["System.Runtime"] = new(StringComparer.Ordinal)
        {
            ["dotnet.process.cpu.time"] = ["cpu.mode"], ["dotnet.process.memory.working_set"] = NoLabels, ["dotnet.exceptions"] = ["error.type"],
            ["dotnet.gc.collections"] = ["gc.heap.generation"], ["dotnet.gc.pause.time"] = NoLabels, ["dotnet.gc.heap.total_allocated"] = NoLabels,
            ["dotnet.gc.last_collection.heap.size"] = ["gc.heap.generation"],
            ["dotnet.thread_pool.thread.count"] = NoLabels, ["dotnet.thread_pool.queue.length"] = NoLabels, ["dotnet.timer.count"] = NoLabels,
        },
    };

    private static readonly string[] Own = ["db.operation.name", "clinic.channel", "clinic.reason"];

    /// <summary>The labels of an instrument that is exported; null for all others, and for those of another host in this process.</summary>
    public static string[]? LabelsOf(Instrument instrument, IMeterFactory host)
    {
        if (instrument.Meter.Scope is not null && !ReferenceEquals(instrument.Meter.Scope, host)) return null;
        if (instrument.Meter.Name == ClinicMeter.Name) return instrument.Meter.Scope is null ? null : Own;
        return Framework.GetValueOrDefault(instrument.Meter.Name)?.GetValueOrDefault(instrument.Name);
    }
}
