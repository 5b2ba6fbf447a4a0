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
/// what they tell people join its transaction, after the commit the events go to the bus, and after a failure nothing is published.
/// </summary>
public sealed class LiveSaveInterceptor(IEventBus bus, DeliveryRules rules) : SaveChangesInterceptor
{
    private readonly ConditionalWeakTable<DbContext, List<IClinicEvent>> _pending = [];

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

        events.AddRange(db.TakeEventsToPublish());
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

        events.AddRange(db.TakeEventsToPublish());
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

    private List<IClinicEvent> Collect(ClinicDbContext db)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException("Save once, without a transaction of your own: events are published when the save has been committed.");
        }

        var events = _pending.GetOrCreateValue(db);
        events.Clear(); // a failed save may have been tried again
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
        if (context is null || !_pending.TryGetValue(context, out var events)) return;
        _pending.Remove(context);
        foreach (var clinicEvent in events) bus.Publish(clinicEvent);
    }

    private void Forget(DbContext? context)
    {
        if (context is not null) _pending.Remove(context);
    }
}
