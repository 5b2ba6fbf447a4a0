using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ClinicLive.Domain.Features.Organizations;

namespace ClinicLive.Domain.Features.Import;

internal sealed class ImportMapping : IEntityTypeConfiguration<Facility>, IEntityTypeConfiguration<ImportedKey>, IEntityTypeConfiguration<ClinicImport>, IEntityTypeConfiguration<KeptCsvPlan>
{
    public void Configure(EntityTypeBuilder<Facility> builder)
    {
        builder.ToTable("Facilities");
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.Property(f => f.Name).HasMaxLength(Facility.NameLimit);
        builder.HasOne<Organization>().WithMany().HasForeignKey(f => f.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ImportedKey> builder)
    {
        builder.ToTable("ImportedKeys");
        builder.HasKey(k => new { k.OrganizationId, k.Kind, k.Key, k.RecordId });
        builder.Property(k => k.Key).HasMaxLength(ImportedKey.Limit);
        builder.HasIndex(k => k.RecordId); // what other systems call this one
    }

    public void Configure(EntityTypeBuilder<ClinicImport> builder)
    {
        builder.ToTable("Imports");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Files).HasMaxLength(ClinicImport.FilesLimit);
        builder.HasIndex(i => new { i.OrganizationId, i.At });
        builder.HasOne<Organization>().WithMany().HasForeignKey(i => i.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<KeptCsvPlan> builder)
    {
        builder.ToTable("ImportPlans");
        builder.HasKey(p => new { p.OrganizationId, p.Signature });
        builder.Property(p => p.Signature).HasMaxLength(64);
    }
}
