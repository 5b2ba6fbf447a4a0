using ClinicLive.Domain.Features.Organizations;
using ClinicLive.Domain.Features.Practitioners;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClinicLive.Domain.Features.Scheduling;

internal sealed class SchedulingMapping :
    IEntityTypeConfiguration<WorkingHours>,
    IEntityTypeConfiguration<HoursException>,
    IEntityTypeConfiguration<TimeOff>,
    IEntityTypeConfiguration<VisitType>,
    IEntityTypeConfiguration<VisitTypeOffer>
{
    public void Configure(EntityTypeBuilder<WorkingHours> builder)
    {
        builder.ToTable("WorkingHours");
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.Version).IsConcurrencyToken();
        builder.Property(h => h.OwnerKind).HasConversion<string>().HasMaxLength(20);
        builder.Property(h => h.Week).HasConversion(week => week.ToString(), text => WeekHours.Read(text)).HasMaxLength(1_000);
        builder.HasOne<Organization>().WithMany().HasForeignKey(h => h.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(h => new { h.OrganizationId, h.OwnerId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<HoursException> builder)
    {
        builder.ToTable("HoursExceptions");
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.Version).IsConcurrencyToken();
        builder.Property(h => h.OwnerKind).HasConversion<string>().HasMaxLength(20);
        builder.Property(h => h.Hours).HasMaxLength(200).HasConversion(
            hours => HoursSpans.Write(hours),
            text => HoursSpans.Read(text),
            new ValueComparer<IReadOnlyList<HoursSpan>>((one, other) => one!.SequenceEqual(other!), hours => hours.Count, hours => hours));
        builder.Property(h => h.Note).HasMaxLength(HoursException.NoteLimit);
        builder.HasOne<Organization>().WithMany().HasForeignKey(h => h.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(h => new { h.OrganizationId, h.OwnerId, h.Date }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<TimeOff> builder)
    {
        builder.ToTable("TimeOff");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Property(t => t.Reason).HasMaxLength(TimeOff.ReasonLimit);
        builder.HasOne<Organization>().WithMany().HasForeignKey(t => t.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Practitioner>().WithMany().HasForeignKey(t => t.PractitionerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => new { t.OrganizationId, t.Until });
    }

    public void Configure(EntityTypeBuilder<VisitType> builder)
    {
        builder.ToTable("VisitTypes");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.Property(t => t.Name).HasMaxLength(VisitType.NameLimit);
        builder.HasOne<Organization>().WithMany().HasForeignKey(t => t.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => new { t.OrganizationId, t.Name }).IsUnique(); // retired ones too: they can come back
    }

    public void Configure(EntityTypeBuilder<VisitTypeOffer> builder)
    {
        builder.ToTable("VisitTypeOffers");
        builder.HasKey(o => new { o.VisitTypeId, o.PractitionerId });
        builder.HasOne<VisitType>().WithMany().HasForeignKey(o => o.VisitTypeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Practitioner>().WithMany().HasForeignKey(o => o.PractitionerId).OnDelete(DeleteBehavior.Restrict);
    }
}
