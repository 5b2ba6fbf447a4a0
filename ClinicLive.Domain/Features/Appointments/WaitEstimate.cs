namespace ClinicLive.Domain.Features.Appointments;

/// <summary>Where a waiting patient stands and when he can expect to be called, at one instant: see <see cref="WaitForecast.At"/>.</summary>
/// <param name="Position">1 is next.</param>
/// <param name="FewestMinutes">Low end of the range, in whole minutes.</param>
/// <param name="MostMinutes">High end of the range, in whole minutes.</param>
public sealed record WaitEstimate(int Position, int FewestMinutes, int MostMinutes);
