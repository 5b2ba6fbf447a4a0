using ClinicLive.Domain.Data;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Domain.Features.Fhir;

/// <summary>Who searches, when, and what a filter may look at.</summary>
/// <param name="Db">The database, for one search.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Now">Now, in UTC.</param>
/// <param name="Book">The clinic's hours and kinds of visits.</param>
/// <param name="Doctors">The clinic's doctors.</param>
internal sealed record FhirScope(ClinicDbContext Db, Actor Actor, DateTimeOffset Now, OpeningBook Book, IReadOnlyList<PractitionerRow> Doctors)
{
    /// <summary>The clinic's clock: a date without an offset is meant on it.</summary>
    public ClinicPolicy Policy => Book.Policy;
}
