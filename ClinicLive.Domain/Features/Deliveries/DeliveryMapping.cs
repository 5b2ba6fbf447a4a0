using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Deliveries;

internal sealed class DeliveryMapping : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("Deliveries");
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Channel).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.Key).HasMaxLength(Delivery.KeyLimit);
        builder.Property(d => d.Address).HasMaxLength(Delivery.AddressLimit);
        builder.Property(d => d.LastError).HasMaxLength(Delivery.ErrorLimit);
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.Ignore(d => d.IsOpen);
        builder.HasOne<Organization>().WithMany().HasForeignKey(d => d.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Account>().WithMany().HasForeignKey(d => d.RecipientId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => d.Key).IsUnique();
        builder.HasIndex(d => new { d.NotificationId, d.Step });
        builder.HasIndex(d => new { d.Channel, d.NextAttemptAt }).HasFilter("\"NextAttemptAt\" IS NOT NULL"); // the few that are to come
        builder.HasIndex(d => d.LeasedUntil).HasFilter("\"LeasedUntil\" IS NOT NULL");
        builder.HasIndex(d => new { d.OrganizationId, d.State, d.CreatedAt });
        builder.HasIndex(d => new { d.OrganizationId, d.CreatedAt, d.Id }); // the admin's pages, newest first
    }
}
