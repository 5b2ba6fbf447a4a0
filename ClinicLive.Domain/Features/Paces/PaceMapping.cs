using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Paces;

internal sealed class PaceMapping : IEntityTypeConfiguration<Pace>
{
    public void Configure(EntityTypeBuilder<Pace> builder)
    {
        builder.HasKey(p => p.Key);
        builder.Property(p => p.Key).HasMaxLength(64);
        builder.Property(p => p.Moments).IsConcurrencyToken(); // of two that take the last place, one has it
        builder.HasIndex(p => p.Until);
    }
}
