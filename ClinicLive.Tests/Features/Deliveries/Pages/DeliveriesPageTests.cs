using System.Collections.Concurrent;
using System.Globalization;
using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Deliveries;
using ClinicLive.Domain.Features.Notifications;
using ClinicLive.Domain.Live;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Deliveries;
using ClinicLive.Web.Features.Notifications;
using Microsoft.AspNetCore.Components;

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

        var told = Clinic.Now;
        await Clinic.TellAsync(Home.Patient, severity: NotificationSeverity.Critical, by: Home.Omar);
        await SeesAsync(() => strip.Find("[data-going-out]").GetAttribute("data-going-out").Should().Be("1"));
        DateTimeOffset.Parse(strip.Find("clinic-countdown").GetAttribute("until")!, CultureInfo.InvariantCulture).Should().Be(told.AddSeconds(45));
        strip.TextOf("[role=status]").Should().Be("1 message to patients going out");
        await Clinic.Get<NotificationService>().ReadAllAsync(Home.Patient);

        await SeesAsync(() => strip.FindAll("[data-going-out]").Should().BeEmpty("he has read it here"));
    }

    [Fact]
    public async Task Undoing_what_is_told_takes_it_off_the_desks_strip()
    {
        var row = await Clinic.BookAsync(Clinic.Now.AddDays(1));
        await Clinic.Get<NotificationChoiceService>().ChooseOutgoingAsync(Home.Patient, NotificationKind.AppointmentUpdate, NotificationChannel.Email, OutgoingChoice.Always);
        var strip = await OpenAsync<GoingOutStrip>(Home.Lena);
        var cancelled = await Clinic.ThenAsync(row, AppointmentStatus.Cancelled);
        await SeesAsync(() => strip.Find("[data-going-out]").GetAttribute("data-going-out").Should().Be("1"));

        await Clinic.ThenAsync(cancelled, AppointmentStatus.Booked);

        await SeesAsync(() => strip.FindAll("[data-going-out]").Should().BeEmpty());
    }

    [Fact]
    public async Task However_many_messages_leave_the_page_is_read_once_a_second()
    {
        await OpenAsync<DeliveriesPage>(Home.Admin);
        var reads = new ConcurrentQueue<DateTimeOffset>();
        Clinic.Commands.Before = sql =>
        {
            if (sql.Contains("GROUP BY", StringComparison.Ordinal)) reads.Enqueue(Clinic.Now);
            return Task.CompletedTask;
        };
        for (var i = 1; i <= 3; i++)
        {
            Clinic.Get<IEventBus>().Publish(new DeliveriesChanged(Home.Id, Clinic.Now));
            await SeesAsync(() => reads.Should().HaveCount(i));
        }

        reads.Zip(reads.Skip(1), (one, next) => next - one).Should().OnlyContain(pause => pause >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task All_that_was_given_up_is_sent_again_with_one_press()
    {
        foreach (var person in new[] { Home.Patient, Home.SecondPatient }) await Clinic.TellAsync(person, kind: NotificationKind.Reminder);
        Clinic.Execute("""UPDATE "Deliveries" SET "State" = 'Dead', "NextAttemptAt" = NULL""");
        var page = await OpenAsync<DeliveriesPage>(Home.Admin);
        page.FindAll("[data-all-again]").Should().BeEmpty("only beside what was given up");
        await PressAsync(page, ".note-filters .chip:last-of-type");

        await PressAsync(page, "[data-all-again]");

        await SeesAsync(() => page.TextOf(".note-filters [role=status]").Should().Be("2 messages are sent again."));
        await SeesAsync(() => page.FindAll("[data-all-again]").Should().BeEmpty());
    }

    [Fact]
    public async Task Everybody_chooses_for_browsers_mail_and_whoever_has_a_telephone_for_that()
    {
        foreach (var (person, ways) in new[] { (Home.Patient, 3), (Home.Doctor, 2), (Home.Lena, 2) })
        {
            var page = await OpenAsync<NotificationsPage>(person);
            page.FindAll("[aria-label^='Chat messages: ']").Count(e => e.TagName == "SELECT").Should().Be(ways);
            await page.InvokeAsync(() => page.Find("[aria-label='Chat messages: Browser']").ChangeAsync(new() { Value = "Never" }));
            await SeesAsync(() => page.Find("[aria-label='Chat messages: Browser']").GetAttribute("value").Should().Be("Never"));
        }
    }

    [Theory]
    [InlineData(DeliveryChannel.WebPush, false)]
    [InlineData(DeliveryChannel.Email, false)]
    [InlineData(DeliveryChannel.Sms, true)]
    public async Task Each_way_that_is_set_up_has_a_test(DeliveryChannel channel, bool asksWhere)
    {
        var tested = "nothing yet";
        var card = OpenScreen(Home.Admin).Render<WayCard>(builder =>
        {
            builder.OpenComponent<WayCard>(0);
            builder.AddComponentParameter(1, nameof(WayCard.Way), new WayState(channel, true));
            builder.AddComponentParameter(2, nameof(WayCard.Overview), new DeliveryOverview([], []));
            builder.AddComponentParameter(3, nameof(WayCard.Test), EventCallback.Factory.Create<string?>(this, address => tested = address));
            builder.CloseComponent();
        });
        card.FindAll("input").Should().HaveCount(asksWhere ? 1 : 0);
        if (asksWhere) await card.InvokeAsync(() => card.Find("input").ChangeAsync(new() { Value = "030 123456" }));

        await card.InvokeAsync(() => card.Find("form").SubmitAsync());

        tested.Should().Be(asksWhere ? "030 123456" : null);
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
