using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicLive.Benchmarks.Circuits;

/// <summary>The least that a circuit can do: one line of text, which is another one when it is told. What the framework itself costs on the machine of the day.</summary>
public static class OneLine
{
    private static event Action<string>? Told;

    /// <summary>Serves it at an address, until the process is ended.</summary>
    public static async Task ServeAsync(string address)
    {
        var builder = WebApplication.CreateBuilder(["--urls", address]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        await using var app = builder.Build();
        app.UseAntiforgery();
        app.MapPost("/tell/{line}", (string line) =>
        {
            Told?.Invoke(line);
            return Results.NoContent();
        }).DisableAntiforgery();
        app.MapGet("/ready", () => "ready");
        app.MapRazorComponents<Page>().AddInteractiveServerRenderMode(mode => mode.ConfigureWebSocketAcceptContext = (_, context) =>
        {
            context.DangerousEnableCompression = false;
            return Task.CompletedTask;
        });
        await app.RunAsync();
    }

    /// <summary>The page.</summary>
    [Route("/")]
    public sealed class Page : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<Line>(0);
            builder.AddComponentRenderMode(new InteractiveServerRenderMode(prerender: false));
            builder.CloseComponent();
        }
    }

    /// <summary>The line.</summary>
    public sealed class Line : ComponentBase, IDisposable
    {
        private string _text = "nothing yet";

        public void Dispose() => Told -= Show;

        protected override void OnInitialized() => Told += Show;

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, _text);
            builder.CloseElement();
        }

        private void Show(string text) => _ = InvokeAsync(() =>
        {
            _text = text;
            StateHasChanged();
        });
    }
}
