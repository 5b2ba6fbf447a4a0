using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Webhooks;

internal sealed class WebhookMapping : IEntityTypeConfiguration<Webhook>, IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.ToTable("Webhooks");
        builder.Property(w => w.Id).ValueGeneratedNever();
        builder.Property(w => w.Name).HasMaxLength(Webhook.NameLimit);
        builder.Property(w => w.Address).HasMaxLength(OutsideAddress.Limit);
        builder.Property(w => w.SealedSecret).HasMaxLength(Webhook.SecretLimit);
        builder.Property(w => w.Cursor).IsConcurrencyToken(); // of two nodes that write the same deliveries one wins
        builder.Property(w => w.Version).IsConcurrencyToken();
        builder.HasOne<Organization>().WithMany().HasForeignKey(w => w.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(w => w.OrganizationId);
    }

    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("WebhookDeliveries");
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.Error).HasMaxLength(WebhookDelivery.ErrorLimit);
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.Ignore(d => d.MessageId);
        builder.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(d => new { d.WebhookId, d.Line }).IsUnique().HasFilter("\"Line\" IS NOT NULL");
        builder.HasIndex(d => new { d.WebhookId, d.CreatedAt });
        builder.HasIndex(d => d.NextAttemptAt).HasFilter("\"NextAttemptAt\" IS NOT NULL");
        builder.HasIndex(d => d.LeasedUntil).HasFilter("\"LeasedUntil\" IS NOT NULL");
        builder.HasIndex(d => d.EndedAt).HasFilter("\"EndedAt\" IS NOT NULL"); // what is old enough to go
    }
}
