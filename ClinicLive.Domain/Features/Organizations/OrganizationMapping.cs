using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Organizations;

internal sealed class OrganizationMapping : IEntityTypeConfiguration<Organization>, IEntityTypeConfiguration<Location>
{
    public void Configure(EntityTypeBuilder<Organization> builder)
    {
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.Name).HasMaxLength(200);
        builder.Property(o => o.TimeZoneId).HasMaxLength(100);
        builder.Property(o => o.Version).IsConcurrencyToken().HasDefaultValue(1);
        builder.Ignore(o => o.Policy);
        builder.Ignore(o => o.Settings);
    }

    public void Configure(EntityTypeBuilder<Location> builder)
    {
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.Name).HasMaxLength(100);
        builder.Property(l => l.Version).IsConcurrencyToken().HasDefaultValue(1);
        builder.HasOne<Organization>().WithMany().HasForeignKey(l => l.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}
