using ClinicLive.Domain.Features.Appointments;
using ClinicLive.Domain.Features.Displays;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Displays;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicLive.Tests.Features.Displays.Pages;

/// <summary>The screen on the wall: opened by nobody, read by everybody.</summary>
public sealed class DisplayPageTests : PageTest
{
    [Fact]
    public async Task With_nobody_here_it_says_so()
    {
        var page = await OpenAsync(Home.Display);

        page.TextOf("h1").Should().Be("Clinic at the Park");
        page.FindAll(".wall-none").Select(e => e.TextContent).Should().Equal("Nobody is being called.", "Nobody is waiting.");
        page.Find("clinic-now").GetAttribute("zone").Should().Be("Europe/Berlin");
    }

    [Fact]
    public async Task It_follows_the_day_by_itself_and_says_what_is_to_be_spoken()
    {
        var page = await OpenAsync(Home.Display);
        var row = await Clinic.CheckInAsync(await Clinic.BookAsync());
        await SeesAsync(() => page.TextOf(".wall-lines ol").Should().Be("A1"));

        row = (await Clinic.Appointments.CallAsync(Home.Doctor, row.Command())).Value!;
        await SeesAsync(() => page.Find("clinic-call").GetAttribute("say").Should().Be("Number A 1, please come to Room 1."));
        var first = page.Find("clinic-call").GetAttribute("at");
        page.TextOf("clinic-call").Should().Be("A1Room 1");
        page.FindAll(".wall-lines ol").Should().BeEmpty();

        Clinic.Clock.Advance(TimeSpan.FromSeconds(40));
        await Clinic.Appointments.CallAsync(Home.Lena, row.Command());
        await SeesAsync(() => page.Find("clinic-call").GetAttribute("at").Should().NotBe(first, "that is what rings again"));
    }

    [Theory]
    [InlineData(DisplayLanguage.English, "en", "ltr", "Number A 1, please come to Room 1.")]
    [InlineData(DisplayLanguage.German, "de", "ltr", "Nummer A 1, bitte kommen Sie: Room 1.")]
    [InlineData(DisplayLanguage.French, "fr", "ltr", "Numéro A 1, veuillez entrer : Room 1.")]
    [InlineData(DisplayLanguage.Spanish, "es", "ltr", "Número A 1, pase a Room 1, por favor.")]
    [InlineData(DisplayLanguage.Arabic, "ar", "rtl", "الرقم A 1، تفضل إلى Room 1.")]
    public async Task It_speaks_the_language_that_was_chosen(DisplayLanguage language, string tag, string direction, string spoken)
    {
        await Clinic.Get<DisplayService>().ChangeAsync(Home.Admin, Home.Display.DisplayId, 1, new("Wall", language, []));
        var row = await Clinic.CheckInAsync(await Clinic.BookAsync());
        await Clinic.Appointments.CallAsync(Home.Doctor, row.Command());

        var page = await OpenAsync(Home.Display);

        (page.Find(".wall").GetAttribute("lang"), page.Find(".wall").GetAttribute("dir")).Should().Be((tag, direction));
        page.Find("clinic-call").GetAttribute("say").Should().Be(spoken);
    }

    [Fact]
    public async Task No_name_is_anywhere_on_it_in_any_state()
    {
        // Everybody of the clinic, in every state, with a reason of his own: whatever leaks, leaks one of these words.
        var row = await Clinic.CheckInAsync(await Clinic.BookAsync());
        await Clinic.Appointments.CallAsync(Home.Doctor, row.Command());
        foreach (var (status, i) in Enum.GetValues<AppointmentStatus>().Select((s, i) => (s, i)).Where(p => p.s is AppointmentStatus.Arrived or AppointmentStatus.Ready or AppointmentStatus.Done or AppointmentStatus.NoShow or AppointmentStatus.Cancelled))
        {
            var booked = (await Clinic.Booking.BookAsync(Home.Lena, Clinic.Wish(Clinic.Now.AddMinutes(60 + (i * 15)), patient: Home.SecondPatient, reason: "Canary reason"))).Value!;
            if (status == AppointmentStatus.Done) await Clinic.ThenAsync(booked, AppointmentStatus.Arrived, AppointmentStatus.InConsultation, AppointmentStatus.Done);
            else if (status == AppointmentStatus.Ready) await Clinic.ThenAsync(booked, AppointmentStatus.Arrived, AppointmentStatus.Ready);
            else await Clinic.ThenAsync(booked, status);
        }

        var page = await OpenAsync(Home.Display);

        page.FindAll(".wall-lines ol li").Should().HaveCountGreaterThan(1, "else nothing was proved");
        page.Markup.Should().NotContainAny(
            "Paula", "Quentin", "Patient", "Ada", "Berg", "Ben", "Cole", "Lena", "Omar", "Ines", "Desk", "Canary", "030 123", "1980",
            row.Id.ToString(), Home.Patient.PatientId.ToString()!, Home.Doctor.PractitionerId.ToString()!, Home.Patient.UserId.ToString());
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public async Task After_a_busy_hour_it_shows_what_a_screen_opened_now_shows(int seed)
    {
        var screen = OpenScreen(null);
        var page = await OpenAsync(Home.Display, screen);
        await screen.Services.GetRequiredService<DisplayScreen>().OnConnectionUpAsync(null!, default);
        var crowd = new Crowd(Clinic, seed);
        await crowd.WorkAsync(60);
        crowd.Changed.Should().BeGreaterThan(15, "else nothing was proved");
        await CalmAsync();
        Clinic.Get<DisplayHeartbeats>().TurnCodes();
        await CalmAsync();

        var fresh = await OpenAsync(Home.Display);

        await SeesAsync(() => Screen.Plain(page).Should().Be(Screen.Plain(fresh)));
    }

    [Fact]
    public async Task The_code_and_its_qr_code_turn_by_themselves()
    {
        var screen = OpenScreen(null);
        var page = await OpenAsync(Home.Display, screen);
        await screen.Services.GetRequiredService<DisplayScreen>().OnConnectionUpAsync(null!, default);
        var (code, qr) = (page.TextOf(".wall-code"), page.Find(".qr path").GetAttribute("d"));
        code.Should().MatchRegex("^[0-9]{3} [0-9]{3}$");

        Clinic.Clock.Advance(CheckInCode.StepLength);
        Clinic.Get<DisplayHeartbeats>().TurnCodes();

        await SeesAsync(() => page.TextOf(".wall-code").Should().NotBe(code));
        page.Find(".qr path").GetAttribute("d").Should().NotBe(qr);
        page.TextOf(".wall-code").Replace(" ", "").Should().Be((await Clinic.Get<DisplayQueries>().BoardAsync(Home.Display))!.CheckInCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_it_is_taken_down_or_given_another_address_nothing_stays_on_the_wall(bool isRemoved)
    {
        await Clinic.CheckInAsync(await Clinic.BookAsync());
        var screen = OpenScreen(null);
        var page = await OpenAsync(Home.Display, screen);
        page.Markup.Should().Contain("A1");

        var service = Clinic.Get<DisplayService>();
        _ = isRemoved ? await service.RemoveAsync(Home.Admin, Home.Display.DisplayId) : await service.RenewCodeAsync(Home.Admin, Home.Display.DisplayId);

        await SeesAsync(() => page.Markup.Should().NotContain("A1").And.NotContain("Clinic at the Park"));
        var navigation = (Bunit.TestDoubles.BunitNavigationManager)screen.Services.GetRequiredService<NavigationManager>();
        navigation.History.First().Options.ForceLoad.Should().BeTrue("the door has the last word");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_the_pass_of_its_own_address_it_reads_nothing(bool hasAnother)
    {
        await Clinic.CheckInAsync(await Clinic.BookAsync());
        Clinic.Commands.Forget();

        var page = await OpenAsync(hasAnother ? Clinic.Other.Display : null, code: Home.Display.Code);

        page.Markup.Should().NotContain("A1").And.NotContain("Clinic");
        Clinic.Commands.Sent.Should().BeEmpty();
    }

    private Task<IRenderedComponent<DisplayPage>> OpenAsync(DisplayPass? pass, Screen? screen = null, string? code = null)
    {
        screen ??= OpenScreen(null);
        if (pass is not null) screen.RenderTree.Add<CascadingValue<DisplayPass>>(value => value.Add(v => v.Value, pass));
        return OpenAsync<DisplayPage>(screen, ("Code", code ?? pass!.Code));
    }
}
