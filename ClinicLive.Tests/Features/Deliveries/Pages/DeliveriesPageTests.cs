using System.Globalization;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Deliveries;
using ClinicLive.Web.Features.Notifications;

namespace ClinicLive.Tests.Features.Deliveries.Pages;

/// <summary>What goes out as the admin and the desk see it. The ways of this clinic are not set up but for the mail that a test gives it.</summary>
public sealed class DeliveriesPageTests : PageTest
{
    [Fact]
    public async Task An_empty_list_says_so_and_then_shows_what_comes_live()
    {
        var page = await OpenAsync<DeliveriesPage>(Home.Admin);
        page.TextOf(".empty").Should().StartWith("Nothing has left yet.");

        await Clinic.TellAsync(Home.Patient, severity: NotificationSeverity.Critical);

        await SeesAsync(() => page.FindAll("[data-delivery]").Should().HaveCount(3));
        page.FindAll("[data-delivery] button").Should().BeEmpty("all are still to come");
    }

    [Fact]
    public async Task What_was_not_sent_is_filtered_and_sent_again()
    {
        await Clinic.TellAsync(Home.Patient, severity: NotificationSeverity.Critical, kind: NotificationKind.PatientCall);
        await Clinic.Get<DeliveryDispatcher>().DispatchAsync(DeliveryChannel.Email);
        var page = await OpenAsync<DeliveriesPage>(Home.Admin);
        await PressAsync(page, ".note-filters .chip:last-of-type");
        page.TextOf(".empty").Should().Be("Everything that was to leave has left.");
        await PressAsync(page, ".note-filters .chip:first-of-type");

        await PressAsync(page, "[data-state=NotConfigured] button");

        await SeesAsync(() => page.FindAll("[data-state=NotConfigured]").Should().BeEmpty());
    }

    [Fact]
    public async Task The_desk_sees_a_countdown_of_what_can_still_be_taken_back()
    {
        var strip = await OpenAsync<GoingOutStrip>(Home.Lena);
        strip.FindAll("[data-going-out]").Should().BeEmpty();

        await Clinic.TellAsync(Home.Patient, severity: NotificationSeverity.Critical, by: Home.Omar);
        await SeesAsync(() => strip.Find("[data-going-out]").GetAttribute("data-going-out").Should().Be("1"));
        DateTimeOffset.Parse(strip.Find("clinic-countdown").GetAttribute("until")!, CultureInfo.InvariantCulture).Should().Be(Clinic.Now.AddSeconds(45), "no event moved the clock");
        await Clinic.Get<NotificationService>().ReadAllAsync(Home.Patient);

        await SeesAsync(() => strip.FindAll("[data-going-out]").Should().BeEmpty("he has read it here"));
    }

    [Fact]
    public async Task A_patient_chooses_what_leaves_for_him()
    {
        var page = await OpenAsync<NotificationsPage>(Home.Patient);

        await page.InvokeAsync(() => page.Find("[aria-label='Reminders: E-mail']").ChangeAsync(new() { Value = "Never" }));
        await SeesAsync(() => page.Find("[aria-label='Reminders: E-mail']").GetAttribute("value").Should().Be("Never"));
        await Clinic.TellAsync(Home.Patient, kind: NotificationKind.Reminder);

        Clinic.Count("Deliveries").Should().Be(0);
    }
}
