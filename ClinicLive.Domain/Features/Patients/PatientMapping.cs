using ClinicLive.Domain.Features.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Patients;

internal sealed class PatientMapping : IEntityTypeConfiguration<Patient>
{
    public void Configure(EntityTypeBuilder<Patient> builder)
    {
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Property(p => p.Name).HasMaxLength(Patient.NameLimit);
        builder.Property(p => p.Phone).HasMaxLength(Patient.PhoneLimit);
        builder.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(p => p.ExternalId).HasMaxLength(Patient.ExternalIdLimit);
        builder.HasIndex(p => new { p.OrganizationId, p.ExternalId }).IsUnique().HasFilter("\"ExternalId\" IS NOT NULL");
        builder.HasIndex(p => p.AccountId).IsUnique();
        builder.HasIndex(p => new { p.OrganizationId, p.Name });
        builder.HasIndex(p => new { p.OrganizationId, p.Id }).IsUnique(); // pages in the order of ids, and some of a clinic by their ids
    }
}

internal sealed class PatientTermMapping : IEntityTypeConfiguration<PatientTerm>
{
    // No foreign key: it would need an index of its own, as large as the table, and no patient is ever deleted.
    public void Configure(EntityTypeBuilder<PatientTerm> builder)
    {
        builder.ToTable("PatientTerms");
        builder.HasKey(t => new { t.OrganizationId, t.Term, t.PatientId });
        builder.Property(t => t.Term).HasMaxLength(FindingTerms.TermLimit);
    }
}
