using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using ClinicLive.Domain.Features.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.WaitingList;

internal sealed class WaitingListMapping : IEntityTypeConfiguration<WaitingEntry>, IEntityTypeConfiguration<WaitingOffer>
{
    public void Configure(EntityTypeBuilder<WaitingEntry> builder)
    {
        builder.ToTable("WaitingEntries");
        builder.HasKey(e => e.AppointmentId);
        builder.Property(e => e.AppointmentId).ValueGeneratedNever();
        builder.HasOne<Appointment>().WithOne().HasForeignKey<WaitingEntry>(e => e.AppointmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organization>().WithMany().HasForeignKey(e => e.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Practitioner>().WithMany().HasForeignKey(e => e.PractitionerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<VisitType>().WithMany().HasForeignKey(e => e.VisitTypeId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<WaitingOffer> builder)
    {
        builder.ToTable("WaitingOffers");
        builder.HasKey(o => new { o.AppointmentId, o.PractitionerId, o.Start }); // the same time is offered to nobody twice
        builder.HasOne<Appointment>().WithMany().HasForeignKey(o => o.AppointmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Practitioner>().WithMany().HasForeignKey(o => o.PractitionerId).OnDelete(DeleteBehavior.Restrict);
    }
}
