using AngleSharp.Dom;
using Bunit;
using ClinicLive.Domain.Features.Import;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Import;
using Microsoft.AspNetCore.Components.Forms;

namespace ClinicLive.Tests.Features.Import.Pages;

/// <summary>The admin's page, step by step.</summary>
public sealed class ImportPageTests : PageTest
{
    private const string Table = "id,name,dob\np1,Petra Past,03/04/1985\n,,\n";

    [Fact]
    public async Task The_page_asks_shows_what_it_brings_takes_over_and_remembers()
    {
        var page = OpenScreen(Home.Admin).Render<ImportPage>();
        await SeesAsync(() => page.Markup.Should().Contain("Nothing has been taken over yet."));
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(Table, "people.csv"));

        await SeesAsync(() => page.FindAll("[data-ask=DateOrder]").Should().ContainSingle());
        Button(page, "Look what it brings").HasAttribute("disabled").Should().BeTrue("a question is open");
        await page.InvokeAsync(() => page.Find("select[id^=import-order]").Change("DayMonthYear"));
        await SeesAsync(() => page.FindAll("[data-ask]").Should().BeEmpty());
        await page.InvokeAsync(() => Button(page, "Look what it brings").ClickAsync());

        await SeesAsync(() => page.Find(".import-report [data-kind=Patient] .num").TextContent.Should().Be("1"));
        Clinic.Count("Patients", "\"ExternalId\" IS NOT NULL").Should().Be(0, "it was only looked at");
        Button(page, "Take over").HasAttribute("disabled").Should().BeTrue("a row cannot be read");
        await page.InvokeAsync(() => page.Find(".import-agree input").Change(true));
        await page.InvokeAsync(() => Button(page, "Take over").ClickAsync());

        await SeesAsync(() => page.Find(".import").GetAttribute("data-step").Should().Be("Done"));
        await SeesAsync(() => page.FindAll("[data-import]").Should().ContainSingle());
        page.Find("a[download]").GetAttribute("href").Should().StartWith("admin/import/rejects/");
        Clinic.Count("Patients", "\"ExternalId\" = 'p1' AND \"BirthDate\" = '1985-04-03'").Should().Be(1);
    }

    [Fact]
    public async Task A_file_that_is_none_is_refused_in_words_and_the_page_goes_on()
    {
        var page = OpenScreen(Home.Admin).Render<ImportPage>();
        await SeesAsync(() => page.Markup.Should().Contain("Nothing has been taken over yet."));

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "week.ics"));

        await SeesAsync(() => page.Find("[role=alert]").TextContent.Should().Be("week.ics ends in the middle: END:VEVENT is missing."));
        page.Find(".import").GetAttribute("data-step").Should().Be("Choosing");
    }

    [Fact]
    public async Task Two_answers_of_which_the_second_comes_before_the_first_is_on_screen_both_count()
    {
        var page = OpenScreen(Home.Admin).Render<ImportPage>();
        await SeesAsync(() => page.Markup.Should().Contain("Nothing has been taken over yet."));
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("id,patient_id,patient_name,doctor_name,date,time\nv1,p1,Petra Past,Ada Berg,2024-01-02,08:00\n", "visits.csv"));
        await SeesAsync(() => page.FindAll("[data-ask]").Select(a => a.GetAttribute("data-ask")).Should().BeEquivalentTo("TimeZone", "Minutes"));

        var card = page.FindComponent<ImportFileCard>().Instance;
        await page.InvokeAsync(() => Task.WhenAll(card.Changed.InvokeAsync(now => now with { TimeZone = "Europe/Berlin" }), card.Changed.InvokeAsync(now => now with { Minutes = 20 })));

        await SeesAsync(() => page.FindAll("[data-ask]").Should().BeEmpty());
        page.Find("select[id^=import-zone] option[selected]").GetAttribute("value").Should().Be("Europe/Berlin");
        page.Find("input[id^=import-minutes]").GetAttribute("value").Should().Be("20");
    }

    [Fact]
    public async Task A_calendar_is_asked_about_and_taken_over()
    {
        var page = OpenScreen(Home.Admin).Render<ImportPage>();
        await SeesAsync(() => page.Markup.Should().Contain("Nothing has been taken over yet."));
        var text = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Nowhere:20240506T100000\nDURATION:PT20M\nSTATUS:TENTATIVE\nSUMMARY:Pat Patient\nEND:VEVENT\nEND:VCALENDAR\n";
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, "week.ics"));

        await SeesAsync(() => page.FindAll("[data-ask]").Select(a => a.GetAttribute("data-ask")).Should().BeEquivalentTo("Doctor", "Patient", "ZoneName", "Statuses"));
        await page.InvokeAsync(() => page.Find("select[id^=import-doctor]").Change(Home.Doctor.PractitionerId.ToString()));
        await page.InvokeAsync(() => page.Find("select[id^=import-patient]").Change("Title"));
        await page.InvokeAsync(() => page.Find("select[id^=import-zone-0]").Change("Europe/Berlin"));
        await page.InvokeAsync(() => page.Find("select[id^=import-state-0]").Change("Done"));
        await SeesAsync(() => page.FindAll("[data-ask]").Should().BeEmpty());
        await page.InvokeAsync(() => Button(page, "Look what it brings").ClickAsync());
        await SeesAsync(() => page.Find(".import").GetAttribute("data-step").Should().Be("Tried"));

        page.Find(".import-report").TextContent.Should().Contain("Nobody whom it names is a patient of the clinic");
    }

    [Fact]
    public async Task Rows_that_were_not_taken_are_for_the_admins_of_that_clinic()
    {
        using var files = new ImportFiles();
        var report = (await Clinic.Get<ImportService>().TryAsync(Home.Admin, new ImportRequest([files.Write("people.csv", Table.Replace("03/04", "13/04", StringComparison.Ordinal))]))).Value!;
        var queries = Clinic.Get<ImportQueries>();

        (await File.ReadAllTextAsync(queries.RejectsOf(Home.Admin, report.RejectsId!.Value)!)).Should().Be("file,row,what,why,kind\r\npeople.csv,2,Patient,There is no name.,rejected\r\n");
        queries.RejectsOf(Clinic.Other.Admin, report.RejectsId!.Value).Should().BeNull();
        queries.RejectsOf(Home.Lena, report.RejectsId!.Value).Should().BeNull();
    }

    private static IElement Button(IRenderedComponent<ImportPage> page, string words) => page.FindAll("button").Single(b => b.TextContent.Trim() == words);
}
