using ClinicLive.Domain.Features.Scheduling;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Scheduling;

namespace ClinicLive.Tests.Features.Scheduling.Pages;

public sealed class HoursPageTests : PageTest
{
    private static readonly DateOnly Tomorrow = new(2026, 6, 18);

    private ScheduleService Schedule => Clinic.Get<ScheduleService>();

    private Guid Doctor => Home.Doctor.PractitionerId!.Value;

    [Fact]
    public async Task A_week_is_typed_saved_and_taken_back()
    {
        var page = await OpenAsync<HoursPage>(Home.Admin);
        page.FindAll(".span").Should().BeEmpty("the clinic has no hours yet");
        await PressAsync(page, "[data-day=Monday] .link");
        await PressAsync(page, "[data-day=Monday] .link");
        page.FindAll("[data-day=Monday] input").Select(i => i.GetAttribute("value")).Should().Equal("08:00:00", "12:00:00", "13:00:00", null);

        await PressAsync(page, ".week-end .btn.p");
        page.TextOf(".field-error").Should().Be("Please type both times, or remove them.");
        await TypeAsync(page, "[data-day=Monday] .span:nth-of-type(2) input:nth-of-type(2)", "17:00");
        await PressAsync(page, ".week-end .link");
        await PressAsync(page, ".week-end .btn.p");

        await SeesAsync(() => page.TextOf(".week-end [role=status]").Should().StartWith("Saved."));
        (await HoursAsync()).Should().Be(Hours.Week("8-12 13-17"));
        await SeesAsync(() => page.FindAll("[data-day=Sunday] .span").Should().HaveCount(2));
        await PressAsync(page, ".week-end .undo");
        (await HoursAsync()).IsEmpty.Should().BeTrue();
        await SeesAsync(() => page.FindAll(".span").Should().BeEmpty());
    }

    [Fact]
    public async Task Hours_that_overlap_are_refused_beside_the_second_of_them_and_stay_typed()
    {
        await SetAsync("8-12 13-17", 0);
        var page = await OpenAsync<HoursPage>(Home.Admin);

        await TypeAsync(page, "[data-day=Friday] .span:nth-of-type(2) input", "11:00");
        await PressAsync(page, ".week-end .btn.p");

        page.TextOf("#hours-Friday-1-error").Should().Be("These hours overlap 08:00–12:00.");
        page.Find("[data-day=Friday] .span:nth-of-type(2) input").GetAttribute("aria-invalid").Should().Be("true");
        (await HoursAsync()).Should().Be(Hours.Week("8-12 13-17"));
        await PressAsync(page, ".week-end .btn:not(.p)");
        page.FindAll("#hours-Friday-1-error").Should().BeEmpty();
        page.Find("[data-day=Friday] .span:nth-of-type(2) input").GetAttribute("value").Should().Be("13:00:00");
    }

    [Fact]
    public async Task What_another_admin_saves_comes_by_itself_but_never_under_what_is_being_typed()
    {
        await SetAsync("8-12", 0);
        var (one, two) = (await OpenAsync<HoursPage>(Home.Admin), await OpenAsync<HoursPage>(Home.SecondAdmin));
        await TypeAsync(two, "[data-day=Monday] input", "07:00");

        await SetAsync("9-12", 1);

        await SeesAsync(() => one.Find("[data-day=Monday] input").GetAttribute("value").Should().Be("09:00:00"));
        await SeesAsync(() => two.TextOf(".week .conflict").Should().StartWith("Somebody changed these hours while you were typing."));
        two.Find("[data-day=Monday] input").GetAttribute("value").Should().Be("07:00:00");
        await PressAsync(two, ".week-end .btn.p");
        two.FindAll(".week .conflict").Select(c => c.TextContent).Should().Contain(t => t.StartsWith("Ines Admin changed this"));
        (await HoursAsync()).Should().Be(Hours.Week("9-12"));
        await PressAsync(two, ".week .conflict .link");
        two.Find("[data-day=Monday] input").GetAttribute("value").Should().Be("09:00:00");
    }

    [Fact]
    public async Task A_date_is_closed_and_opened_again()
    {
        var page = await OpenAsync<HoursPage>(Home.Admin);
        await PressAsync(page, "[aria-labelledby=exceptions-title] .btn.p");
        page.TextOf("#exception-date-error").Should().Be("Please choose a date.");
        await TypeAsync(page, "#exception-date", "2026-06-18");
        await TypeAsync(page, "#exception-note", "Fair");

        await PressAsync(page, "[aria-labelledby=exceptions-title] .btn.p");

        await SeesAsync(() => page.TextOf("[data-exception='2026-06-18'] > span").Should().Contain("Thursday 18 June 2026").And.Contain("closed").And.Contain("Fair"));
        await PressAsync(page, "[data-exception='2026-06-18'] .btn");
        await SeesAsync(() => page.FindAll("[data-exception]").Should().BeEmpty());
        await PressAsync(page, "[aria-labelledby=exceptions-title] .undo");
        await SeesAsync(() => page.FindAll("[data-exception]").Should().ContainSingle());
    }

    [Fact]
    public async Task Time_off_lists_at_once_the_appointments_that_fall_into_it_until_they_are_moved()
    {
        var row = await Clinic.BookAsync(Home.Policy.At(Tomorrow, new TimeOnly(9, 0)));
        await Clinic.BookAsync(Home.Policy.At(Tomorrow, new TimeOnly(9, 0)), Home.SecondDoctor);
        var page = await OpenAsync<HoursPage>(Home.Admin, ("Owner", Doctor));
        page.FindAll(".outside").Should().BeEmpty();
        await TypeAsync(page, "#timeoff-from", "2026-06-18");
        await TypeAsync(page, "#timeoff-until", "2026-06-17");
        await PressAsync(page, "[aria-labelledby=timeoff-title] .btn.p");
        page.TextOf("#timeoff-until-error").Should().Be("The last day is before the first.");
        await TypeAsync(page, "#timeoff-until", "2026-06-19");

        await PressAsync(page, "[aria-labelledby=timeoff-title] .btn.p");

        await SeesAsync(() => page.TextOf(".outside h2").Should().Be("1 appointment lies outside the hours"));
        page.FindAll($"[data-outside='{row.Id}']").Should().ContainSingle();
        page.TextOf("[data-timeoff] b").Should().Be("Thu 18 Jun 2026 to Fri 19 Jun 2026");
        await Clinic.Appointments.RescheduleAsync(Home.Lena, row.Command(), Home.SecondDoctor.PractitionerId!.Value, row.Start.AddHours(1), 15);
        await SeesAsync(() => page.FindAll(".outside").Should().BeEmpty());
        await PressAsync(page, "[data-timeoff] .btn");
        await SeesAsync(() => page.TextOf("[aria-labelledby=timeoff-title] .empty").Should().Be("No time off ahead."));
    }

    [Fact]
    public async Task A_doctor_enters_part_of_a_day_for_himself()
    {
        var page = await OpenAsync<TimeOffPage>(Home.Doctor);
        await TypeAsync(page, "#timeoff-from", "2026-06-18");
        await page.InvokeAsync(() => page.Find("input[type=checkbox]").ChangeAsync(new() { Value = true }));
        await TypeAsync(page, "[aria-label='First day, from']", "14:00");

        await PressAsync(page, ".btn.p");

        await SeesAsync(() => page.TextOf("[data-timeoff] b").Should().Be("Thu 18 Jun 2026, 14:00 to 18:00"));
        (await Clinic.Get<ScheduleQueries>().ReadAsync(Home.Doctor)).TimeOff.Single().From.Should().Be(Home.Policy.At(Tomorrow, new TimeOnly(14, 0)));
    }

    [Fact]
    public async Task An_owner_of_another_clinic_does_not_exist()
    {
        var page = await OpenAsync<HoursPage>(Home.Admin, ("Owner", Clinic.Other.Doctor.PractitionerId!.Value));

        page.TextOf(".empty").Should().StartWith("There is no doctor or room of this address.");
    }

    // A time goes to the server with its seconds: the framework's script adds them.
    private static Task TypeAsync(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page, string selector, string value) =>
        page.InvokeAsync(() => page.Find(selector).ChangeAsync(new() { Value = value is [_, _, ':', _, _] ? $"{value}:00" : value }));

    private async Task<WeekHours> HoursAsync() => (await Clinic.Get<ScheduleQueries>().ReadAsync(Home.Admin)).HoursOf(HoursOwner.Clinic(Home.Id)).Week;

    private async Task SetAsync(string hours, int version) =>
        (await Schedule.SetWeekAsync(Home.Admin, HoursOwner.Clinic(Home.Id), Hours.Daily(hours), version, Guid.NewGuid())).Succeeded.Should().BeTrue();
}
