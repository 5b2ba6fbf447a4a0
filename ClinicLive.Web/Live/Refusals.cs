using ClinicLive.Domain.Data;
using ClinicLive.Domain.Shared;

namespace ClinicLive.Web.Live;

/// <summary>What a person is told when something could not be done.</summary>
internal static class Refusals
{
    /// <summary>Runs use cases and answers with the refusal, if any. A database that is busy or away is one too: trying again is right.</summary>
    public static async Task<Refusal?> OfAsync(Func<Task<Refusal?>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (Saving.IsPassing(fault))
        {
            return Refusal.Unavailable;
        }
    }
}
