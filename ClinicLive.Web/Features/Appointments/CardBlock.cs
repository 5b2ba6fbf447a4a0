using ClinicLive.Domain.Features.Appointments;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ClinicLive.Web.Features.Appointments;

/// <summary>
/// A few cards of a <see cref="CardList"/>. Drawn when one of its rows is another or one of its cards has something of this screen's own to say.
/// A card is no component: each would keep frame buffers of its own, which for eighty cards is most of a board's memory.
/// Its face is one shared piece of markup, so drawing a block again compares a handful of frames per card.
/// </summary>
public sealed class CardBlock : ComponentBase, IDisposable
{
    private const string More = """<button data-key="m" data-press="Menu" aria-label="More" aria-haspopup="menu">⋯</button>""";
    private const string OpenMore = """<button data-key="m" data-press="Menu" aria-label="More" aria-haspopup="menu" aria-expanded="true">⋯</button>""";

    private BoardRow[] _shown = [];
    private bool _isOther;

    /// <summary>The rows, in the order of the list.</summary>
    [Parameter, EditorRequired]
    public BoardRow[] Rows { get; set; } = [];

    /// <summary>What is said above each card; given, the block is drawn whenever the screen around it is.</summary>
    [Parameter]
    public RenderFragment<BoardRow>? Before { get; set; }

    /// <summary>What the cards of this screen share.</summary>
    [CascadingParameter]
    public FlowBoard Board { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose() => Board.Detach(this);

    /// <summary>Takes over newly read rows, and draws itself when one of them is another.</summary>
    internal void Show(BoardRow[] rows)
    {
        Rows = rows;
        OnParametersSet();
        if (_isOther) StateHasChanged();
    }

    /// <summary>Draws the block again when the card is one of its own.</summary>
    internal void Refresh(Guid appointmentId)
    {
        if (!Array.Exists(Rows, r => r.Id == appointmentId)) return;
        _isOther = true;
        StateHasChanged();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Board.Attach(this);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _isOther |= Before is not null || !IsShown(Rows);
        _shown = Rows;
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => _isOther;

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        _isOther = false;
        foreach (var row in Rows) DrawCard(builder, row);
    }

    private bool IsShown(BoardRow[] rows)
    {
        if (ReferenceEquals(rows, _shown)) return true;
        if (rows.Length != _shown.Length) return false;
        for (var i = 0; i < rows.Length; i++)
        {
            if (!ReferenceEquals(rows[i], _shown[i])) return false;
        }

        return true;
    }

    private void DrawCard(RenderTreeBuilder builder, BoardRow row)
    {
        var text = CardText.Of(row, Board.Policy, Board.Day.Day);
        var isOpen = Board.IsMenuOpen(row.Id);
        if (Before is not null) builder.AddContent(23, Before(row));
        builder.OpenElement(2, "article");
        builder.SetKey(text.Key);
        builder.AddAttribute(3, "data-appointment", text.Id);
        builder.AddAttribute(4, "data-status", text.Status);
        builder.AddAttribute(5, "data-version", text.Version);
        if (Board.IsSaving(row.Id)) builder.AddAttribute(6, "aria-busy", "true");
        builder.AddMarkupContent(7, text.Face);
        if (Board.OffersUndo(row) && CardActions.Undo(row, Board.Actor) is { } undo) DrawButton(builder, row, undo, "u", "btn undo");
        if (text.Next(Board.Actor) is { } next) DrawButton(builder, row, next, "s", null);
        builder.AddMarkupContent(15, isOpen ? OpenMore : More);
        if (Board.Notice(row.Id) is { } notice)
        {
            builder.OpenComponent<CardNotice>(16);
            builder.AddComponentParameter(17, nameof(CardNotice.Sentence), notice);
            builder.AddComponentParameter(18, nameof(CardNotice.Dismiss), Board.Dismisser(row.Id));
            builder.CloseComponent();
        }

        if (isOpen)
        {
            builder.OpenComponent<CardMenu>(19);
            builder.AddComponentParameter(20, nameof(CardMenu.Row), row);
            builder.AddComponentParameter(21, nameof(CardMenu.Href), text.Href);
            builder.CloseComponent();
        }

        builder.CloseElement();
    }

    private void DrawButton(RenderTreeBuilder builder, BoardRow row, CardAction action, string key, string? look)
    {
        builder.OpenElement(8, "button");
        builder.SetKey(action.Label);
        if (look is not null) builder.AddAttribute(9, "class", look);
        builder.AddAttribute(10, "data-key", key);
        builder.AddAttribute(11, "data-press", action.Key);
        builder.AddAttribute(12, "onclick", Board.Handler(row, action));
        builder.AddContent(13, action.Label);
        builder.CloseElement();
    }
}
