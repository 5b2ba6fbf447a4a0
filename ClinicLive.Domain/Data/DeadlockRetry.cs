using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ClinicLive.Domain.Data;

/// <summary>
/// Does a piece of work again, a few times and at once, when the server ended its transaction because two waited for each other. Nothing of
/// it was written then. Everything else that may go away by itself is told to the person, as with SQLite: a page that waits is worse.
/// </summary>
internal sealed class DeadlockRetry(ExecutionStrategyDependencies dependencies) : IExecutionStrategy
{
    private const int Most = 4;

    /// <summary>False: transactions may be begun by hand, and what runs in one is not done again.</summary>
    public bool RetriesOnFailure => false;

    public TResult Execute<TState, TResult>(TState state, Func<DbContext, TState, TResult> operation, Func<DbContext, TState, ExecutionResult<TResult>>? verifySucceeded)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return operation(dependencies.CurrentContext.Context, state);
            }
            catch (Exception fault) when (attempt < Most && MayAgain(fault))
            {
                // The work as a whole is still to be done.
            }
        }
    }

    public async Task<TResult> ExecuteAsync<TState, TResult>(
        TState state, Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await operation(dependencies.CurrentContext.Context, state, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (attempt < Most && MayAgain(fault))
            {
                // The work as a whole is still to be done.
            }
        }
    }

    private bool MayAgain(Exception fault) => dependencies.CurrentContext.Context.Database.CurrentTransaction is null
        && (fault as PostgresException ?? fault.InnerException as PostgresException) is { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };
}
