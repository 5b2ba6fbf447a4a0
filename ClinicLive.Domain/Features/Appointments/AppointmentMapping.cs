using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Appointments;

internal sealed class AppointmentMapping : IEntityTypeConfiguration<Appointment>
{
    public void Configure(EntityTypeBuilder<Appointment> builder)
    {
        // The overlap rule is a trigger of the migration: HoldsSlot rows of one practitioner never overlap.
        // A migration that makes SQLite build the table anew loses its triggers: SqliteAppointmentRules has them all, to be put back.
        builder.ToTable(t => t.HasTrigger("Appointments_NoOverlap"));
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Property(a => a.Status).HasConversion<string>().HasMaxLength(20);
        builder.Property(a => a.StatusBefore).HasConversion<string>().HasMaxLength(20);
        builder.Property(a => a.Reason).HasMaxLength(Appointment.ReasonLimit);
        builder.Property(a => a.PriorityReason).HasMaxLength(Appointment.ReasonLimit);
        builder.Property(a => a.EndReason).HasMaxLength(Appointment.ReasonLimit);
        builder.Property(a => a.ExternalId).HasMaxLength(Appointment.ExternalIdLimit);
        builder.HasIndex(a => new { a.OrganizationId, a.ExternalId }).IsUnique().HasFilter("\"ExternalId\" IS NOT NULL");
        builder.HasOne<Organization>().WithMany().HasForeignKey(a => a.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Patient>().WithMany().HasForeignKey(a => a.PatientId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Practitioner>().WithMany().HasForeignKey(a => a.PractitionerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<VisitType>().WithMany().HasForeignKey(a => a.VisitTypeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Location>().WithMany().HasForeignKey(a => a.LocationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => new { a.OrganizationId, a.Day });
        builder.HasIndex(a => new { a.OrganizationId, a.Day }, "IX_Appointments_LeftOver").HasFilter("\"HoldsSlot\"");
        builder.HasIndex(a => new { a.PatientId, a.Start });
        builder.HasIndex(a => new { a.PractitionerId, a.Start }).HasFilter("\"HoldsSlot\"");
        builder.HasIndex(a => new { a.PractitionerId, a.FinishedAt }).HasFilter("\"FinishedAt\" IS NOT NULL"); // the last finished ones of a doctor
        builder.HasIndex(a => a.OrganizationId, "IX_Appointments_Waiting").HasFilter("\"Status\" = 'Waitlisted'"); // the few on the waiting list
        builder.HasIndex(a => new { a.PatientId, a.VisitTypeId }, "IX_Appointments_OneWish") // nobody waits twice for the same
            .IsUnique().HasFilter("\"Status\" = 'Waitlisted' OR (\"Status\" = 'Held' AND \"StatusBefore\" = 'Waitlisted')");
        builder.HasIndex(a => a.SeriesId).HasFilter("\"SeriesId\" IS NOT NULL");
        builder.HasIndex(a => a.HeldUntil).HasFilter("\"HeldUntil\" IS NOT NULL"); // the few reservations among all appointments
        builder.HasIndex(a => new { a.OrganizationId, a.Day, a.TicketNumber }, "IX_Appointments_Ticket").IsUnique().HasFilter("\"TicketNumber\" IS NOT NULL");
        builder.HasIndex(a => a.PractitionerId, "IX_Appointments_OpenConsultation")
            .IsUnique().HasFilter("\"Status\" = 'InConsultation' AND NOT \"MayRunParallel\"");
    }
}
