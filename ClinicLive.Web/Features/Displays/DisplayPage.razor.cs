using ClinicLive.Domain.Features.Displays;
using ClinicLive.Domain.Live;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Displays;

/// <summary>
/// A waiting-room screen. Nobody is signed in on its circuit: it has the pass that its request was given at the door, and that
/// pass reads tickets and nothing else.
/// </summary>
public sealed partial class DisplayPage
{
    private const int MostCalls = 6;
    private const int MostTickets = 5;

    private DisplayBoard? _board;
    private DisplayWords _words = DisplayWords.Of(DisplayLanguage.English);
    private DateOnly _today;

    /// <summary>The code in the address.</summary>
    [Parameter]
    public string Code { get; set; } = "";

    /// <summary>What the request of this page was let in with.</summary>
    [CascadingParameter]
    public DisplayPass? Pass { get; set; }

    [Inject]
    private DisplayQueries Displays { get; set; } = default!;

    [Inject]
    private DisplayScreen Screen { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override bool NeedsActor => false;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => Own is { } own
        ? [Topic.Display(own.DisplayId), Topic.DayBoard(own.OrganizationId, _today), Topic.Clinic(own.OrganizationId)]
        : [Topic.Display(Guid.Empty)];

    // As the screen's own browser reaches the clinic, so a phone beside it does too.
    private string CheckInLink => Navigation.ToAbsoluteUri($"portal/check-in?c={_board!.CheckInCode}").ToString();

    private string CheckInAddress => Navigation.ToAbsoluteUri("portal/check-in").GetComponents(UriComponents.Host | UriComponents.Port | UriComponents.Path, UriFormat.Unescaped);

    // A circuit that walked here from another page has no pass, or another screen's.
    private DisplayPass? Own => Pass?.Code == Code ? Pass : null;

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        if (Own is { } own) _today = await Displays.TodayAsync(own, Gone);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var board = Own is { } own ? await Displays.BoardAsync(own, Gone) : null;
        if (board is null)
        {
            EndScreen();
            return;
        }

        _today = await Displays.TodayAsync(Own!, Gone);
        (_board, _words) = (board, DisplayWords.Of(board.Language));
        Screen.Show(Own!.DisplayId);
        if (because is not null) StateHasChanged();
    }

    /// <inheritdoc/>
    protected override ValueTask LeaveAsync()
    {
        Screen.Show(null);
        return ValueTask.CompletedTask;
    }

    // Taken down, or given another code: nothing stays on the wall, and the door says what it says to everybody.
    private void EndScreen()
    {
        _board = null;
        Screen.Show(null);
        StateHasChanged();
        Navigation.NavigateTo(Navigation.Uri, forceLoad: true);
    }
}
