using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ClinicLive.Tests.Features.Accounts.Web;

/// <summary>Somebody with a browser: keeps cookies, fills in forms, does not follow redirects by himself.</summary>
internal sealed class Visitor(HttpClient client)
{
    public HttpClient Client => client;

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<IDocument> PageAsync(string path) => await DocumentAsync(await OpenAsync(path));

    /// <summary>Asks for a page, as a window does that somebody opens.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/html");
        return await client.SendAsync(request);
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string path = "/account/login") =>
        SendAsync(path, "sign-in", ("Input.Email", email), ("Input.Password", password));

    /// <summary>Loads the page, fills the form of that name in and sends it with everything hidden that stands in it.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, string form, params (string Name, string Value)[] typed)
    {
        var page = await PageAsync(path);
        var filled = page.QuerySelectorAll("form").First(f => f.QuerySelector("input[name=_handler]")?.GetAttribute("value") == form)
            .QuerySelectorAll("input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        foreach (var (name, value) in typed) filled[name] = value;
        return await PostAsync(path, filled);
    }

    public async Task<HttpResponseMessage> SignOutAsync()
    {
        var page = await PageAsync("/account/logout");
        return await PostAsync("/account/logout", new Dictionary<string, string> { [Token] = TokenOf(page) });
    }

    public Task<HttpResponseMessage> PostAsync(string path, IReadOnlyDictionary<string, string> form) =>
        client.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent(form));

    public const string Token = "__RequestVerificationToken";

    public static string TokenOf(IDocument page) => page.QuerySelector($"input[name={Token}]")!.GetAttribute("value")!;

    public static async Task<IDocument> DocumentAsync(HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());

    /// <summary>What stands above the form as wrong.</summary>
    public static async Task<string?> ProblemAsync(HttpResponseMessage answer) => (await DocumentAsync(answer)).QuerySelector("[role=alert]")?.TextContent.Trim();

    /// <summary>True when a page for signed-in people opens.</summary>
    public async Task<bool> IsSignedInAsync() => (await OpenAsync("/account/manage")).StatusCode == HttpStatusCode.OK;
}
