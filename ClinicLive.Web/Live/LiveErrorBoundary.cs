using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace ClinicLive.Web.Live;

/// <summary>Keeps a fault inside its region: the rest of the screen lives on, and the region says what to do.</summary>
public sealed class LiveErrorBoundary : ErrorBoundary
{
    [Inject]
    private ILogger<LiveErrorBoundary> Log { get; set; } = default!;

    /// <inheritdoc/>
    protected override Task OnErrorAsync(Exception exception)
    {
        Log.LogError(exception, "A region of a screen failed.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        builder.OpenElement(1, "p");
        builder.AddAttribute(2, "class", "stale-notice");
        builder.AddAttribute(3, "role", "alert");
        builder.AddContent(4, "This part is not up to date. ");
        builder.OpenElement(5, "button");
        builder.AddAttribute(6, "type", "button");
        builder.AddAttribute(7, "class", "btn");
        builder.AddAttribute(8, "onclick", EventCallback.Factory.Create(this, Recover));
        builder.AddContent(9, "Load again");
        builder.CloseElement();
        builder.CloseElement();
    }
}
