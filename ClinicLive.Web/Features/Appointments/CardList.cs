using ClinicLive.Domain.Features.Appointments;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>
/// Cards below each other, in blocks, so that a change draws the few cards around it and not the lane. While no block comes or goes the
/// list stays still itself and hands each block that changed its rows.
/// </summary>
public sealed class CardList : ComponentBase
{
    private readonly Dictionary<object, CardBlock> _drawn = [];
    private IReadOnlyList<BoardRow>? _shown;
    private CardBlockRows[] _blocks = [];
    private string? _saidEmpty;
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
        _isOther = Before is not null || (Rows.Count == 0 && Empty != _saidEmpty);
        if (!ReferenceEquals(_shown, Rows)) Take(CardBlocks.Of(Rows));
        (_shown, _saidEmpty) = (Rows, Empty);
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => _isOther;

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "lane-cards");
        foreach (var block in _blocks)
        {
            builder.OpenComponent<CardBlock>(2);
            builder.SetKey(block.Key);
            builder.AddComponentParameter(3, nameof(CardBlock.Rows), block.Rows);
            if (Before is not null) builder.AddComponentParameter(4, nameof(CardBlock.Before), Before);
            builder.AddComponentReferenceCapture(5, drawn => _drawn[block.Key] = (CardBlock)drawn);
            builder.CloseComponent();
        }

        if (Rows.Count == 0)
        {
            builder.OpenElement(6, "p");
            builder.AddAttribute(7, "class", "empty");
            builder.AddContent(8, Empty);
            builder.CloseElement();
        }

        builder.CloseElement();
    }

    private void Take(CardBlockRows[] blocks)
    {
        var isSameBlocks = blocks.Length == _blocks.Length && blocks.Length > 0;
        for (var i = 0; isSameBlocks && i < blocks.Length; i++) isSameBlocks = blocks[i].Key.Equals(_blocks[i].Key) && _drawn.ContainsKey(blocks[i].Key);
        var before = _blocks;
        _blocks = blocks;
        if (isSameBlocks && !_isOther)
        {
            for (var i = 0; i < blocks.Length; i++)
            {
                if (!ReferenceEquals(blocks[i].Rows, before[i].Rows)) _drawn[blocks[i].Key].Show(blocks[i].Rows);
            }

            return;
        }

        foreach (var left in before.Select(b => b.Key).Except(blocks.Select(b => b.Key))) _drawn.Remove(left);
        _isOther = true;
    }
}
