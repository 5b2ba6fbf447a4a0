using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Activity;

internal sealed class ActivityMapping : IEntityTypeConfiguration<ActivityEntry>
{
    public void Configure(EntityTypeBuilder<ActivityEntry> builder)
    {
        builder.ToTable("ActivityLog");
        builder.HasKey(a => a.Sequence);
        builder.Property(a => a.Kind).HasConversion<string>().HasMaxLength(40);
        builder.Property(a => a.Category).HasConversion<string>().HasMaxLength(20);
        builder.Property(a => a.From).HasMaxLength(40);
        builder.Property(a => a.To).HasMaxLength(40);
        builder.Property(a => a.Reason).HasMaxLength(4_000);
        builder.HasIndex(a => new { a.SubjectId, a.Sequence });
        builder.HasIndex(a => new { a.OrganizationId, a.Category, a.Sequence });
        builder.HasIndex(a => new { a.OrganizationId, a.At }); // what happened on a day
        builder.HasIndex(a => new { a.OrganizationId, a.NewStart }).HasFilter("\"NewStart\" IS NOT NULL"); // what was ever placed on a day
        builder.HasIndex(a => new { a.OrganizationId, a.CommandId }).IsUnique().HasFilter("\"CommandId\" IS NOT NULL");
    }
}
