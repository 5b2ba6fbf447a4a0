using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Scheduling;

/// <summary>The clinic's rooms, for its admin.</summary>
public sealed partial class RoomsPage
{
    private OpeningBook? _book;
    private Guid? _edited;
    private int _version;
    private string _name = "";
    private string _new = "";
    private ScheduleRoom? _retired;
    private (Guid Id, string Sentence)? _problem;
    private ElementReference _field;
    private bool _mustFocus;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Schedule(Actor.OrganizationId)];

    [Inject]
    private ScheduleQueries Schedule { get; set; } = default!;

    [Inject]
    private ClinicService Service { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _book = await Schedule.ReadAsync(Actor, Gone);
        if (because is not null) StateHasChanged();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_mustFocus) return;
        _mustFocus = false;
        await _field.FocusAsync();
    }

    private string? ProblemOf(Guid id) => _problem?.Id == id ? _problem?.Sentence : null;

    private string UsedBy(ScheduleRoom room) => string.Join(", ", _book!.Doctors.Where(d => d.RoomId == room.Id).Select(d => d.ShortName));

    private void Edit(ScheduleRoom room) => (_edited, _version, _name, _problem, _mustFocus) = (room.Id, room.Version, room.Name, null, true);

    private async Task AddAsync()
    {
        if (await AskAsync(Guid.Empty, () => Service.AddRoomAsync(Actor, _new, Guid.CreateVersion7(), Gone))) _new = "";
    }

    private async Task RenameAsync(ScheduleRoom room)
    {
        if (await AskAsync(room.Id, () => Service.RenameRoomAsync(Actor, room.Id, _name, _version, Guid.CreateVersion7(), Gone))) _edited = null;
    }

    private async Task RetireAsync(ScheduleRoom room, bool retired)
    {
        _retired = await AskAsync(room.Id, () => Service.RetireRoomAsync(Actor, room.Id, retired, room.Version, Guid.CreateVersion7(), Gone)) && retired ? room : null;
    }

    private Task UndoAsync(ScheduleRoom before) =>
        _book!.Rooms.FirstOrDefault(r => r.Id == before.Id) is { } now ? RetireAsync(now, retired: false) : Task.CompletedTask;

    private async Task<bool> AskAsync(Guid id, Func<Task<Outcome<Guid>>> change)
    {
        var refusal = await Asking.RefusalOfAsync(change);
        _problem = refusal is null ? null : (id, refusal.Sentence);
        return refusal is null;
    }
}
