using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Features.Scheduling;

/// <summary>Asking a service for a change, with "not just now" as an answer like any other.</summary>
internal static class Asking
{
    /// <summary>Why nothing was changed, or null.</summary>
    public static async Task<Refusal?> RefusalOfAsync<T>(Func<Task<Outcome<T>>> change)
        where T : notnull
    {
        try
        {
            return (await change()).Refusal;
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return Refusal.Unavailable;
        }
    }
}
