using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.AspNetCore.Components;

namespace ClinicLive.Web.Features.Scheduling;

/// <summary>The hours of the clinic, its doctors and its rooms, for its admin.</summary>
public sealed partial class HoursPage
{
    private const int OutsideDays = 184;
    private OpeningBook? _book;
    private IReadOnlyList<OutsideHours> _outside = [];

    /// <summary>The doctor or room; the clinic where there is none.</summary>
    [Parameter]
    public Guid? Owner { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyCollection<Topic> Topics =>
        [Topic.Schedule(Actor.OrganizationId), .. _outside.Select(o => Topic.Appointment(o.AppointmentId))];

    [Inject]
    private ScheduleQueries Schedule { get; set; } = default!;

    [Inject]
    private ScheduleService Service { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private HoursOwner? Whose => (Owner ?? Actor.OrganizationId) switch
    {
        var id when id == Actor.OrganizationId => HoursOwner.Clinic(id),
        var id when _book!.Doctors.Any(d => d.Id == id) => HoursOwner.Practitioner(id),
        var id when _book!.Rooms.Any(r => r.Id == id) => HoursOwner.Room(id),
        _ => null,
    };

    /// <inheritdoc/>
    protected override async Task LoadAsync(LiveBatch? because)
    {
        var book = await Schedule.ReadAsync(Actor, Gone);
        var today = book.Policy.DayOf(Time.GetUtcNow());
        _outside = await Schedule.OutsideHoursAsync(Actor, null, today, today.AddDays(OutsideDays), Gone);
        _book = book;
        if (because is not null) StateHasChanged();
    }

    private static string Hint(HoursOwner owner) => owner.Kind switch
    {
        HoursOwnerKind.Clinic => "Without any hours the clinic counts as always open.",
        HoursOwnerKind.Practitioner => "Without own hours the doctor works while the clinic is open. Bookings need both.",
        _ => "Without own hours the room can always be used. Whoever has it as his usual room can be booked only while it is open.",
    };

    private List<OutsideHours> OutsideOf(HoursOwner owner) => owner.Kind switch
    {
        HoursOwnerKind.Practitioner => [.. _outside.Where(o => o.PractitionerId == owner.Id)],
        HoursOwnerKind.Room => [.. _outside.Where(o => _book!.Doctors.Any(d => d.Id == o.PractitionerId && d.RoomId == owner.Id))],
        _ => [.. _outside],
    };

    private List<HoursExceptionRow> ExceptionsOf(HoursOwner owner)
    {
        var today = _book!.Policy.DayOf(Time.GetUtcNow());
        return [.. _book.Exceptions.Where(e => e.Owner == owner && e.Date >= today)];
    }

    private List<TimeOffRow> TimeOffOf(HoursOwner owner) => [.. _book!.TimeOff.Where(t => t.PractitionerId == owner.Id && t.Until > Time.GetUtcNow())];

    private void Choose(ChangeEventArgs chosen)
    {
        var id = chosen.Value?.ToString();
        Navigation.NavigateTo(id == Actor.OrganizationId.ToString() ? "/admin/clinic/hours" : $"/admin/clinic/hours/{id}");
    }

    // What was changed comes back by the same path as a change made elsewhere.
    private Task<Refusal?> SaveWeekAsync(HoursOwner owner, IReadOnlyList<TypedHours> hours, int version) =>
        Asking.RefusalOfAsync(() => Service.SetWeekAsync(Actor, owner, hours, version, Guid.CreateVersion7(), Gone));

    private Task<Refusal?> AddExceptionAsync(HoursOwner owner, DateOnly date, IReadOnlyList<HoursSpan> hours, string? note) =>
        Asking.RefusalOfAsync(() => Service.SetExceptionAsync(Actor, owner, date, hours, note, 0, Guid.CreateVersion7(), Gone));

    private Task<Refusal?> RemoveExceptionAsync(HoursExceptionRow row) =>
        Asking.RefusalOfAsync(() => Service.RemoveExceptionAsync(Actor, row.Id, row.Version, Guid.CreateVersion7(), Gone));

    private Task<Refusal?> AddTimeOffAsync(Guid practitionerId, DateTimeOffset from, DateTimeOffset until, string? reason, Guid? coveredBy) =>
        Asking.RefusalOfAsync(() => Service.EnterTimeOffAsync(Actor, practitionerId, from, until, reason, Guid.CreateVersion7(), coveredBy, Gone));

    private Task<Refusal?> CoverTimeOffAsync(TimeOffRow row, Guid? coveredBy) =>
        Asking.RefusalOfAsync(() => Service.SetCoverAsync(Actor, row.Id, coveredBy, row.Version, Guid.CreateVersion7(), Gone));

    private Task<Refusal?> RemoveTimeOffAsync(TimeOffRow row) =>
        Asking.RefusalOfAsync(() => Service.TakeBackTimeOffAsync(Actor, row.Id, row.Version, Guid.CreateVersion7(), Gone));
}
