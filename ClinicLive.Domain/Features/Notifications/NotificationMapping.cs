using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Notifications;

internal sealed class NotificationMapping
    : IEntityTypeConfiguration<Notification>, IEntityTypeConfiguration<NotificationPreference>, IEntityTypeConfiguration<QuietHours>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("Notifications");
        builder.HasKey(n => n.Sequence);
        builder.Property(n => n.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(n => n.Severity).HasConversion<string>().HasMaxLength(20);
        builder.Property(n => n.Title).HasMaxLength(Notification.TitleLimit);
        builder.Property(n => n.Text).HasMaxLength(Notification.TextLimit);
        builder.Property(n => n.Link).HasMaxLength(Notification.LinkLimit);
        builder.Property(n => n.Key).HasMaxLength(Notification.KeyLimit);
        builder.HasOne<Organization>().WithMany().HasForeignKey(n => n.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Account>().WithMany().HasForeignKey(n => n.RecipientId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(n => n.IsToLeave);
        builder.Ignore(n => n.StaysInside);
        builder.HasIndex(n => n.EscalatedFromId).HasFilter("\"EscalatedFromId\" IS NOT NULL");
        builder.HasIndex(n => n.Id).IsUnique();
        builder.HasIndex(n => new { n.RecipientId, n.Key }).IsUnique();
        builder.HasIndex(n => n.Key); // everybody who was told the same thing
        builder.HasIndex(n => new { n.RecipientId, n.Sequence });
        builder.HasIndex(n => new { n.RecipientId, n.Sequence }, "IX_Notifications_Unread").HasFilter("\"ReadAt\" IS NULL"); // the few among all
    }

    public void Configure(EntityTypeBuilder<NotificationPreference> builder)
    {
        builder.ToTable("NotificationPreferences");
        builder.HasKey(p => new { p.AccountId, p.Kind, p.Channel });
        builder.Property(p => p.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.Channel).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<QuietHours> builder)
    {
        builder.ToTable("QuietHours");
        builder.HasKey(q => q.AccountId);
        builder.Property(q => q.TimeZoneId).HasMaxLength(100);
        builder.HasOne<Account>().WithMany().HasForeignKey(q => q.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
