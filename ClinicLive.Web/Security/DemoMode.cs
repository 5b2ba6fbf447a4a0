namespace ClinicLive.Web.Security;

/// <summary>Whether this is a clinic to try things in. Only then does the sign-in page name accounts.</summary>
/// <param name="Enabled">True in demo mode.</param>
/// <param name="TimeZoneId">IANA time zone that the demo's first clinic is made in; null for its own.</param>
public sealed record DemoMode(bool Enabled, string? TimeZoneId = null);
