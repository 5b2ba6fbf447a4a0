using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Shared;
using ClinicLive.Web.Api;
using ClinicLive.Web.Hosting;
using Microsoft.AspNetCore.StaticAssets;

namespace ClinicLive.Web.Security;

/// <summary>Whether those who work in the clinic must have a second factor. Who has none sets one up at the next sign-in, and sees nothing else before.</summary>
/// <param name="IsRequiredForStaff">The setting <c>Security:RequireSecondFactor</c>.</param>
public sealed record SecondFactorRule(bool IsRequiredForStaff)
{
    /// <summary>The setting.</summary>
    public const string Key = "Security:RequireSecondFactor";

    /// <summary>Reads the setting.</summary>
    /// <exception cref="ClinicSettingException">It is neither true nor false.</exception>
    public static SecondFactorRule Of(IConfiguration settings) => settings[Key] is not { Length: > 0 } text ? new(false)
        : bool.TryParse(text, out var required) ? new(required) : throw new ClinicSettingException(Key, $"is \"{text}\", but must be true or false");

    /// <summary>True for somebody who has to set one up first.</summary>
    public bool IsMissing(Account account) => IsFor(account.Role) && !account.TwoFactorEnabled;

    /// <summary>True for a role that must have one.</summary>
    public bool IsFor(Role role) => IsRequiredForStaff && role is not (Role.Patient or Role.System);
}

/// <summary>Leads a session that lacks its second factor to where it is set up, and to nothing else.</summary>
internal sealed class SecondFactorGate(RequestDelegate next)
{
    private const string Page = "/account/manage/second-factor";
    private static readonly PathString[] ForPrograms = ["/api", "/fhir", "/_blazor"];
    private static readonly PathString[] Open = ["/account", "/error", "/not-found", "/health"];

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.User.HasClaim(c => c.Type == ClinicClaims.LacksSecondFactor) || MayPass(context)) return next(context);
        if (!HttpMethods.IsGet(context.Request.Method) || ForPrograms.Any(place => context.Request.Path.StartsWithSegments(place, StringComparison.OrdinalIgnoreCase)))
        {
            return Problems.Of(Problems.SecondFactorRequired with { Status = StatusCodes.Status403Forbidden }).ExecuteAsync(context);
        }

        context.Response.Redirect(Page);
        return Task.CompletedTask;
    }

    private static bool MayPass(HttpContext context) =>
        Open.Any(place => context.Request.Path.StartsWithSegments(place, StringComparison.OrdinalIgnoreCase)) || context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;
}
