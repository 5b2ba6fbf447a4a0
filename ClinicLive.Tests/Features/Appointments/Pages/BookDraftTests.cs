using ClinicLive.Domain.Features.Drafts;
using ClinicLive.Domain.Shared;
using ClinicLive.Tests.Support;
using ClinicLive.Web.Features.Appointments;
using Radzen.Blazor;

namespace ClinicLive.Tests.Features.Appointments.Pages;

/// <summary>A page that came back by itself takes up what was being typed.</summary>
public sealed class BookDraftTests : PageTest
{
    [Fact]
    public async Task After_a_reload_the_dialog_is_there_with_everything_in_it()
    {
        await KeepAsync("""{"Patient":{"Id":"7f1c5f0e-8a70-4b4e-9a55-1f0d0c3b2a19","Name":"Paula Patient"},"Reason":"Knee"}""");

        var dialogs = await ReloadAsync(Home.Lena);

        await WaitFor.PassesAsync(() => dialogs.Find("#book-reason").GetAttribute("value").Should().Be("Knee"));
        dialogs.Find(".picked").TextContent.Should().Contain("Paula Patient");
        dialogs.TextOf("[role=status]").Should().Be("Here is what you were typing.");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"Slot":7}""")]
    public async Task A_draft_that_this_version_cannot_read_is_as_none(string json)
    {
        await KeepAsync(json);

        var dialogs = await ReloadAsync(Home.Lena);

        dialogs.FindAll("form").Should().BeEmpty();
    }

    [Fact]
    public async Task Another_desk_does_not_get_it()
    {
        await KeepAsync("""{"Reason":"Knee"}""");

        (await ReloadAsync(Home.Omar)).FindAll("form").Should().BeEmpty();
    }

    private Task<bool> KeepAsync(string json) => Clinic.Get<DraftService>().KeepAsync(Home.Lena, "book", json);

    private async Task<IRenderedComponent<RadzenDialog>> ReloadAsync(Actor actor)
    {
        var screen = OpenScreen(actor);
        screen.JSInterop.Setup<bool?>("clinicWasReloaded").SetResult(true);
        var dialogs = screen.Render<RadzenDialog>();
        Clinic.Commands.Forget();
        await OpenAsync<FlowBoardPage>(screen);
        await WaitFor.TrueAsync(() => Clinic.Commands.Sent.Any(sql => sql.Contains("FormDrafts", StringComparison.Ordinal)));
        await CalmAsync();
        screen.Fault.Should().BeNull();
        return dialogs;
    }
}
