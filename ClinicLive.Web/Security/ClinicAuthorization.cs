using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Paces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ClinicLive.Web.Security;

/// <summary>Signing in, staying signed in and what is closed to whom. Closed is the default.</summary>
public static class ClinicAuthorization
{
    /// <summary>The cookie's name.</summary>
    public const string CookieName = "clinic";

    /// <summary>Adds accounts, the cookie, the fallback rule and the watch over sessions.</summary>
    public static IServiceCollection AddClinicSecurity(this IServiceCollection services, IWebHostEnvironment environment)
    {
        AddAccounts(services);
        AddCookie(services, environment);
        AddSessions(services);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddDataProtection().SetApplicationName("ClinicLive");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysInDatabase>();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "clinic-form";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // "Always" would refuse every form behind a proxy that ends TLS
        });
        return services;
    }

    /// <summary>
    /// Adds the headers, the guard of the circuits' line, and who may do what. All three are named here because the framework would
    /// put its own before the headers, and a redirect to the sign-in page would go out without them.
    /// </summary>
    public static void UseClinicSecurity(this IApplicationBuilder app)
    {
        app.Use(StaleForms.LookAtErrorPages);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<OriginGuard>();
        app.ApplicationServices.GetRequiredService<SecondFactorRule>(); // a setting that cannot be used ends the start
        app.UseAuthentication();
        app.UseMiddleware<SecondFactorGate>();
        app.UseAuthorization();
        app.Use(app.ApplicationServices.GetRequiredService<CircuitGate>().InvokeAsync);
        app.UseAntiforgery();
        app.Use(StaleForms.Refuse);
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>(); // both without state, so they need no scope
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddIdentityCore<Account>(identity =>
            {
                // Length is what helps; rules about signs only make passwords predictable (OWASP ASVS 5.0, 6.2).
                identity.Password.RequiredLength = 12;
                identity.Password.RequiredUniqueChars = 1;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.User.RequireUniqueEmail = true;
                identity.User.AllowedUserNameCharacters = ""; // the address is the name, and addresses have more signs than the default allows
                identity.Lockout.MaxFailedAccessAttempts = PasswordCheck.Attempts;
                identity.Lockout.DefaultLockoutTimeSpan = PasswordCheck.Pause;
            })
            .AddEntityFrameworkStores<ClinicDbContext>()
            .AddPasswordValidator<CommonPasswordValidator>()
            .AddErrorDescriber<PasswordSentences>();
        services.AddSingleton<ClinicPrincipalFactory>();
        services.AddSingleton<IUserClaimsPrincipalFactory<Account>>(provider => provider.GetRequiredService<ClinicPrincipalFactory>());
        services.AddSingleton(provider => new SignInThrottle(provider.GetRequiredService<PaceKeeper>()));
        services.AddScoped<SignInAttempts>();
        services.AddScoped<PasswordCheck>();
        services.AddScoped<SecondStep>();
        services.AddScoped<SecondFactorChange>();
        services.AddSingleton(provider => SecondFactorRule.Of(provider.GetRequiredService<IConfiguration>()));
        services.AddScoped<PasswordChange>();
        services.AddScoped<PatientSignUp>();
        services.AddScoped<AccountSignIn>();
    }

    private static void AddCookie(IServiceCollection services, IWebHostEnvironment environment)
    {
        services.AddScoped<SessionCookieEvents>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, cookie =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.IsEssential = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax; // a link in an e-mail finds the person signed in; forms of other sites do not
            cookie.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            cookie.ExpireTimeSpan = SignInSession.Longest;
            cookie.SlidingExpiration = false;
            cookie.LoginPath = "/account/login";
            cookie.LogoutPath = "/account/logout";
            cookie.AccessDeniedPath = "/account/denied";
            cookie.EventsType = typeof(SessionCookieEvents);
            cookie.ForwardDefaultSelector = context => AccessTokenHandler.IsFor(context) ? AccessTokenHandler.SchemeName : null;
        }).AddScheme<AuthenticationSchemeOptions, AccessTokenHandler>(AccessTokenHandler.SchemeName, displayName: null, configureOptions: null);
        services.AddSingleton<AccessTokens>();
    }

    private static void AddSessions(IServiceCollection services)
    {
        services.AddScoped<CurrentActor>();
        services.AddScoped<SessionEnd>();
        services.AddSingleton<OpenSessions>();
        services.AddSingleton<SessionActivity>();
        services.AddSingleton<CircuitGate>();
        services.AddScoped<ClinicAuthenticationStateProvider>();
        services.AddScoped<AuthenticationStateProvider>(provider => provider.GetRequiredService<ClinicAuthenticationStateProvider>());
        services.AddScoped<CircuitHandler, SessionWatch>();
        services.AddHostedService<SessionSweeper>();
    }

    private sealed class KeysInDatabase(IServiceProvider services) : IConfigureOptions<KeyManagementOptions>
    {
        public void Configure(KeyManagementOptions options) => options.XmlRepository = ActivatorUtilities.CreateInstance<DatabaseKeys>(services);
    }
}
