using ClinicLive.Domain.Features.Appointments;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>Cards below each other, in blocks, so that a change draws the few cards around it and not the lane.</summary>
public sealed class CardList : ComponentBase
{
    private IReadOnlyList<BoardRow>? _shown;
    private bool _isOther;

    /// <summary>The rows, in the order of the list.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<BoardRow> Rows { get; set; } = [];

    /// <summary>What is said when there are none.</summary>
    [Parameter, EditorRequired]
    public string Empty { get; set; } = "";

    /// <summary>What is said above each card; given, the list is drawn whenever the screen around it is.</summary>
    [Parameter]
    public RenderFragment<BoardRow>? Before { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _isOther = Before is not null || !ReferenceEquals(_shown, Rows);
        _shown = Rows;
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => _isOther;

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "lane-cards");
        foreach (var block in CardBlocks.Of(Rows))
        {
            builder.OpenComponent<CardBlock>(2);
            builder.SetKey(block.Key);
            builder.AddComponentParameter(3, nameof(CardBlock.Rows), block.Rows);
            if (Before is not null) builder.AddComponentParameter(4, nameof(CardBlock.Before), Before);
            builder.CloseComponent();
        }

        if (Rows.Count == 0)
        {
            builder.OpenElement(5, "p");
            builder.AddAttribute(6, "class", "empty");
            builder.AddContent(7, Empty);
            builder.CloseElement();
        }

        builder.CloseElement();
    }
}
