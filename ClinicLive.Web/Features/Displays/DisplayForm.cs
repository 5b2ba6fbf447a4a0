using ClinicLive.Domain.Features.Displays;

namespace ClinicLive.Web.Features.Displays;

/// <summary>What an admin types about a screen.</summary>
public sealed class DisplayForm
{
    /// <summary>An empty form.</summary>
    public DisplayForm()
    {
    }

    /// <summary>The form of a screen as it is.</summary>
    public DisplayForm(DisplayRow row) => (Name, Language, Doctors) = (row.Name, row.Language, [.. row.PractitionerIds]);

    /// <summary>What the clinic calls it.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it shows and speaks.</summary>
    public DisplayLanguage Language { get; set; }

    /// <summary>The doctors whose patients it calls; none for all.</summary>
    public HashSet<Guid> Doctors { get; } = [];

    /// <summary>One id per form, so that a double click is one screen.</summary>
    public Guid CommandId { get; } = Guid.CreateVersion7();

    /// <summary>As the service takes it.</summary>
    public DisplayWish Wish => new(Name, Language, [.. Doctors.Order()]);
}
