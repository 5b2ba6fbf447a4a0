using Microsoft.AspNetCore.Antiforgery;

namespace ClinicLive.Web.Security;

/// <summary>Signing out from any page of the clinic: a form without a page behind it.</summary>
public static class AccountEndpoints
{
    /// <summary>Maps <c>POST /account/logout</c>, and <c>POST /account/here</c>, by which a window without its line says that somebody touched it.</summary>
    public static void MapAccountEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/logout", SignOutAsync)
            .AllowAnonymous() // somebody whose session has ended meanwhile gets to the sign-in page all the same
            .WithOrder(-1)    // before the page of the same address, which only asks
            .ExcludeFromDescription();
        routes.MapPost("/account/here", () => TypedResults.NoContent()).RequireAuthorization().ExcludeFromDescription(); // that it was asked is all
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, AccountSignIn signIn)
    {
        if (context.User.Identity is not { IsAuthenticated: true })
        {
            // Perhaps only the database cannot be asked just now. Whoever wants to leave leaves: without the cookie this browser is signed out.
            if (context.Request.Headers["Sec-Fetch-Site"].ToString() is "same-origin" or "") context.Response.Cookies.Delete(ClinicAuthorization.CookieName);
            return TypedResults.Redirect("/account/login");
        }

        if (!await antiforgery.IsRequestValidAsync(context)) return TypedResults.BadRequest();
        await signIn.SignOutAsync();
        return TypedResults.Redirect("/account/login?out=1");
    }
}
