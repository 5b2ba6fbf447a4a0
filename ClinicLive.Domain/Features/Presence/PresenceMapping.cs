using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Presence;

internal sealed class PresenceMapping : IEntityTypeConfiguration<PresenceLease>
{
    public void Configure(EntityTypeBuilder<PresenceLease> builder)
    {
        builder.HasKey(l => new { l.AccountId, l.NodeId });
        builder.HasIndex(l => l.ExpiresAt);
        builder.HasIndex(l => l.NodeId);
    }
}
