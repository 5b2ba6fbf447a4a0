using System.Net;
using ClinicLive.Domain.Features.Calendars;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Features.Accounts.Web;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Security;

namespace ClinicLive.Tests.Features.Calendars;

/// <summary>Calendar programs at the door, and the page on which a person decides about it.</summary>
public sealed class CalendarDoorTests : IDisposable
{
    private readonly ApiHost _host = new();
    private readonly AccountHost _accounts = new();

    public void Dispose()
    {
        _host.Dispose();
        _accounts.Dispose();
    }

    [Fact]
    public async Task A_program_reads_the_calendar_and_again_only_when_it_has_changed()
    {
        var path = $"/calendar/{(await _host.Get<CalendarFeedService>().RenewAsync(_host.Home.Patient)).Value}.ics";
        var program = _host.Nobody();

        var calendar = (await program.GetAsync(path)).Ok();

        (calendar.MediaType, calendar.Headers["Content-Type"]).Should().Be(("text/calendar", "text/calendar; charset=utf-8"));
        calendar.Headers["Cache-Control"].Should().Contain("private").And.Contain("no-cache");
        CalendarFileRuleTests.RulesHold(calendar.Text);
        (await program.GetAsync(path, ("If-None-Match", calendar.Headers["ETag"]))).Ok(HttpStatusCode.NotModified).Text.Should().BeEmpty();
        (await program.SendAsync(HttpMethod.Head, path, null)).Ok().Headers["ETag"].Should().Be(calendar.Headers["ETag"]);

        var desk = await _host.AsAsync(_host.Home.Lena);
        (await desk.PostAsync("/api/appointments", new { patientId = _host.Home.Patient.PatientId, practitionerId = _host.Home.Doctor.PractitionerId, start = _host.Now.AddHours(3), minutes = 15, reason = "Cough", commandId = Guid.NewGuid() }))
            .Ok(HttpStatusCode.Created);
        var changed = (await program.GetAsync(path, ("If-None-Match", calendar.Headers["ETag"]))).Ok();
        changed.Text.Should().Contain("BEGIN:VEVENT").And.Contain("URL:https://clinic.test/portal\r\n").And.NotContain("Cough");
    }

    [Fact]
    public async Task An_address_that_is_none_is_not_there_and_who_comes_too_often_waits()
    {
        var token = (await _host.Get<CalendarFeedService>().RenewAsync(_host.Home.Doctor)).Value!;
        var program = _host.Nobody();
        var wrong = await program.GetAsync($"/calendar/{new string('0', 64)}.ics");
        (wrong.Status, wrong.MediaType).Should().Be((HttpStatusCode.NotFound, "text/plain"));
        (await program.GetAsync("/calendar/..%2f..%2fetc.ics")).Status.Should().Be(HttpStatusCode.NotFound);

        for (var i = 0; i < CalendarPace.Most; i++) (await program.GetAsync($"/calendar/{token}.ics")).Ok();
        var often = await program.GetAsync($"/calendar/{token}.ics");
        often.Status.Should().Be(HttpStatusCode.TooManyRequests);
        int.Parse(often.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(1, (int)CalendarPace.Window.TotalSeconds);
        _host.Clock.Advance(CalendarPace.Window);
        (await program.GetAsync($"/calendar/{token}.ics")).Ok();

        for (var i = 0; i < SignInThrottle.Failures; i++) await program.GetAsync($"/calendar/{i.ToString("D64", System.Globalization.CultureInfo.InvariantCulture)}.ics");
        (await program.GetAsync($"/calendar/{new string('1', 64)}.ics")).Status.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData(Role.Patient)]
    [InlineData(Role.Practitioner)]
    public async Task The_page_shows_the_address_once_replaces_it_and_ends_it(Role role)
    {
        const string Page = "/account/manage/calendar";
        var visitor = await _accounts.VisitAsync(role);
        (await visitor.PageAsync("/account/manage")).QuerySelector($"a[href='{Page}']").Should().NotBeNull();
        (await visitor.PageAsync(Page)).QuerySelector(".calendar-end").Should().BeNull();

        var made = await Visitor.DocumentAsync(await visitor.SendAsync(Page, "calendar-make"));
        var address = made.QuerySelector("#calendar-address")!.GetAttribute("value")!;
        address.Should().MatchRegex("^https://clinic\\.test/calendar/[0-9a-f]{64}\\.ics$");
        var program = _accounts.CreateClient();
        (await program.GetAsync(new Uri(address))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await visitor.PageAsync(Page)).DocumentElement.OuterHtml.Should().Contain("There is an address").And.NotContain(address).And.NotContain(address[^68..^4]);

        var again = (await Visitor.DocumentAsync(await visitor.SendAsync(Page, "calendar-make"))).QuerySelector("#calendar-address")!.GetAttribute("value")!;
        (await program.GetAsync(new Uri(address))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await program.GetAsync(new Uri(again))).StatusCode.Should().Be(HttpStatusCode.OK);

        (await Visitor.DocumentAsync(await visitor.SendAsync(Page, "calendar-end"))).QuerySelector("[role=status]")!.TextContent.Should().Contain("good for nothing");
        (await program.GetAsync(new Uri(again))).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Reception_has_no_such_page()
    {
        var visitor = await _accounts.VisitAsync(Role.Receptionist);
        (await visitor.PageAsync("/account/manage")).QuerySelector("a[href='/account/manage/calendar']").Should().BeNull();
        (await visitor.GetAsync("/account/manage/calendar")).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }
}
