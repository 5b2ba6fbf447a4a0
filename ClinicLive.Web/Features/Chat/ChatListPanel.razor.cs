using ClinicLive.Domain.Features.Chat;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Chat;

/// <summary>A person's conversations, live: who wrote last, what is unread, who waits.</summary>
public sealed partial class ChatListPanel
{
    private IReadOnlyList<ChatRoomRow> _rows = [];
    private IReadOnlyList<ChatHit> _hits = [];
    private Guid[] _others = [];
    private ChatTimes _times = default!;
    private string _search = "";
    private int _take = ChatQueries.RoomsPageSize;

    [Inject]
    private ChatQueries Chats { get; set; } = default!;

    [Inject]
    private ChatSearchQueries Search { get; set; } = default!;

    [Inject]
    private OrganizationQueries Organizations { get; set; } = default!;

    /// <summary>The open conversation.</summary>
    [Parameter]
    public Guid? Selected { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => Actor.Role == Role.Patient
        ? [Topic.ChatList(Actor.UserId), Topic.Clinic(Actor.OrganizationId), Topic.Practitioners(Actor.OrganizationId)]
        : [Topic.ChatList(Actor.UserId), Topic.Clinic(Actor.OrganizationId), .. Actor.IsFrontDesk ? [Topic.ChatDesk(Actor.OrganizationId)] : Array.Empty<Topic>(), .. _others.Select(Topic.PatientPresence)];

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var policy = await Organizations.PolicyAsync(Actor.OrganizationId, Gone);
        _times = ChatTimes.For(_times, policy, Time.GetUtcNow());
        _rows = RowReuse.Merge(_rows, await Chats.RoomsAsync(Actor, _search, _take, Gone), r => r.Id);
        _others = [.. _rows.Select(r => r.OtherAccountId).OfType<Guid>().Order()]; // in an order that does not change with every message
        _hits = _search.Trim().Length < 2 ? [] : await Search.SearchAsync(Actor, _search, gone: Gone);
        if (because is not null) StateHasChanged();
    }

    private Task SearchAsync(string typed)
    {
        _search = typed;
        return ReadAgainAsync();
    }

    private Task MoreAsync()
    {
        _take += ChatQueries.RoomsPageSize;
        return ReadAgainAsync();
    }
}
