using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace ClinicLive.Tests.Support;

/// <summary>
/// Waits for something to become so, and never longer than needed. Real time, also where the code under test runs on a
/// <see cref="FakeTimeProvider"/>: a thread that has to come to its turn does not look at the clinic's clock.
/// </summary>
public static class WaitFor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);

    public static Task TrueAsync(Func<bool> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(() => Task.FromResult(condition()), within, what);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(start) > (within ?? Patience))
            {
                throw new XunitException($"Did not become true within {within ?? Patience}: {what}");
            }

            await Task.Delay(Interval, clock);
        }
    }

    /// <summary>Returns the value as soon as there is one.</summary>
    public static async Task<T> ValueAsync<T>(Func<Task<T?>> read, TimeSpan? within = null, [CallerArgumentExpression(nameof(read))] string what = "")
        where T : class
    {
        T? value = null;
        await TrueAsync(async () => (value = await read()) is not null, within, what);
        return value!;
    }

    /// <summary>Repeats an assertion until it holds; in the end its own message is the failure.</summary>
    public static Task PassesAsync(Action assertion, TimeSpan? within = null) =>
        PassesAsync(
            () =>
            {
                assertion();
                return Task.CompletedTask;
            },
            within);

    public static async Task PassesAsync(Func<Task> assertion, TimeSpan? within = null)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (clock.GetElapsedTime(start) <= (within ?? Patience))
            {
                await Task.Delay(Interval, clock);
            }
        }
    }
}
