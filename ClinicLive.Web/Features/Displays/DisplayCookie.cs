using System.Security.Cryptography;
using System.Text.Json;
using ClinicLive.Domain.Features.Displays;
using Microsoft.AspNetCore.DataProtection;

namespace ClinicLive.Web.Features.Displays;

/// <summary>
/// What a screen's browser keeps, sealed by the server: which screen it is. Opens the line of its circuit and nothing else; it
/// signs nobody in, and what a page shows is read from the page's own pass.
/// </summary>
public sealed class DisplayCookie(IDataProtectionProvider protection, IWebHostEnvironment environment)
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "clinic-display";

    private static readonly TimeSpan GoodFor = TimeSpan.FromDays(400); // the most that browsers keep; every load renews it

    private readonly IDataProtector _seal = protection.CreateProtector("waiting-room display");

    /// <summary>The screen that the browser was let in as, or null. Whether it is still up has to be asked.</summary>
    public DisplayPass? Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } kept) return null;
        try
        {
            return JsonSerializer.Deserialize<DisplayPass>(_seal.Unprotect(kept));
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException)
        {
            return null; // not ours, or of another installation
        }
    }

    /// <summary>Lets the browser in.</summary>
    public void Write(HttpContext context, DisplayPass pass) => context.Response.Cookies.Append(Name, _seal.Protect(JsonSerializer.Serialize(pass)), new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps || !environment.IsDevelopment(),
        MaxAge = GoodFor,
        IsEssential = true,
    });
}
