using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Replay;
using ClinicLive.Web.Features.Appointments;

namespace ClinicLive.Web.Features.Replay;

/// <summary>A replayed line of the log in words.</summary>
public static class ReplayWords
{
    /// <summary>What happened and who did it.</summary>
    public static string Of(ReplayLine line) => $"{Lower(HistoryWords.Of(
        new HistoryLine(line.Sequence, line.At, line.Kind, line.From?.ToString(), line.To.ToString(), line.Reason, false, line.By)))} {line.By ?? "the clinic"}";

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
