using ClinicLive.Domain.Features.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Chat;

internal sealed class AttachmentMapping : IEntityTypeConfiguration<ChatAttachment>
{
    public void Configure(EntityTypeBuilder<ChatAttachment> builder)
    {
        builder.ToTable("ChatAttachments");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Name).HasMaxLength(ChatAttachment.NameLimit);
        builder.Property(a => a.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(a => a.Sha256).HasMaxLength(64);
        builder.Property(a => a.MessageId).IsConcurrencyToken(); // one file leaves with one message, also from two windows at once
        builder.HasOne<ChatRoom>().WithMany().HasForeignKey(a => a.RoomId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Account>().WithMany().HasForeignKey(a => a.UploadedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => a.MessageId);
        builder.HasIndex(a => new { a.UploadedBy, a.UploadId }).IsUnique();
        builder.HasIndex(a => a.UploadedAt).HasFilter("\"MessageId\" IS NULL");
    }
}
