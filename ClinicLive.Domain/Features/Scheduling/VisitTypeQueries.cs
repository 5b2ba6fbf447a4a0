using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Scheduling;

/// <summary>Reads of the clinic's kinds of visits.</summary>
public sealed class VisitTypeQueries(ScheduleQueries schedule)
{
    /// <summary>
    /// The kinds of visits by name: those that can be booked, for an admin the retired ones too, for a patient those that he may book by himself.
    /// </summary>
    public async Task<IReadOnlyList<VisitTypeRow>> ListAsync(Actor actor, CancellationToken gone = default)
    {
        var book = await schedule.BookAsync(actor.OrganizationId, gone).ConfigureAwait(false);
        return actor.Role switch
        {
            Role.Admin => book.VisitTypes,
            Role.Patient => [.. book.VisitTypes.Where(t => t is { IsOnline: true, IsRetired: false })],
            _ => [.. book.VisitTypes.Where(t => !t.IsRetired)],
        };
    }
}
