using System.Runtime.CompilerServices;
using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace ClinicLive.Domain.Features.Appointments;

/// <summary>
/// Reads of the doctors' lines. Made of views that are shared already, once for all screens: a change costs no read beyond
/// the board's own; the lengths of earlier days are read once per day.
/// </summary>
public sealed class QueueQueries(
    IDbContextFactory<ClinicDbContext> contexts, Snapshots snapshots, AppointmentQueries appointments, PractitionerQueries practitioners, OrganizationQueries organizations)
{
    private static readonly ConditionalWeakTable<DayBoard, DayQueues> Made = [];

    /// <summary>The lines of a day of the actor's clinic. Empty for patients.</summary>
    public async ValueTask<DayQueues> DayAsync(Actor actor, DateOnly day, CancellationToken gone = default)
    {
        var board = await appointments.DayAsync(actor, day, gone).ConfigureAwait(false);
        if (!actor.IsStaff) return new DayQueues(board, new PractitionerList([]), ConsultationLengths.None);
        return await OfBoardAsync(actor, board, gone).ConfigureAwait(false);
    }

    /// <summary>
    /// What the place and time of a patient's own appointment of today depend on; null while he does not wait. Instants and
    /// minutes only, nothing of anybody else.
    /// </summary>
    public async Task<WaitForecast?> OwnAsync(Actor actor, BoardRow own, CancellationToken gone = default)
    {
        if (actor.Role != Role.Patient || actor.PatientId != own.PatientId || own.Status is not (AppointmentStatus.Arrived or AppointmentStatus.Ready)) return null;
        var board = await appointments.BoardOfTodayAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        return (await OfBoardAsync(actor, board, gone).ConfigureAwait(false)).Forecast(own.Id);
    }

    private async ValueTask<DayQueues> OfBoardAsync(Actor actor, DayBoard board, CancellationToken gone)
    {
        var doctors = await practitioners.ListAsync(actor, gone).ConfigureAwait(false);
        var lengths = await LengthsAsync(actor.OrganizationId, board.Day, gone).ConfigureAwait(false);
        if (Made.TryGetValue(board, out var made) && ReferenceEquals(made.Doctors, doctors) && ReferenceEquals(made.Lengths, lengths)) return made;
        var queues = new DayQueues(board, doctors, lengths);
        Made.AddOrUpdate(board, queues);
        return queues;
    }

    private ValueTask<ConsultationLengths> LengthsAsync(Guid organizationId, DateOnly day, CancellationToken gone) =>
        snapshots.ReadAsync<ConsultationLengths>(Topic.ConsultationLengths(organizationId, day), async (_, shared) =>
        {
            var policy = await organizations.PolicyAsync(organizationId, shared).ConfigureAwait(false);
            var begin = policy.At(day, TimeOnly.MinValue);
            await using var db = await contexts.CreateDbContextAsync(shared).ConfigureAwait(false);
            var earlier = new Dictionary<Guid, IReadOnlyList<FinishedConsultation>>();
            foreach (var doctor in await db.Practitioners.Where(p => p.OrganizationId == organizationId).Select(p => p.Id).ToListAsync(shared).ConfigureAwait(false))
            {
                var last = await db.Appointments.AsNoTracking()
                    .Where(a => a.PractitionerId == doctor && a.FinishedAt < begin && a.Status == AppointmentStatus.Done && a.ConsultationStartedAt != null)
                    .OrderByDescending(a => a.FinishedAt).Take(ConsultationLengths.Last)
                    .Select(a => new { Began = a.ConsultationStartedAt!.Value, Ended = a.FinishedAt!.Value, a.PausedFor, a.Start, a.End })
                    .ToListAsync(shared).ConfigureAwait(false);
                earlier[doctor] = [.. last.Select(a => new FinishedConsultation((a.Ended - a.Began - a.PausedFor).TotalMinutes, Math.Max(1, (int)(a.End - a.Start).TotalMinutes)))];
            }

            return new ConsultationLengths(earlier);
        }, gone);
}
