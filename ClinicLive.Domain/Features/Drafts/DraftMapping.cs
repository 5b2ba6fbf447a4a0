using ClinicLive.Domain.Features.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Drafts;

internal sealed class DraftMapping : IEntityTypeConfiguration<FormDraft>
{
    public void Configure(EntityTypeBuilder<FormDraft> builder)
    {
        builder.ToTable("FormDrafts");
        builder.HasKey(d => new { d.AccountId, d.Form });
        builder.Property(d => d.Form).HasMaxLength(40);
        builder.Property(d => d.Json).HasMaxLength(FormDraft.Limit);
        builder.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
