using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Activity;

namespace ClinicLive.Web.Features.Accounts;

/// <summary>The feed in words and signs.</summary>
public static class SignInWords
{
    /// <summary>What happened, after the name.</summary>
    public static string Of(SignInLine line) => line.Kind switch
    {
        ActivityKind.SignedIn => "signed in",
        ActivityKind.SignedOut => "signed out",
        ActivityKind.ConnectionLost => "lost the connection",
        _ => "reconnected",
    } + (line.Count > 1 ? $" ×{line.Count}" : "");

    /// <summary>The sign beside it.</summary>
    public static string Icon(ActivityKind kind) => kind switch
    {
        ActivityKind.SignedIn => "sign-in",
        ActivityKind.SignedOut => "sign-out",
        ActivityKind.ConnectionLost => "lost",
        _ => "back",
    };
}
