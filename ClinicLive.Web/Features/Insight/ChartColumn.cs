namespace ClinicLive.Web.Features.Insight;

/// <summary>One column of a chart.</summary>
/// <param name="Label">What stands below it.</param>
/// <param name="First">Its height.</param>
/// <param name="Second">The part on top of it or the mark, or null.</param>
/// <param name="Title">What it says when pointed at.</param>
public sealed record ChartColumn(string Label, double First, double? Second, string Title);
