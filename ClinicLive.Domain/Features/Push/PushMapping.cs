using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Push;

internal sealed class PushMapping : IEntityTypeConfiguration<PushSubscription>, IEntityTypeConfiguration<ServerKeyRow>
{
    public void Configure(EntityTypeBuilder<PushSubscription> builder)
    {
        builder.ToTable("PushSubscriptions");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Stamp).HasMaxLength(100);
        builder.Property(s => s.Endpoint).HasMaxLength(OutsideAddress.Limit);
        builder.Property(s => s.EndpointHash).HasMaxLength(64);
        builder.Property(s => s.ServerKey).HasMaxLength(100);
        builder.Property(s => s.Name).HasMaxLength(PushSubscription.NameLimit);
        builder.HasOne<Organization>().WithMany().HasForeignKey(s => s.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => s.EndpointHash).IsUnique();
        builder.HasIndex(s => s.AccountId);
    }

    public void Configure(EntityTypeBuilder<ServerKeyRow> builder)
    {
        builder.ToTable("PushServerKeys");
        builder.Property(k => k.Id).ValueGeneratedNever();
        builder.Property(k => k.PublicKey).HasMaxLength(100);
        builder.Property(k => k.SealedPrivateKey).HasMaxLength(1_000);
    }
}
