namespace ClinicLive.Web.Security;

/// <summary>Whether this is a clinic to try things in. Only then does the sign-in page name accounts.</summary>
/// <param name="Enabled">True in demo mode.</param>
public sealed record DemoMode(bool Enabled);
