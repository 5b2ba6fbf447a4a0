using ClinicLive.Domain.Features.Scheduling;

namespace ClinicLive.Web.Features.Scheduling;

/// <summary>A stretch of hours while somebody types it; either end may still be empty.</summary>
public sealed class SpanDraft
{
    /// <summary>Begin.</summary>
    public TimeOnly? From { get; set; }

    /// <summary>End; 00:00 is midnight.</summary>
    public TimeOnly? To { get; set; }

    /// <summary>As hours, when both ends are there.</summary>
    public HoursSpan? Span => From is { } from && To is { } to ? new HoursSpan(from, to) : null;

    /// <summary>A draft of hours that are known.</summary>
    public static SpanDraft Of(HoursSpan span) => new() { From = span.From, To = span.To };
}
