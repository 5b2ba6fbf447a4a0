using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Notifications;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.Notifications.Pages;

/// <summary>One message to a set of people: it goes to exactly those who were counted.</summary>
public sealed class AnnounceDialogTests : PageTest
{
    private AnnouncementQueries Announcements => Clinic.Get<AnnouncementQueries>();

    [Fact]
    public async Task Who_waits_for_a_doctor_is_counted_and_told_and_nobody_else()
    {
        await Clinic.CheckInAsync(await Clinic.BookAsync());
        await Clinic.BookAsync(Clinic.Now.AddHours(2), patient: Home.SecondPatient);
        var (dialogs, _) = await OpenDialogAsync();
        dialogs.TextOf("[data-testid=audience]").Should().Be("Choose a doctor to see how many people that is.");

        await ChangeAsync(dialogs, "#tell-doctor", Home.Doctor.PractitionerId.ToString()!);
        await SeesAsync(() => dialogs.TextOf("[data-testid=audience]").Should().Be("Goes to 1 person."));
        dialogs.FindAll(".names li").Select(n => n.TextContent).Should().Equal("Paula Patient");
        await dialogs.InvokeAsync(() => dialogs.Find("#tell-title").InputAsync("Dr Berg is 20 minutes late"));
        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());

        dialogs.TextOf("[role=status]").Should().Be("Sent to 1 person.");
        (await Clinic.NoticesOfAsync(Home.Patient))[0].Title.Should().Be("Dr Berg is 20 minutes late");
        (await Clinic.NoticesOfAsync(Home.SecondPatient)).Should().NotContain(n => n.Kind == NotificationKind.SystemMessage);
    }

    [Fact]
    public async Task Without_words_it_is_refused_beside_the_field_and_nothing_is_sent()
    {
        var (dialogs, _) = await OpenDialogAsync();
        await ChangeAsync(dialogs, "#tell-who", nameof(AudienceKind.AllStaff));
        await SeesAsync(() => dialogs.TextOf("[data-testid=audience]").Should().Be("Goes to 5 people."));

        await dialogs.InvokeAsync(() => dialogs.Find("form").SubmitAsync());

        dialogs.TextOf("#tell-title-error").Should().StartWith("Please say");
        Clinic.Count("Notifications").Should().Be(0);
    }

    [Fact]
    public async Task Nobody_to_tell_cannot_be_sent()
    {
        var (dialogs, _) = await OpenDialogAsync();
        await ChangeAsync(dialogs, "#tell-doctor", Home.SecondDoctor.PractitionerId.ToString()!);

        await SeesAsync(() => dialogs.TextOf("[data-testid=audience]").Should().Be("Nobody at the moment."));
        dialogs.Find("button[type=submit]").HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    public async Task The_sets_are_who_waits_who_is_still_to_be_seen_and_all_colleagues()
    {
        await Clinic.CheckInAsync(await Clinic.BookAsync());
        await Clinic.BookAsync(Clinic.Now.AddHours(2), patient: Home.SecondPatient);
        await Clinic.ThenAsync(await Clinic.BookAsync(Clinic.Now.AddHours(3), patient: Home.SecondPatient), AppointmentStatus.Cancelled);
        await Clinic.BookAsync(Clinic.Now.AddDays(1), patient: Home.SecondPatient);
        var doctor = Home.Doctor.PractitionerId;

        (await Announcements.AudienceAsync(Home.Lena, AudienceKind.WaitingForDoctor, doctor)).Names.Should().Equal("Paula Patient");
        (await Announcements.AudienceAsync(Home.Lena, AudienceKind.PatientsOfDoctorToday, doctor)).Names.Should().Equal("Paula Patient", "Quentin Patient");
        (await Announcements.AudienceAsync(Home.Lena, AudienceKind.AllStaff)).Names.Should().Equal("Dr Ada Berg", "Dr Ben Cole", "Ines Admin", "Jan Admin", "Omar Desk");
        (await Announcements.AudienceAsync(Clinic.Other.Lena, AudienceKind.PatientsOfDoctorToday, doctor)).Should().BeEquivalentTo(AnnouncementAudience.None);
    }

    [Fact]
    public async Task Who_has_no_account_is_counted_apart()
    {
        await Clinic.CheckInAsync(await Clinic.BookAsync());
        Clinic.Execute($"UPDATE \"Patients\" SET \"AccountId\" = NULL WHERE \"Id\" = '{Home.Patient.PatientId.ToString()!.ToUpperInvariant()}'");

        var audience = await Announcements.AudienceAsync(Home.Lena, AudienceKind.WaitingForDoctor, Home.Doctor.PractitionerId);

        (audience.Recipients.Count, audience.WithoutAccount).Should().Be((0, 1));
    }

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.Practitioner)]
    public async Task Nobody_but_the_front_desk_learns_who_belongs_to_a_set(Role role)
    {
        await Clinic.CheckInAsync(await Clinic.BookAsync());

        foreach (var kind in Enum.GetValues<AudienceKind>())
        {
            (await Announcements.AudienceAsync(Home.Of(role), kind, Home.Doctor.PractitionerId)).Should().BeSameAs(AnnouncementAudience.None);
            (await Announcements.AudienceAsync(Home.Of(role) with { Role = Role.Receptionist }, kind, Home.Doctor.PractitionerId)).Should().BeSameAs(AnnouncementAudience.None);
        }
    }

    private async Task<(IRenderedComponent<RadzenDialog> Dialogs, Screen Screen)> OpenDialogAsync()
    {
        var screen = OpenScreen(Home.Lena);
        var dialogs = screen.Render<RadzenDialog>();
        _ = dialogs.InvokeAsync(() => AnnounceDialog.OpenAsync(screen.Dialogs));
        await WaitFor.TrueAsync(() => dialogs.FindAll("#tell-doctor option").Count == 3);
        return (dialogs, screen);
    }

    private static Task ChangeAsync(IRenderedComponent<RadzenDialog> dialogs, string field, string value) => dialogs.InvokeAsync(() => dialogs.Find(field).ChangeAsync(value));
}
