using System.Data.Common;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Live;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using System.Runtime.CompilerServices;

namespace ClinicLive.Domain.Data;

/// <summary>
/// The one place where changes become log lines, notifications and events: before a save the lines of all raised changes and
/// what they tell people join its transaction, after the commit the events go to the bus, and after a failure nothing is published. Where several
/// nodes share the database the transaction itself tells the others, see <see cref="PostgresEventBus"/>.
/// </summary>
public sealed class LiveSaveInterceptor(IEventBus bus, DeliveryRules rules, PostgresEventBus? line = null) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbContext, Pending> _pending = [];

    /// <inheritdoc/>
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not ClinicDbContext db) return result;
        var events = Collect(db);
        if (!db.TellsNobody)
        {
            await AppointmentNotices.AddAsync(db, events.OfType<AppointmentChanged>(), cancellationToken).ConfigureAwait(false);
            await DeliveryPlan.AddAsync(db, rules, cancellationToken).ConfigureAwait(false);
        }

        Complete(db, events);
        return result;
    }

    /// <inheritdoc/>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (eventData.Context is not ClinicDbContext db) return result;
        var events = Collect(db);
        if (!db.TellsNobody && (events.OfType<AppointmentChanged>().Any(AppointmentNotices.Tells) || db.ChangeTracker.Entries<Notification>().Any(n => n.State == EntityState.Added)))
        {
            throw new InvalidOperationException("Save with SaveChangesAsync: who is told, and how, has to be read first.");
        }

        Complete(db, events);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Publish(eventData.Context);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Publish(eventData.Context);
        return result;
    }

    /// <inheritdoc/>
    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Forget(eventData.Context);

    /// <inheritdoc/>
    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Forget(eventData.Context);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        foreach (var command in Telling(transaction, eventData.Context))
        {
            await using (command.ConfigureAwait(false)) await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    /// <inheritdoc/>
    public InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        foreach (var command in Telling(transaction, eventData.Context))
        {
            using (command) command.ExecuteNonQuery();
        }

        return result;
    }

    private IEnumerable<DbCommand> Telling(DbTransaction transaction, DbContext? context)
    {
        if (line is null || context is null || !_pending.TryGetValue(context, out var pending) || pending.Events.Count == 0) yield break;
        foreach (var text in line.TextsOf(pending.Events))
        {
            var command = transaction.Connection!.CreateCommand();
            (command.CommandText, command.Transaction) = (PostgresEventBus.SendText, transaction);
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@text", text);
            command.Parameters.Add(parameter);
            yield return command;
        }

        pending.AreTold = true;
    }

    private void Complete(ClinicDbContext db, List<IClinicEvent> events)
    {
        events.AddRange(db.TakeEventsToPublish());
        if (line is not null && events.Count > 0) db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always; // a single statement would have none to be told in
    }

    private List<IClinicEvent> Collect(ClinicDbContext db)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException("Save once, without a transaction of your own: events are published when the save has been committed.");
        }

        var pending = _pending.GetOrCreateValue(db);
        var events = pending.Events;
        events.Clear(); // a failed save may have been tried again
        pending.AreTold = false;
        var raised = db.ChangeTracker.Entries<IRaisesChanges>().ToList().SelectMany(e => e.Entity.TakeRaised());
        foreach (var change in raised.OrderBy(c => c.Line.At)) // stable: a save of many rows is told in the order in which it happened
        {
            db.Activity.Add(change.Line);
            events.Add(change.Event);
        }

        foreach (var patient in db.ChangeTracker.Entries<Patient>().ToList()) db.PatientTerms.AddRange(patient.Entity.TakeTerms());
        return events;
    }

    private void Publish(DbContext? context)
    {
        if (context is null || !_pending.TryGetValue(context, out var pending)) return;
        _pending.Remove(context);
        foreach (var clinicEvent in pending.Events)
        {
            if (pending.AreTold) line!.RingHere(clinicEvent);
            else bus.Publish(clinicEvent);
        }
    }

    private void Forget(DbContext? context)
    {
        if (context is null || !_pending.TryGetValue(context, out var pending)) return;
        _pending.Remove(context);
        if (!pending.AreTold) return;
        foreach (var clinicEvent in pending.Events) line!.RingHere(clinicEvent); // the commit got no answer: the others may have heard of it, and reading again is never wrong
    }

    private sealed class Pending
    {
        public List<IClinicEvent> Events { get; } = [];

        public bool AreTold { get; set; }
    }
}
