using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Scheduling;

/// <summary>The clinic's kinds of visits, for its admin.</summary>
public sealed partial class VisitTypesPage
{
    private OpeningBook? _book;
    private Guid? _edited;
    private VisitTypeRow? _retired;
    private (Guid Id, string Sentence)? _problem;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics => [Topic.Schedule(Actor.OrganizationId)];

    [Inject]
    private ScheduleQueries Schedule { get; set; } = default!;

    [Inject]
    private VisitTypeService Service { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        _book = await Schedule.ReadAsync(Actor, Gone);
        if (because is not null) StateHasChanged();
    }

    private string Offers(VisitTypeRow type) => type.OfferedBy.Count == 0
        ? "every doctor"
        : string.Join(", ", _book!.Doctors.Where(d => type.OfferedBy.Contains(d.Id)).Select(d => d.ShortName));

    private void Edit(VisitTypeRow type) => (_edited, _problem, _retired) = (type.Id, null, null);

    private void Close() => _edited = null;

    private Task<Refusal?> AddAsync(VisitTypeWish wish) => Asking.RefusalOfAsync(() => Service.AddAsync(Actor, wish, Guid.CreateVersion7(), Gone));

    private Task<Refusal?> ChangeAsync(Guid id, VisitTypeWish wish, int version) =>
        Asking.RefusalOfAsync(() => Service.ChangeAsync(Actor, id, wish, version, Guid.CreateVersion7(), Gone));

    private async Task RetireAsync(VisitTypeRow type, bool retired)
    {
        var refusal = await Asking.RefusalOfAsync(() => Service.RetireAsync(Actor, type.Id, retired, type.Version, Guid.CreateVersion7(), Gone));
        _problem = refusal is null ? null : (type.Id, refusal.Sentence);
        _retired = refusal is null && retired ? type : null;
    }

    private Task UndoAsync(VisitTypeRow before) => _book!.VisitType(before.Id) is { } now ? RetireAsync(now, retired: false) : Task.CompletedTask;
}
