using ClinicLive.Domain.Features.Accounts;
using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Patients;
using ClinicLive.Domain.Features.Practitioners;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Chat;

internal sealed class ChatMapping : IEntityTypeConfiguration<ChatRoom>, IEntityTypeConfiguration<ChatParticipant>,
    IEntityTypeConfiguration<ChatMessage>, IEntityTypeConfiguration<ChatMessageVersion>, IEntityTypeConfiguration<ChatReaction>
{
    public void Configure(EntityTypeBuilder<ChatRoom> builder)
    {
        builder.ToTable("ChatRooms");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Property(r => r.LastSequence).IsConcurrencyToken();
        builder.Property(r => r.DeskReadSequence).IsConcurrencyToken();
        builder.Property(r => r.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Name).HasMaxLength(ChatRoom.NameLimit);
        builder.HasOne<Organization>().WithMany().HasForeignKey(r => r.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Patient>().WithMany().HasForeignKey(r => r.PatientId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Practitioner>().WithMany().HasForeignKey(r => r.PractitionerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => new { r.PatientId, r.PractitionerId }).IsUnique().HasFilter("\"Kind\" = 'Direct'").HasDatabaseName("IX_ChatRooms_OnePerPair");
        builder.HasIndex(r => r.PatientId).IsUnique().HasFilter("\"Kind\" = 'FrontDesk'").HasDatabaseName("IX_ChatRooms_OneDeskPerPatient");
        builder.HasIndex(r => new { r.OrganizationId, r.Kind, r.LastMessageAt });
        builder.HasIndex(r => r.CoveredBy).HasFilter("\"CoveredBy\" IS NOT NULL");
        builder.HasIndex(r => new { r.OrganizationId, r.WaitingSince }).HasFilter("\"Kind\" = 'Direct' AND \"WaitingSince\" IS NOT NULL").HasDatabaseName("IX_ChatRooms_WaitForDoctor");
        builder.HasIndex(r => r.WaitingSince).HasFilter("\"Kind\" = 'FrontDesk' AND \"WaitingSince\" IS NOT NULL AND \"EscalatedAt\" IS NULL"); // who is to be brought up
    }

    public void Configure(EntityTypeBuilder<ChatParticipant> builder)
    {
        builder.ToTable("ChatParticipants");
        builder.HasKey(p => new { p.RoomId, p.AccountId });
        builder.Property(p => p.LastRead).IsConcurrencyToken();
        builder.Property(p => p.LastDelivered).IsConcurrencyToken();
        builder.HasOne<ChatRoom>().WithMany().HasForeignKey(p => p.RoomId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => new { p.AccountId, p.RoomId });
    }

    public void Configure(EntityTypeBuilder<ChatMessage> builder)
    {
        builder.ToTable("ChatMessages");
        builder.HasKey(m => m.Number); // an integer key of its own: the full-text index refers to it, and it outlives a VACUUM
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.Property(m => m.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(m => m.Body).HasMaxLength(MessageText.UnitLimit);
        builder.HasOne<ChatRoom>().WithMany().HasForeignKey(m => m.RoomId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Account>().WithMany().HasForeignKey(m => m.SenderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(m => m.Id).IsUnique();
        builder.HasIndex(m => new { m.RoomId, m.Sequence }).IsUnique();
        builder.HasIndex(m => new { m.RoomId, m.ClientMessageId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ChatMessageVersion> builder)
    {
        builder.ToTable("ChatMessageVersions");
        builder.HasKey(v => new { v.MessageId, v.Version });
        builder.Property(v => v.Body).HasMaxLength(MessageText.UnitLimit);
    }

    public void Configure(EntityTypeBuilder<ChatReaction> builder)
    {
        builder.ToTable("ChatReactions");
        builder.HasKey(r => new { r.MessageId, r.AccountId, r.Emoji });
        builder.Property(r => r.Emoji).HasMaxLength(40);
        builder.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
