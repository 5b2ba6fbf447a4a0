using ClinicLive.Domain.Features.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Displays;

internal sealed class DisplayMapping : IEntityTypeConfiguration<WaitingRoomDisplay>
{
    public void Configure(EntityTypeBuilder<WaitingRoomDisplay> builder)
    {
        builder.ToTable("Displays");
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.Property(d => d.Name).HasMaxLength(WaitingRoomDisplay.NameLimit);
        builder.Property(d => d.Code).HasMaxLength(WaitingRoomDisplay.CodeLimit);
        builder.Property(d => d.Language).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<Organization>().WithMany().HasForeignKey(d => d.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => d.Code).IsUnique();
    }
}
