using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ClinicLive.Domain.Data;

/// <summary>Keeps instants as UTC date-times, which both kinds of database sort and compare (SQLite cannot order a DateTimeOffset).</summary>
internal sealed class UtcInstantConverter() : ValueConverter<DateTimeOffset, DateTime>(
    instant => instant.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
